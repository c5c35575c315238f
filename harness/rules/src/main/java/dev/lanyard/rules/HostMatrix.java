package dev.lanyard.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
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
 * <li>fail of a binding rule (must, host-required): {@link HostVerdict#FAILS};
 * <li>warn, known issue, fail of a rule that is not binding: {@link HostVerdict#WORKS_WITH_WARNINGS};
 * <li>inconclusive, of a binding rule: {@link HostVerdict#UNKNOWN}; of another rule: no cell, since it could at most
 *     add a warning;
 * <li>not applicable: no cell.
 * </ul>
 *
 * <p>The verdict of a host is the heaviest of its cells, in the order of {@link HostVerdict}; a host without any cell
 * is unknown. The rules whose cell is the host's verdict decide it. It is a prediction from the rules that were judged,
 * so each column also counts those that were not.
 *
 * @param columns one for each host platform, in their order
 * @param rows    one for each judged rule, in the order of the catalogue
 */
public record HostMatrix(List<Column> columns, List<Row> rows) {

    /**
     * What breaks most comes first: failures before warnings, then what more hosts see, then what the first host
     * platforms see.
     */
    public static final Comparator<Row> WORST_FIRST = Comparator
            .comparing((Row row) -> row.verdict().kind(), Comparator.reverseOrder())
            .thenComparing(row -> row.hosts().size(), Comparator.reverseOrder())
            .thenComparing(row -> row.hosts().stream().map(host -> Integer.toString(host.ordinal()))
                    .collect(Collectors.joining()));

    public HostMatrix {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * A host platform.
     *
     * @param deciding the rows that decide its verdict; empty where nothing was judged
     * @param judged   how many rules have a cell here
     * @param unjudged how many rules of the catalogue count for this host and have no verdict at all
     */
    public record Column(HostPlatform host, HostVerdict verdict, List<Row> deciding, int judged, int unjudged) {

        public Column {
            deciding = List.copyOf(deciding);
        }

        /** The verdict's ground in one sentence without a full stop. */
        public String reason() {
            String rules = judged + (judged == 1 ? " rule" : " rules");
            String ground = switch (verdict) {
                case WORKS -> rules + " judged, none broken";
                case WORKS_WITH_WARNINGS -> deciding.size() + " of " + rules + " judged: a warning";
                case UNKNOWN -> judged == 0 ? "no rule that counts here was judged"
                        : deciding.size() + " of " + rules + " could not be judged";
                case FAILS -> deciding.size() + " of " + rules + " judged: broken";
            };
            return unjudged == 0 ? ground : ground + "; " + unjudged + " more of the catalogue were not looked at";
        }
    }

    /** A judged rule. */
    public record Row(Rule rule, Verdict verdict) {

        /** What the verdict says of this host; nothing where it says nothing. */
        public Optional<HostVerdict> cell(HostPlatform host) {
            if (!rule.hosts().contains(host)) {
                return Optional.empty();
            }
            return switch (verdict.kind()) {
                case PASS, UNEXPECTED_PASS -> Optional.of(HostVerdict.WORKS);
                case FAIL -> Optional.of(rule.isBinding() ? HostVerdict.FAILS : HostVerdict.WORKS_WITH_WARNINGS);
                case WARN, KNOWN_ISSUE -> Optional.of(HostVerdict.WORKS_WITH_WARNINGS);
                case INCONCLUSIVE -> rule.isBinding() ? Optional.of(HostVerdict.UNKNOWN) : Optional.empty();
                case NOT_APPLICABLE -> Optional.empty();
            };
        }

        /** The hosts that see this verdict, in their order. */
        public Set<HostPlatform> hosts() {
            return Stream.of(HostPlatform.values()).filter(host -> cell(host).isPresent())
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        /** What was seen; with the threads and the driver where the rule rests on these and not on a specification. */
        public String reason() {
            if (rule.obligation() == Obligation.MUST) {
                return verdict.reason();
            }
            List<String> basis = new ArrayList<>(List.of(rule.source().toString()));
            basis.addAll(rule.fieldFailures());
            return verdict.reason() + " (known from " + basis.stream().distinct().collect(Collectors.joining(", ")) + ")";
        }

        /** Whether the accessory's maker has something to do. */
        public boolean isFinding() {
            return verdict.kind() == Verdict.Kind.FAIL || verdict.kind() == Verdict.Kind.WARN;
        }
    }

    /** Of one verdict for each rule ({@link Judgement#worstByRule}); verdicts on rules of no catalogue count nowhere. */
    public static HostMatrix of(Catalogue catalogue, Collection<Verdict> verdicts) {
        List<Row> rows = catalogue.rules().stream().flatMap(rule -> verdicts.stream()
                .filter(verdict -> verdict.rule().equals(rule.id())).map(verdict -> new Row(rule, verdict))).toList();
        List<Column> columns = Stream.of(HostPlatform.values()).map(host -> column(host, catalogue, rows)).toList();
        return new HostMatrix(columns, rows);
    }

    private static Column column(HostPlatform host, Catalogue catalogue, List<Row> rows) {
        List<Row> here = rows.stream().filter(row -> row.cell(host).isPresent()).toList();
        HostVerdict verdict = here.stream().map(row -> row.cell(host).orElseThrow()).max(Comparator.naturalOrder())
                .orElse(HostVerdict.UNKNOWN);
        List<Row> deciding = here.stream().filter(row -> row.cell(host).orElseThrow() == verdict).toList();
        long counting = catalogue.rules().stream().filter(rule -> rule.hosts().contains(host)).count();
        long seen = rows.stream().filter(row -> row.rule().hosts().contains(host)).count();
        return new Column(host, verdict, deciding, here.size(), (int) Math.max(0, counting - seen));
    }

    /** The verdict of a host. */
    public HostVerdict verdict(HostPlatform host) {
        return columns.get(host.ordinal()).verdict();
    }

    /** Failed and warned rules, {@linkplain #WORST_FIRST worst first}. */
    public List<Row> findings() {
        return rows.stream().filter(Row::isFinding).sorted(WORST_FIRST).toList();
    }
}
