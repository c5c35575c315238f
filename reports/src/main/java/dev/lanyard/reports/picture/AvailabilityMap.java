package dev.lanyard.reports.picture;

import dev.lanyard.rules.air.AirFrame;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.AvailabilityEntry;
import dev.lanyard.wire.nan.attribute.ChannelSet;
import dev.lanyard.wire.nan.attribute.NanAvailability;
import dev.lanyard.wire.nan.attribute.Ndc;
import dev.lanyard.wire.nan.attribute.ScheduleEntry;
import dev.lanyard.wire.nan.attribute.TimeBitmap;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * When and where a frame says that its sender is available, against the discovery windows: a line for each entry, a cell
 * for each slot of 16 TU of the 512 TU from one window to the next. What takes a window's slot on another channel is
 * marked.
 */
public final class AvailabilityMap {

    private static final int WIDTH = 660;
    private static final int LEFT = 214;
    private static final int CELL = 13;
    private static final int ROW = 20;
    private static final int TOP = 62;
    private static final int ROWS = 24;
    private static final int SLOTS = Nan.DW_PERIOD / Nan.SLOT;
    private static final int SLOT_5GHZ = Nan.DW_5GHZ_OFFSET / Nan.SLOT;
    private static final int WINDOW_CHANNEL = 6;

    private AvailabilityMap() {}

    /**
     * A line.
     *
     * @param taken whether a set slot 0 takes the discovery window from another channel
     */
    private record Line(String name, String where, BitSet slots, String style, boolean taken) {}

    /** The schedules in {@code frame}; empty where it has none. */
    public static String of(AirFrame frame) {
        List<Line> lines = new ArrayList<>();
        for (Placed<NanAvailability> placed : frame.all(NanAvailability.class)) {
            for (AvailabilityEntry entry : placed.value().entries()) {
                String kind = entry.committed() ? "committed" : entry.conditional() ? "conditional" : "potential";
                boolean other = entry.committed() && entry.where() instanceof ChannelSet.Channels channels
                        && channels.entries().stream().flatMap(e -> e.channels().stream())
                                .anyMatch(channel -> channel != WINDOW_CHANNEL);
                add(lines, "map " + placed.value().mapId() + ", " + kind, where(entry.where()),
                        entry.timeBitmap().map(TimeBitmap::slots).orElseGet(AvailabilityMap::always),
                        entry.committed() ? "a" : entry.conditional() ? "b" : "c", other);
            }
        }
        for (Placed<Ndc> placed : frame.all(Ndc.class)) {
            for (ScheduleEntry entry : placed.value().entries()) {
                add(lines, "NDC, map " + entry.mapId(), "", entry.timeBitmap().slots(), "b", false);
            }
        }
        if (lines.isEmpty()) {
            return "";
        }
        List<Line> shown = lines.stream().limit(ROWS).toList();
        int height = TOP + ROW * shown.size() + 34;
        String words = shown.stream().map(line -> line.name() + " " + line.where() + ": slots "
                + line.slots() + (line.taken() ? ", takes the discovery window" : "")).collect(Collectors.joining("; "));
        return Svg.draw(WIDTH, height, "Availability against discovery windows", words, svg -> {
            svg.text(4, 16, "strong", "start", "512 TU between discovery windows, in slots of 16 TU"
                    + (lines.size() > shown.size() ? " (the first " + shown.size() + " of " + lines.size() + " lines)" : ""));
            svg.text(LEFT, 36, "small", "start", "window, 2.4 GHz").text(LEFT + SLOT_5GHZ * CELL, 36, "small", "start",
                    "window, 5 GHz");
            for (int slot = 0; slot < SLOTS; slot += 8) {
                svg.text(LEFT + slot * CELL, 54, "dim small", "start", slot * Nan.SLOT + (slot == 0 ? " TU" : ""));
            }
            for (int i = 0; i < shown.size(); i++) {
                line(svg, shown.get(i), TOP + ROW * i);
            }
            for (int slot : new int[] {0, SLOT_5GHZ}) {
                svg.rect(LEFT + slot * CELL - 1, TOP - 2, CELL, ROW * shown.size(), "window", "discovery window");
            }
            legend(svg, height - 10);
        });
    }

    private static void line(Svg svg, Line line, int y) {
        svg.text(4, y + 11, line.taken() ? "bad strong small" : "small", "start", (line.taken() ? "✗ " : "")
                + line.name() + (line.where().isEmpty() ? "" : ", " + line.where()));
        for (int slot = 0; slot < SLOTS; slot++) {
            boolean bad = line.taken() && slot == 0;
            String style = !line.slots().get(slot) ? "fill none" : bad ? "fill bad" : "fill " + line.style();
            svg.rect(LEFT + slot * CELL, y, CELL - 2, ROW - 6, style, null);
        }
    }

    private static void legend(Svg svg, int y) {
        String[][] entries = {{"a", "committed"}, {"b", "conditional, NDC"}, {"c", "potential"}, {"none", "not there"},
            {"bad", "takes a window from another channel"}};
        double x = 4;
        for (String[] entry : entries) {
            svg.rect(x, y - 9, 10, 10, "fill " + entry[0], null).text(x + 14, y, "small", "start", entry[1]);
            x += 34 + 6.2 * entry[1].length();
        }
    }

    /** One line for each pattern that the sixteen periods of a cycle have: one, where it repeats with every window. */
    private static void add(List<Line> lines, String name, String where, BitSet cycle, String style, boolean other) {
        List<BitSet> patterns = new ArrayList<>();
        List<List<Integer>> windows = new ArrayList<>();
        for (int window = 0; window < Nan.DW_CYCLE; window++) {
            BitSet pattern = cycle.get(window * SLOTS, (window + 1) * SLOTS);
            int known = patterns.indexOf(pattern);
            if (known < 0) {
                patterns.add(pattern);
                windows.add(new ArrayList<>(List.of(window)));
            } else {
                windows.get(known).add(window);
            }
        }
        for (int i = 0; i < patterns.size(); i++) {
            BitSet pattern = patterns.get(i);
            lines.add(new Line(patterns.size() == 1 ? name : name + ", after DW " + windows.get(i).stream()
                    .map(String::valueOf).limit(4).collect(Collectors.joining(",")) + (windows.get(i).size() > 4 ? "…" : ""),
                    where, pattern, style, other && pattern.get(0)));
        }
    }

    private static BitSet always() {
        BitSet all = new BitSet();
        all.set(0, SLOTS * Nan.DW_CYCLE);
        return all;
    }

    private static String where(ChannelSet where) {
        return switch (where) {
            case ChannelSet.Bands bands -> bands.bands().stream().map(band -> switch (band) {
                case 2 -> "2.4 GHz";
                case 4 -> "5 GHz";
                case 7 -> "6 GHz";
                default -> "band " + band;
            }).collect(Collectors.joining(", "));
            case ChannelSet.Channels channels -> "channel " + channels.entries().stream()
                    .flatMap(entry -> entry.channels().stream()).limit(4).map(String::valueOf)
                    .collect(Collectors.joining(", "));
        };
    }
}
