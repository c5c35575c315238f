package dev.lanyard.reports.page;

import dev.lanyard.reports.run.AccessoryRun;
import dev.lanyard.reports.text.Markup;
import dev.lanyard.reports.text.Shown;
import dev.lanyard.rules.HostMatrix;
import dev.lanyard.rules.HostVerdict;
import java.util.List;

/** Whether each accessory works on each host platform, and which rules say so. */
final class VerdictSection {

    private static final int RULES = 6;

    private VerdictSection() {}

    static void write(Markup out, PageContent content) {
        out.within("section", () -> {
            out.element("h2", "Does it work?", "id", "verdict-title");
            if (content.accessories().isEmpty()) {
                out.element("p", "No scenario ran.");
            }
            content.accessories().forEach(accessory -> accessory(out, accessory));
            out.element("p", "A prediction from rules: a host works when none of the rules that matter to it is broken, "
                    + "and at least half of them were judged.", "class", "note");
        }, "id", "verdict", "aria-labelledby", "verdict-title");
    }

    private static void accessory(Markup out, AccessoryRun accessory) {
        out.element("h3", Shown.text(accessory.accessory()), "class", "accessory");
        out.element("p", "Profile " + Shown.name(accessory.profile()) + ". " + accessory.matrix().coverage() + ".",
                "class", "note");
        out.within("ul", () -> accessory.matrix().columns().stream().filter(column -> column.counting() > 0)
                .forEach(column -> host(out, column)), "class", "hosts",
                "role", "list");
    }

    private static void host(Markup out, HostMatrix.Column column) {
        out.within("li", () -> {
            out.within("p", () -> {
                out.element("span", HostWords.sign(column.verdict()), "class", "sign", "aria-hidden", "true");
                out.element("b", column.host().title());
                out.raw(" ").element("span", HostWords.word(column), "class", "word");
            }, "class", "host");
            out.element("p", column.reason(), "class", "note");
            if (column.verdict() == HostVerdict.FAILS || column.verdict() == HostVerdict.WORKS_WITH_WARNINGS) {
                deciding(out, column.deciding());
            } else if (column.verdict() == HostVerdict.UNKNOWN && !column.deciding().isEmpty()) {
                out.element("p", String.join(", ", column.deciding().stream().limit(RULES).map(r -> r.rule().id()).toList())
                        + (column.deciding().size() > RULES ? " and " + (column.deciding().size() - RULES) + " more"
                        : ""), "class", "rules");
            }
        }, "class", HostWords.style(column.verdict()));
    }

    private static void deciding(Markup out, List<HostMatrix.Row> rows) {
        out.within("p", () -> {
            rows.stream().filter(HostMatrix.Row::isFinding).limit(RULES).forEach(row ->
                    out.element("a", row.rule().id(), "href", "#" + FindingsSection.anchor(row.rule().id())).raw(" "));
            if (rows.size() > RULES) {
                out.text("and " + (rows.size() - RULES) + " more");
            }
        }, "class", "rules");
    }
}
