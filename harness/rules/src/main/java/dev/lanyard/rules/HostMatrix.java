package dev.lanyard.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an accessory's verdicts mean for each host platform.
 *
 * <p>A rule counts for the hosts it lists. What its verdict says there is its cell:
 *
 * <ul>
 * <li>pass: {@link HostVerdict#WORKS};
 * <li>fail of a binding rule (must, host-required): {@link HostVerdict#FAILS}, unless the host is known to
 *     {@linkplain Rule#tolerated tolerate} it;
 * <li>warn, known issue, fail of a rule that is not binding or tolerated: {@link HostVerdict#WORKS_WITH_WARNINGS};
 * <li>inconclusive, of a binding rule that the host does not tolerate: {@link HostVerdict#UNKNOWN}; of another rule: no
 *     cell, since it could at most add a warning;
 * <li>not applicable: no cell.
 * </ul>
 *
 * <p>The verdict of a host is the heaviest of its cells, in the order of {@link HostVerdict}, and the rules whose cell is
 * the host's verdict decide it. It is a prediction from the rules that were judged, so each column also counts those that
 * were not, and a host with {@linkplain Column#isThin() more unjudged than judged rules} is unknown unless one is broken.
 *
 * @param columns one for each host platform that the catalogue is about, in their order
 * @param rows    one for each judged rule, in the order of the catalogue
 * @param rules   how many rules the catalogue has
 */
public record HostMatrix(List<Column> columns, List<Row> rows, int rules) {

    /**
     * What breaks most comes first: failures before warnings, then what more hosts see, then what the first host
     * platforms see.
     */
    public static final Comparator<Row> WORST_FIRST = Comparator
            .comparing((Row row) -> row.verdict().kind(), Comparator.reverseOrder())
            .thenComparing(row -> row.affected().size(), Comparator.reverseOrder())
            .thenComparing(row -> row.affected().stream().map(host -> Integer.toString(host.ordinal()))
                    .collect(Collectors.joining()));

    public HostMatrix {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * A host platform. Of the rules of the catalogue that count for it, those that do not apply to the accessory are in
     * none of the numbers.
     *
     * @param deciding the rows that decide its verdict; empty where too little was judged
     * @param judged   how many rules say something about it
     * @param broken   how many of them say that it fails, and {@code warned} how many warn
     * @param open     how many binding rules were looked at without an answer
     * @param unjudged how many rules have no verdict at all
     */
    public record Column(HostPlatform host, HostVerdict verdict, List<Row> deciding, int judged, int broken, int warned,
                         int open, int unjudged) {

        public Column {
            deciding = List.copyOf(deciding);
        }

        /** How many rules of the catalogue count here for this accessory, as far as is known. */
        public int counting() {
            return judged + open + unjudged;
        }

        /** Whether any rule of the catalogue says something of this accessory here; if none does, no verdict is due. */
        public boolean concerns() {
            return counting() > 0;
        }

        /** Whether so little was judged that nothing broken says nothing: less than half of what counts. */
        public boolean isThin() {
            return 2 * judged < counting() || judged == 0;
        }

        /** {@code 98 of 121 rules judged}. */
        public String coverage() {
            return !concerns() ? "no rule counts here" : (judged == 0 ? "none" : Integer.toString(judged)) + " of "
                    + counting() + (counting() == 1 ? " rule judged" : " rules judged");
        }

        /** The verdict's ground in one sentence without a full stop. */
        public String reason() {
            StringBuilder reason = new StringBuilder(isThin() && judged > 0 ? "only " : "").append(coverage());
            if (judged > 0) {
                reason.append(broken == 0 ? ", none broken" : ", " + broken + " broken");
            }
            if (warned > 0) {
                reason.append(", ").append(warned).append(warned == 1 ? " warning" : " warnings");
            }
            return open == 0 ? reason.toString() : reason.append("; ").append(open).append(" could not be judged").toString();
        }
    }

    /**
     * A judged rule.
     *
     * @param failing the hosts that breaking it fails, be it broken or not
     */
    public record Row(Rule rule, Verdict verdict, Set<HostPlatform> failing) {

        public Row {
            failing = Set.copyOf(failing);
        }

        /** What the verdict says of this host; nothing where it says nothing. */
        public Optional<HostVerdict> cell(HostPlatform host) {
            if (!rule.hosts().contains(host)) {
                return Optional.empty();
            }
            return switch (verdict.kind()) {
                case PASS, UNEXPECTED_PASS -> Optional.of(HostVerdict.WORKS);
                case FAIL -> Optional.of(failing.contains(host) ? HostVerdict.FAILS : HostVerdict.WORKS_WITH_WARNINGS);
                case WARN, KNOWN_ISSUE -> Optional.of(HostVerdict.WORKS_WITH_WARNINGS);
                case INCONCLUSIVE -> failing.contains(host) ? Optional.of(HostVerdict.UNKNOWN) : Optional.empty();
                case NOT_APPLICABLE -> Optional.empty();
            };
        }

        /** The hosts that see this verdict, in their order. */
        public Set<HostPlatform> hosts() {
            return Stream.of(HostPlatform.values()).filter(host -> cell(host).isPresent())
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        /** Where it fails, the hosts that fail by it and not those that tolerate it; else all that see it. */
        public Set<HostPlatform> affected() {
            return verdict.kind() != Verdict.Kind.FAIL ? hosts()
                    : hosts().stream().filter(failing::contains).collect(Collectors.toCollection(TreeSet::new));
        }

        /** What was seen; with the threads and the driver where the rule rests on these and not on a specification. */
        public String reason() {
            if (rule.obligation() == Obligation.MUST) {
                return verdict.reason();
            }
            String source = rule.source().toString();
            return verdict.reason() + " (known from " + Stream.concat(Stream.of(source),
                    rule.fieldFailures().stream().filter(thread -> !source.contains(thread)).distinct())
                    .collect(Collectors.joining(", ")) + ")";
        }

        /** Whether the accessory's maker has something to do. */
        public boolean isFinding() {
            return verdict.kind() == Verdict.Kind.FAIL || verdict.kind() == Verdict.Kind.WARN;
        }
    }

    /** Of one verdict for each rule ({@link Judgement#worstByRule}); verdicts on rules of no catalogue count nowhere. */
    public static HostMatrix of(Catalogue catalogue, Collection<Verdict> verdicts) {
        Set<String> kept = verdicts.stream().filter(verdict -> verdict.kind() == Verdict.Kind.PASS
                || verdict.kind() == Verdict.Kind.UNEXPECTED_PASS).map(Verdict::rule).collect(Collectors.toSet());
        List<Row> rows = catalogue.rules().stream().flatMap(rule -> verdicts.stream()
                .filter(verdict -> verdict.rule().equals(rule.id())).map(verdict -> row(rule, verdict, kept))).toList();
        List<Column> columns = catalogue.hosts().stream().sorted().map(host -> column(host, catalogue, rows)).toList();
        return new HostMatrix(columns, rows, catalogue.rules().size());
    }

    private static Row row(Rule rule, Verdict verdict, Set<String> kept) {
        return new Row(rule, verdict, Stream.of(HostPlatform.values())
                .filter(host -> rule.failsOn(host, kept::contains)).collect(Collectors.toSet()));
    }

    private static Column column(HostPlatform host, Catalogue catalogue, List<Row> rows) {
        Map<HostVerdict, List<Row>> cells = rows.stream().filter(row -> row.cell(host).isPresent()).collect(
                Collectors.groupingBy(row -> row.cell(host).orElseThrow(), () -> new EnumMap<>(HostVerdict.class),
                        Collectors.toList()));
        long counting = catalogue.rules().stream().filter(rule -> rule.hosts().contains(host)).count();
        long seen = rows.stream().filter(row -> row.rule().hosts().contains(host)).count();
        int unjudged = (int) Math.max(0, counting - seen);
        HostVerdict heaviest = cells.keySet().stream().max(Comparator.naturalOrder()).orElse(HostVerdict.UNKNOWN);
        Column column = new Column(host, heaviest, cells.getOrDefault(heaviest, List.of()),
                count(cells, HostVerdict.WORKS) + count(cells, HostVerdict.WORKS_WITH_WARNINGS)
                        + count(cells, HostVerdict.FAILS),
                count(cells, HostVerdict.FAILS), count(cells, HostVerdict.WORKS_WITH_WARNINGS),
                count(cells, HostVerdict.UNKNOWN), unjudged);
        return !column.isThin() || heaviest == HostVerdict.FAILS || heaviest == HostVerdict.UNKNOWN ? column
                : new Column(host, HostVerdict.UNKNOWN, List.of(), column.judged(), 0, column.warned(), 0, unjudged);
    }

    private static int count(Map<HostVerdict, List<Row>> cells, HostVerdict verdict) {
        return cells.getOrDefault(verdict, List.of()).size();
    }

    /**
     * How much was looked at, as a sentence without a full stop: {@code 98 of 214 rules judged, 6 do not apply, 2 could
     * not be judged, 108 not looked at}.
     */
    public String coverage() {
        Map<Verdict.Kind, Long> kinds = rows.stream().collect(Collectors.groupingBy(row -> row.verdict().kind(),
                Collectors.counting()));
        long moot = kinds.getOrDefault(Verdict.Kind.NOT_APPLICABLE, 0L);
        long open = kinds.getOrDefault(Verdict.Kind.INCONCLUSIVE, 0L);
        List<String> parts = new ArrayList<>(List.of(rows.size() - moot - open + " of " + rules + " rules judged"));
        if (moot > 0) {
            parts.add(moot + (moot == 1 ? " does not apply" : " do not apply"));
        }
        if (open > 0) {
            parts.add(open + " could not be judged");
        }
        if (rules > rows.size()) {
            parts.add(rules - rows.size() + " not looked at");
        }
        return String.join(", ", parts);
    }

    /** The host platforms that have a column, in their order. */
    public List<HostPlatform> hosts() {
        return columns.stream().map(Column::host).toList();
    }

    /** What it means for a host; nothing for one that has nothing to do with such accessories. */
    public Optional<Column> column(HostPlatform host) {
        return columns.stream().filter(column -> column.host() == host).findFirst();
    }

    /** Failed and warned rules, {@linkplain #WORST_FIRST worst first}. */
    public List<Row> findings() {
        return rows.stream().filter(Row::isFinding).sorted(WORST_FIRST).toList();
    }
}
