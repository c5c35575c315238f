package dev.lanyard.cli;

import dev.lanyard.rules.Catalogue;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Rule;
import dev.lanyard.runner.run.ExitCode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the catalogue. */
@Command(
        name = "rules",
        description = "Lists the rules: id, obligation, the host platforms it matters to, what the accessory does.",
        mixinStandardHelpOptions = true)
final class RulesCommand implements Callable<Integer> {

    /** How the rules are printed. */
    enum Format { TEXT, JSON, MARKDOWN }

    @Parameters(arity = "0..1", paramLabel = "PREFIX", defaultValue = "",
            description = "Only rules whose id begins so: NCM, NET-DHCP.")
    private String prefix;

    @Option(names = "--host", paramLabel = "HOST", split = ",",
            description = "Only rules that matter to one of these: " + Hosts.NAMES + ".")
    private List<String> hosts = List.of();

    @Option(names = {"-f", "--format"}, paramLabel = "text|json|markdown", defaultValue = "text",
            description = "For people, or for programs. Default: ${DEFAULT-VALUE}.")
    private Format format;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        String wanted = prefix.toUpperCase(Locale.ROOT);
        Set<HostPlatform> platforms = Hosts.named(hosts);
        List<Rule> rules = Catalogue.all().rules().stream().filter(rule -> rule.id().startsWith(wanted))
                .filter(rule -> hosts.isEmpty() || rule.hosts().stream().anyMatch(platforms::contains)).toList();
        if (rules.isEmpty() && !hosts.isEmpty()) {
            throw new CommandFailed(ExitCode.USAGE, "no rule" + (wanted.isEmpty() ? "" : " whose id begins with "
                    + Printable.line(prefix)) + " matters to " + Words.listed(platforms));
        }
        if (rules.isEmpty()) {
            throw new CommandFailed(ExitCode.USAGE, "no rule's id begins with " + Printable.line(prefix)
                    + "; there are " + Catalogue.all().rules().stream().map(RulesPage::family).distinct()
                            .collect(Collectors.joining(", ")));
        }
        PrintWriter out = command.commandLine().getOut();
        switch (format) {
            case TEXT -> text(out, rules);
            case JSON -> out.println(RulesJson.of(rules));
            case MARKDOWN -> {
                out.print(RulesPage.of(rules));
                out.flush();
            }
        }
        return ExitCode.PASSED.code();
    }

    private static void text(PrintWriter out, List<Rule> rules) {
        int id = rules.stream().mapToInt(rule -> rule.id().length()).max().orElse(0);
        int hosts = rules.stream().mapToInt(rule -> Words.hosts(rule.hosts()).length()).max().orElse(0);
        String head = "%-" + id + "s  %-13s  %-" + hosts + "s  ";
        rules.forEach(rule -> out.println(Wrapped.after(head.formatted(rule.id(), Words.of(rule.obligation()),
                Words.hosts(rule.hosts())), rule.sentence())));
        out.println(rules.size() == 1 ? "1 rule" : rules.size() + " rules");
    }
}
