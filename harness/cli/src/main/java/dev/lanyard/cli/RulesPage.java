package dev.lanyard.cli;

import dev.lanyard.rules.Rule;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The page {@code scenarios/RULES.md}. */
final class RulesPage {

    static final String COMMAND = "./lanyard rules --format markdown > scenarios/RULES.md";

    private static final String HEAD = """
            # Rules

            Made from the catalogue by `%s`. Change a rule in \
            `harness/rules/src/main/java/dev/lanyard/rules/catalogue`, not here.

            ## What a verdict means for a host platform

            A rule counts for the host platforms it lists. What its verdict says there:

            | verdict | says |
            |---|---|
            | pass | works |
            | fail (obligation *must* or *host required*) | fails |
            | the same, on a host that works all the same | works with warnings |
            | warn (obligation *recommended* or *quality*), known issue | works with warnings |
            | inconclusive (*must* or *host required*) | unknown |
            | inconclusive (*recommended* or *quality*), not applicable | nothing |

            Over several attempts the worst verdict of a rule stands. The heaviest of what its rules say is the host's \
            verdict: *fails* before *unknown* before *works with warnings* before *works*; without any, it is \
            *unknown*. It is a prediction from the rules that were judged. What rests on a driver's behaviour or on \
            public threads, and not on a specification, names them.
            """.formatted(COMMAND);

    private RulesPage() {}

    static String of(List<Rule> rules) {
        StringBuilder page = new StringBuilder(HEAD);
        page.append("\n## All ").append(rules.size()).append(" rules\n");
        String family = "";
        for (Rule rule : rules) {
            if (!family(rule).equals(family)) {
                family = family(rule);
                page.append("\n### ").append(family).append('\n');
            }
            page.append("\n**").append(rule.id()).append("** ").append(rule.sentence()).append("\n\n");
            item(page, Words.of(rule.obligation()) + ", for " + Words.hosts(rule.hosts()) + "; " + rule.source());
            rule.tolerated().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(host ->
                    item(page, host.getKey().title() + " " + host.getValue()));
            item(page, "Fix: " + rule.remediation());
            if (!rule.fieldFailures().isEmpty()) {
                item(page, "In the field: " + rule.fieldFailures().stream()
                        .map(thread -> "[" + thread + "](" + link(thread) + ")").collect(Collectors.joining(", ")));
            }
        }
        return page.toString();
    }

    private static void item(StringBuilder page, String text) {
        page.append("- ").append(text).append('\n');
    }

    /** The part of an id before its number: {@code NCM-NTB}. */
    static String family(Rule rule) {
        return rule.id().substring(0, rule.id().lastIndexOf('-'));
    }

    /** Where a thread {@code owner/name#number} is; a pull request's address forwards. */
    static String link(String thread) {
        return "https://github.com/" + thread.replace("#", "/issues/");
    }
}
