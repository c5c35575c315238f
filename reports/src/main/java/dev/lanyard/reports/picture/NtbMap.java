package dev.lanyard.reports.picture;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ntb.Ntb;
import dev.lanyard.wire.ntb.NtbDefect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which octets of a transfer block are header, pointer table, datagram, padding (NCM 1.0 §3). */
public final class NtbMap {

    private static final int WIDTH = 640;
    private static final int LEFT = 64;
    private static final int ROW = 20;
    private static final int ROWS = 16;
    private static final int TOP = 26;
    private static final int DEFECTS = 6;

    private NtbMap() {}

    /** Octets of one use; {@code style} a class of pictures. */
    private record Part(int begin, int end, String name, String style) {}

    /** The map of {@code transfer}; empty where it has no octets. */
    public static String of(Bytes transfer) {
        if (transfer.isEmpty()) {
            return "";
        }
        Ntb block = Ntb.decode(transfer);
        List<Part> parts = parts(block);
        int perRow = 32;
        while ((long) perRow * ROWS < transfer.length()) {
            perRow *= 2;
        }
        int columns = perRow;
        int rows = (transfer.length() + columns - 1) / columns;
        List<NtbDefect> defects = block.defects().stream().limit(DEFECTS).toList();
        int height = TOP + ROW * rows + 26 + 16 * defects.size();
        long datagrams = parts.stream().filter(p -> p.style().equals("b")).count();
        String description = transfer.length() + " octets, " + block.format() + ", " + block.ndps().size()
                + " pointer tables, " + datagrams + " datagrams"
                + (defects.isEmpty() ? "" : "; octet " + defects.getFirst().offset() + ": " + defects.getFirst().text());
        return Svg.draw(WIDTH, height, "Map of a transfer block", description, svg -> {
            svg.text(4, 14, "strong", "start", "%s block %d: %d octets, %d in a row".formatted(block.format(),
                    block.header().wSequence(), transfer.length(), columns));
            for (int row = 0; row < rows; row++) {
                svg.text(LEFT - 6, TOP + ROW * row + 13, "dim small", "end", Integer.toString(row * columns));
                row(svg, parts, row * columns, Math.min(transfer.length(), (row + 1) * columns), columns,
                        TOP + ROW * row);
            }
            double scale = (double) (WIDTH - LEFT - 4) / columns;
            for (NtbDefect defect : defects) {
                if (defect.offset() < transfer.length()) {
                    double x = LEFT + defect.offset() % columns * scale;
                    double top = TOP + (double) ROW * (defect.offset() / columns);
                    svg.path("M" + Svg.number(x) + " " + Svg.number(top - 2) + "v" + (ROW + 1), "flow bad");
                    svg.text(x, top - 1, "bad strong", "middle", "▾");
                }
            }
            int y = TOP + ROW * rows + 14;
            legend(svg, y);
            for (NtbDefect defect : defects) {
                y += 16;
                svg.text(4, y, "bad", "start", "✗ octet " + defect.offset() + ": " + defect.text());
            }
        });
    }

    private static void row(Svg svg, List<Part> parts, int from, int to, int columns, int y) {
        double scale = (double) (WIDTH - LEFT - 4) / columns;
        for (Part part : parts) {
            int begin = Math.max(part.begin(), from);
            int end = Math.min(part.end(), to);
            if (begin < end) {
                double x = LEFT + (begin - from) * scale;
                double width = Math.max(1, (end - begin) * scale - 1);
                svg.rect(x, y, width, ROW - 3, "fill " + part.style(), part.name() + ", octets " + part.begin() + " to "
                        + (part.end() - 1));
                String label = part.name().replaceFirst("datagram ", "");
                if (width > 7 * label.length() && !part.style().equals("d")) {
                    svg.text(x + width / 2, y + 12, "on", "middle", label);
                }
            }
        }
    }

    private static void legend(Svg svg, int y) {
        String[][] entries = {{"a", "header"}, {"c", "pointer table"}, {"b", "datagram"}, {"d", "padding"},
            {"bad", "outside or claimed twice"}};
        double x = LEFT;
        for (String[] entry : entries) {
            svg.rect(x, y - 9, 10, 10, "fill " + entry[0], null).text(x + 14, y, "small", "start", entry[1]);
            x += 34 + 6.2 * entry[1].length();
        }
    }

    /** In order and without gaps; what two claim is a part of its own. */
    private static List<Part> parts(Ntb block) {
        int length = block.transfer().length();
        List<Part> claims = new ArrayList<>();
        claims.add(new Part(0, Math.min(length, block.format().nthLength()), "NTH", "a"));
        int datagram = 1;
        for (Ntb.Ndp ndp : block.ndps()) {
            add(claims, ndp.offset(), ndp.offset() + (long) ndp.wLength(), "NDP", "c", length);
            for (Ntb.Entry entry : ndp.datagramEntries()) {
                add(claims, entry.datagramIndex(), entry.datagramIndex() + entry.datagramLength(),
                        "datagram " + datagram++, block.lies(entry) ? "b" : "bad", length);
            }
        }
        claims.sort(Comparator.comparingInt(Part::begin));
        List<Part> parts = new ArrayList<>();
        int at = 0;
        for (Part claim : claims) {
            if (claim.begin() > at) {
                parts.add(new Part(at, claim.begin(), at >= block.blockLength() ? "behind the block" : "padding", "d"));
            }
            if (claim.begin() < at) {
                parts.add(new Part(claim.begin(), Math.min(at, claim.end()), "claimed twice", "bad"));
            }
            int begin = Math.max(at, claim.begin());
            if (begin < claim.end()) {
                parts.add(new Part(begin, claim.end(), claim.name(), claim.style()));
                at = claim.end();
            }
        }
        if (at < length) {
            parts.add(new Part(at, length, at >= block.blockLength() ? "behind the block" : "padding", "d"));
        }
        return parts;
    }

    private static void add(List<Part> claims, long begin, long end, String name, String style, int length) {
        if (begin >= 0 && begin < length && end > begin && claims.size() < 4_000) {
            claims.add(new Part((int) begin, (int) Math.min(length, end), name, style));
        }
    }
}
