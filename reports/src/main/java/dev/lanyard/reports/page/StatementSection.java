package dev.lanyard.reports.page;

import dev.lanyard.reports.output.TestStatement;
import dev.lanyard.reports.text.Markup;

/** The test statement. */
final class StatementSection {

    /** More files than these stand in the statement's file alone. */
    private static final int FILES = 400;

    private StatementSection() {}

    static void write(Markup out, PageContent content) {
        TestStatement statement = content.statement();
        out.within("section", () -> {
            out.element("h2", "Test statement", "id", "statement-title");
            out.within("p", () -> out.element("strong", TestStatement.NO_CERTIFICATE));
            out.within("dl", () -> statement.scope().forEach(entry -> out.element("dt", entry.name())
                    .element("dd", entry.value())), "class", "statement");
            out.within("details", () -> {
                out.element("summary", "SHA-256 of " + statement.files().size() + " evidence files");
                out.within("div", () -> out.within("table", () -> {
                    out.element("caption", "Evidence files");
                    ComparisonSections.head(out, "File", "Octets", "SHA-256");
                    out.within("tbody", () -> statement.files().stream().limit(FILES).forEach(file ->
                            out.within("tr", () -> {
                                out.element("th", file.path(), "scope", "row", "class", "path");
                                out.element("td", Long.toString(file.size()), "class", "number");
                                out.within("td", () -> out.element("code", file.sha256().isEmpty() ? "unreadable"
                                        : file.sha256()));
                            })));
                }), "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Evidence files");
                if (statement.files().size() > FILES) {
                    out.element("p", "All of them: statement.txt", "class", "note");
                }
            });
        }, "id", "statement", "aria-labelledby", "statement-title");
    }
}
