package dev.lanyard.reports.page;

import dev.lanyard.reports.run.AccessoryRun;
import dev.lanyard.reports.run.DeclaredFacts;
import dev.lanyard.reports.run.Delta;
import dev.lanyard.reports.text.Markup;
import dev.lanyard.reports.text.Shown;
import java.util.List;

/** The accessory beside its profile, and the run beside its baseline. */
final class ComparisonSections {

    private ComparisonSections() {}

    static void declared(Markup out, PageContent content) {
        List<AccessoryRun> told = content.accessories().stream().filter(a -> a.declared().isPresent()).toList();
        if (told.isEmpty()) {
            return;
        }
        out.within("section", () -> {
            out.element("h2", "Declared and observed", "id", "declared-title");
            told.forEach(accessory -> facts(out, accessory));
        }, "id", "declared", "aria-labelledby", "declared-title");
    }

    private static void facts(Markup out, AccessoryRun accessory) {
        List<DeclaredFacts.Fact> facts = DeclaredFacts.of(accessory);
        long differs = facts.stream().filter(f -> f.state() == DeclaredFacts.State.DIFFERS).count();
        long unseen = facts.stream().filter(f -> f.state() == DeclaredFacts.State.NOT_OBSERVED).count();
        out.element("h3", Shown.text(accessory.accessory()), "class", "accessory");
        out.element("p", facts.size() + " declarations: " + (facts.size() - differs - unseen) + " agree, " + differs
                + " differ, " + unseen + " not observed");
        out.within("details", () -> {
            out.element("summary", "Each declaration");
            out.within("div", () -> out.within("table", () -> {
                out.element("caption", "Profile " + Shown.name(accessory.profile()) + " and what was seen");
                head(out, "Declaration", "Declared", "Observed", "");
                out.within("tbody", () -> facts.forEach(fact -> out.within("tr", () -> {
                    out.element("th", Shown.name(fact.name()), "scope", "row");
                    out.element("td", Shown.text(fact.declared()));
                    out.element("td", fact.observed().isEmpty() ? "–" : Shown.text(fact.observed()));
                    out.element("td", switch (fact.state()) {
                        case AGREES -> "✓ agrees";
                        case DIFFERS -> "✗ differs";
                        case NOT_OBSERVED -> "? not observed";
                    }, "class", "v " + switch (fact.state()) {
                        case AGREES -> "ok";
                        case DIFFERS -> "bad";
                        case NOT_OBSERVED -> "open";
                    });
                })));
            }), "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Declared and observed");
        }, differs > 0 ? new String[] {"open", ""} : new String[0]);
    }

    static void delta(Markup out, PageContent content) {
        content.delta().ifPresent(delta -> out.within("section", () -> {
            out.element("h2", "Since the baseline", "id", "delta-title");
            out.element("p", "Compared with the run of " + delta.baseline() + ".", "class", "note");
            if (!delta.unknown().isEmpty()) {
                out.element("p", "The baseline has nothing to compare with "
                        + Shown.text(String.join(", ", delta.unknown())) + ".");
            } else if (delta.changes().isEmpty()) {
                out.element("p", "Nothing changed.");
            }
            for (Delta.Kind kind : Delta.Kind.values()) {
                changes(out, kind, delta.of(kind));
            }
        }, "id", "delta", "aria-labelledby", "delta-title"));
    }

    private static void changes(Markup out, Delta.Kind kind, List<Delta.Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        out.element("h3", changes.size() + " " + kind.words());
        out.within("div", () -> out.within("table", () -> {
            out.element("caption", "What is " + kind.words());
            head(out, "Rule or scenario", "Accessory", "Before", "Now", "What was seen");
            out.within("tbody", () -> changes.forEach(change -> out.within("tr", () -> {
                out.element("th", Shown.name(change.subject()), "scope", "row");
                out.element("td", Shown.name(change.accessory()));
                out.element("td", change.before());
                out.element("td", change.now(), "class", "v " + switch (kind) {
                    case NEW -> "bad";
                    case FIXED -> "ok";
                    case FLAKY -> "warn";
                    case BLIND -> "open";
                });
                out.element("td", Shown.text(change.reason()), "class", "wide");
            })));
        }), "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Changes: " + kind.words());
    }

    static void head(Markup out, String... columns) {
        out.within("thead", () -> out.within("tr", () -> {
            for (String column : columns) {
                out.element(column.isEmpty() ? "td" : "th", column, "scope", column.isEmpty() ? null : "col");
            }
        }));
    }
}
