package dev.lanyard.reports.output;

import dev.lanyard.reports.run.AccessoryRun;
import dev.lanyard.reports.run.StoredRun;
import dev.lanyard.reports.text.Shown;
import dev.lanyard.reports.text.WholeFile;
import dev.lanyard.rules.HostMatrix;
import dev.lanyard.rules.HostPlatform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The matrix rule × host as a table for spreadsheets (RFC 4180): a line for each judged rule on each accessory, a column
 * for each host that one of the accessories concerns.
 */
public final class MatrixCsv {

    private MatrixCsv() {}

    public static void write(StoredRun run, Path file) throws IOException {
        List<AccessoryRun> accessories = AccessoryRun.of(run);
        List<HostPlatform> hosts = AccessoryRun.hosts(accessories);
        StringBuilder text = new StringBuilder(line(Stream.of(List.of("accessory", "profile", "rule", "obligation",
                        "verdict"), hosts.stream().map(host -> host.name().toLowerCase(Locale.ROOT)).toList(),
                        List.of("seen", "fix")).flatMap(List::stream).toList()));
        for (AccessoryRun accessory : accessories) {
            for (HostMatrix.Row row : accessory.matrix().rows()) {
                List<String> cells = new ArrayList<>(List.of(Shown.text(accessory.accessory()),
                        Shown.text(accessory.profile()), row.rule().id(), Shown.words(row.rule().obligation()),
                        Shown.words(row.verdict().kind())));
                for (HostPlatform host : hosts) {
                    cells.add(row.cell(host).map(Shown::words).orElse(""));
                }
                cells.add(Shown.text(row.verdict().reason()));
                cells.add(row.isFinding() ? row.rule().remediation() : "");
                text.append(line(cells));
            }
        }
        WholeFile.write(file, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static String line(List<String> cells) {
        return cells.stream().map(MatrixCsv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    /** A cell that a spreadsheet would take for a formula begins with an apostrophe. */
    private static String cell(String text) {
        String safe = text.isEmpty() || "=+-@\t\r".indexOf(text.charAt(0)) < 0 ? text : "'" + text;
        return safe.matches("(?s).*[\",\r\n].*") ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }
}
