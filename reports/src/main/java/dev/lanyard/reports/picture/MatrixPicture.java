package dev.lanyard.reports.picture;

import dev.lanyard.rules.HostMatrix;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.HostVerdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The matrix rule × host at a glance: a row for each family of rules, in each host's column a mark for each rule. */
public final class MatrixPicture {

    private static final int WIDTH = 920;
    private static final int LEFT = 116;
    private static final int CELL = 11;
    private static final int TOP = 30;

    private MatrixPicture() {}

    /** The picture of {@code matrix}; empty where no rule was judged. */
    public static String of(HostMatrix matrix) {
        Map<String, List<HostMatrix.Row>> families = new LinkedHashMap<>();
        matrix.rows().forEach(row -> families.computeIfAbsent(row.rule().id().replaceAll("-[0-9]+$", ""),
                _ -> new ArrayList<>()).add(row));
        if (families.isEmpty()) {
            return "";
        }
        List<HostPlatform> hosts = matrix.hosts();
        double column = (double) (WIDTH - LEFT) / hosts.size();
        int perLine = (int) ((column - 14) / CELL);
        int height = TOP + families.values().stream().mapToInt(rows -> height(rows, perLine)).sum() + 26;
        String words = String.join(", ", matrix.columns().stream()
                .map(c -> c.host().title() + ": " + c.reason()).toList());
        return Svg.draw(WIDTH, height, "Rules and hosts", words, svg -> {
            for (int h = 0; h < hosts.size(); h++) {
                svg.text(LEFT + h * column, 16, "strong", "start", hosts.get(h).title());
            }
            int y = TOP;
            for (Map.Entry<String, List<HostMatrix.Row>> family : families.entrySet()) {
                svg.line(0, y - 4, WIDTH, y - 4, "axis");
                svg.text(2, y + 9, "small strong", "start", family.getKey());
                for (int h = 0; h < hosts.size(); h++) {
                    cells(svg, family.getValue(), hosts.get(h), LEFT + h * column, y, perLine);
                }
                y += height(family.getValue(), perLine);
            }
            legend(svg, y + 12);
        });
    }

    private static int height(List<HostMatrix.Row> rows, int perLine) {
        return (rows.size() + perLine - 1) / perLine * (CELL + 1) + 7;
    }

    private static void cells(Svg svg, List<HostMatrix.Row> rows, HostPlatform host, double left, int top,
                              int perLine) {
        for (int i = 0; i < rows.size(); i++) {
            HostMatrix.Row row = rows.get(i);
            Optional<HostVerdict> cell = row.cell(host);
            double x = left + i % perLine * CELL;
            double y = top + i / perLine * (CELL + 1.0);
            String title = row.rule().id() + ": " + cell.map(MatrixPicture::word).orElse("says nothing here");
            svg.rect(x, y, CELL - 2, CELL - 2, "fill " + cell.map(MatrixPicture::style).orElse("none"), title);
            // Not by colour alone.
            cell.map(MatrixPicture::sign).filter(sign -> !sign.isEmpty())
                    .ifPresent(sign -> svg.text(x + (CELL - 2) / 2.0, y + 8, "on small", "middle", sign));
        }
    }

    private static void legend(Svg svg, int y) {
        double x = LEFT;
        for (HostVerdict verdict : HostVerdict.values()) {
            svg.rect(x, y - 9, 9, 9, "fill " + style(verdict), null);
            svg.text(x + 4.5, y - 1, "on small", "middle", sign(verdict));
            svg.text(x + 14, y, "small", "start", word(verdict));
            x += 40 + 6.2 * word(verdict).length();
        }
        svg.rect(x, y - 9, 9, 9, "fill none", null).text(x + 14, y, "small", "start", "says nothing of this host");
    }

    private static String style(HostVerdict verdict) {
        return switch (verdict) {
            case WORKS -> "ok";
            case WORKS_WITH_WARNINGS -> "warn";
            case UNKNOWN -> "open";
            case FAILS -> "bad";
        };
    }

    private static String sign(HostVerdict verdict) {
        return switch (verdict) {
            case WORKS -> "";
            case WORKS_WITH_WARNINGS -> "!";
            case UNKNOWN -> "?";
            case FAILS -> "✗";
        };
    }

    private static String word(HostVerdict verdict) {
        return switch (verdict) {
            case WORKS -> "kept";
            case WORKS_WITH_WARNINGS -> "warning";
            case UNKNOWN -> "could not be judged";
            case FAILS -> "broken";
        };
    }
}
