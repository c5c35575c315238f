package dev.lanyard.reports.page;

import dev.lanyard.reports.picture.MatrixPicture;
import dev.lanyard.reports.run.AccessoryRun;
import dev.lanyard.reports.text.Markup;
import dev.lanyard.reports.text.Shown;
import dev.lanyard.rules.HostMatrix;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.HostVerdict;
import java.util.List;
import java.util.Optional;

/** Every judged rule and what it says of each host: a picture, and the table with the words. */
final class MatrixSection {

    /** A page with the tables of more accessories is not read; the spreadsheet has them all. */
    private static final int TABLES = 12;

    private MatrixSection() {}

    static void write(Markup out, PageContent content) {
        out.within("section", () -> {
            out.element("h2", "Rules and hosts", "id", "matrix-title");
            content.accessories().stream().limit(TABLES).forEach(accessory -> accessory(out, accessory));
            if (content.accessories().size() > TABLES) {
                out.within("p", () -> out.text((content.accessories().size() - TABLES) + " more accessories: ")
                        .element("a", "matrix.csv", "href", "matrix.csv"));
            }
        }, "id", "matrix", "aria-labelledby", "matrix-title");
    }

    private static void accessory(Markup out, AccessoryRun accessory) {
        out.element("h3", Shown.text(accessory.accessory()), "class", "accessory");
        String picture = MatrixPicture.of(accessory.matrix());
        if (picture.isEmpty()) {
            out.element("p", "No rule of the catalogue was judged.");
            return;
        }
        out.within("div", () -> out.raw(picture), "class", "scroll", "tabindex", "0", "role", "region", "aria-label",
                "Picture of rules and hosts");
        out.within("details", () -> {
            out.element("summary", "All " + accessory.matrix().rows().size() + " judged rules in words");
            table(out, accessory);
        });
    }

    private static void table(Markup out, AccessoryRun accessory) {
        List<HostPlatform> hosts = accessory.matrix().hosts();
        out.within("p", () -> out.within("label", () -> out.text("Only rows with ").open("input", "type", "search",
                "class", "filter", "placeholder", "fail, NCM, Windows…")), "class", "tools");
        out.within("div", () -> out.within("table", () -> {
            out.element("caption", "Rules judged on " + Shown.name(accessory.accessory()));
            out.within("thead", () -> out.within("tr", () -> {
                out.element("th", "Rule", "scope", "col").element("th", "Verdict", "scope", "col");
                for (HostPlatform host : hosts) {
                    out.element("th", host.title(), "scope", "col");
                }
                out.element("th", "What was seen", "scope", "col");
            }));
            out.within("tbody", () -> accessory.matrix().rows().forEach(row -> row(out, row, hosts)));
        }), "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Table of rules and hosts");
    }

    private static void row(Markup out, HostMatrix.Row row, List<HostPlatform> hosts) {
        out.within("tr", () -> {
            out.within("th", () -> {
                if (row.isFinding()) {
                    out.element("a", row.rule().id(), "href", "#" + FindingsSection.anchor(row.rule().id()));
                } else {
                    out.text(row.rule().id());
                }
            }, "scope", "row", "title", row.rule().sentence());
            out.element("td", HostWords.word(row.verdict().kind()), "class", "v "
                    + HostWords.style(row.verdict().kind()));
            for (HostPlatform host : hosts) {
                Optional<HostVerdict> cell = row.cell(host);
                out.element("td", cell.map(v -> HostWords.sign(v) + " " + HostWords.word(v)).orElse("–"), "class",
                        cell.map(v -> "v " + HostWords.style(v)).orElse("v none"));
            }
            out.element("td", Shown.text(row.verdict().reason()), "class", "wide");
        });
    }
}
