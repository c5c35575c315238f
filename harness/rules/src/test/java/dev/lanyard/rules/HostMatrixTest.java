package dev.lanyard.rules;

import static dev.lanyard.rules.HostPlatform.ANDROID;
import static dev.lanyard.rules.HostPlatform.APPLE;
import static dev.lanyard.rules.HostPlatform.LINUX;
import static dev.lanyard.rules.HostPlatform.WINDOWS;
import static dev.lanyard.rules.HostVerdict.FAILS;
import static dev.lanyard.rules.HostVerdict.UNKNOWN;
import static dev.lanyard.rules.HostVerdict.WORKS;
import static dev.lanyard.rules.HostVerdict.WORKS_WITH_WARNINGS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanyard.rules.Verdict.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HostMatrixTest {

    private static final HostPlatform[] ALL = {APPLE, WINDOWS, LINUX, ANDROID};

    private final Catalogue catalogue = new Catalogue(List.of(
            rule("ALL-01", Obligation.MUST, ALL),
            rule("ALL-02", Obligation.RECOMMENDED, ALL),
            rule("APPLE-01", Obligation.HOST_REQUIRED, APPLE),
            rule("WIN-01", Obligation.HOST_REQUIRED, WINDOWS),
            rule("WIN-02", Obligation.MUST, WINDOWS, LINUX),
            rule("NONE-01", Obligation.MUST),
            Rule.rule("BORNE-01", "It does.").obligation(Obligation.MUST, Source.of("a driver", "5.1"))
                    .hosts(APPLE, LINUX).tolerated(LINUX, "its driver never looks").remediation("Do it.")
                    .judgedBy(_ -> Finding.unseen("never"))));

    private static Rule rule(String id, Obligation obligation, HostPlatform... hosts) {
        return Rule.rule(id, "It does.").obligation(obligation, Source.of("a driver", "5.1")).hosts(hosts)
                .fieldFailures("owner/project#7").remediation("Do it.").judgedBy(_ -> Finding.unseen("never"));
    }

    /** Rules that are not named do not apply. */
    private HostMatrix matrix(Object... ruleThenKind) {
        List<Object> all = new ArrayList<>(List.of(ruleThenKind));
        catalogue.rules().stream().filter(rule -> !all.contains(rule.id())).forEach(rule ->
                all.addAll(List.of(rule.id(), Kind.NOT_APPLICABLE)));
        return judgedOnly(all.toArray());
    }

    /** Rules that are not named were not looked at. */
    private HostMatrix judgedOnly(Object... ruleThenKind) {
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < ruleThenKind.length; i += 2) {
            verdicts.add(new Verdict((String) ruleThenKind[i], (Kind) ruleThenKind[i + 1], "seen so", List.of()));
        }
        return HostMatrix.of(catalogue, verdicts);
    }

    private static List<HostVerdict> verdicts(HostMatrix matrix) {
        return matrix.columns().stream().map(HostMatrix.Column::verdict).toList();
    }

    private static List<String> deciding(HostMatrix matrix, HostPlatform host) {
        return matrix.column(host).orElseThrow().deciding().stream().map(row -> row.rule().id()).toList();
    }

    @Test
    void aRuleKeptSpeaksForEveryHostItLists() {
        HostMatrix matrix = matrix("ALL-01", Kind.PASS, "WIN-01", Kind.PASS);
        assertEquals(List.of(WORKS, WORKS, WORKS, WORKS), verdicts(matrix));
        assertEquals(List.of("ALL-01", "WIN-01"), deciding(matrix, WINDOWS));
        assertEquals(List.of("ALL-01"), deciding(matrix, ANDROID));
    }

    @Test
    void aBrokenBindingRuleFailsItsHostsOnly() {
        HostMatrix matrix = matrix("ALL-01", Kind.PASS, "APPLE-01", Kind.FAIL, "WIN-02", Kind.FAIL);
        assertEquals(List.of(FAILS, FAILS, FAILS, WORKS), verdicts(matrix));
        assertEquals(List.of("WIN-02"), deciding(matrix, LINUX));
    }

    @Test
    void whatAHostBearsWarnsThere() {
        HostMatrix matrix = matrix("ALL-01", Kind.PASS, "BORNE-01", Kind.FAIL);
        assertEquals(List.of(FAILS, WORKS, WORKS_WITH_WARNINGS, WORKS), verdicts(matrix));
        assertEquals(List.of("BORNE-01"), deciding(matrix, LINUX));
        assertEquals(Set.of(APPLE), matrix.findings().getFirst().affected());
        assertEquals(List.of(UNKNOWN, WORKS, WORKS, WORKS), verdicts(matrix("ALL-01", Kind.PASS, "BORNE-01",
                Kind.INCONCLUSIVE)));
    }

    @Test
    void whatAHostBearsWithOneDriverFailsWithAnother() {
        Catalogue drivers = new Catalogue(List.of(
                rule("DRIVER-01", Obligation.HOST_REQUIRED, LINUX),
                Rule.rule("BORNE-02", "It does.").obligation(Obligation.MUST, Source.of("a driver", "5.1"))
                        .hosts(APPLE, LINUX).toleratedWhere("DRIVER-01", LINUX, "one of its drivers never looks")
                        .remediation("Do it.").judgedBy(_ -> Finding.unseen("never"))));
        Map<Kind, HostVerdict> linux = new EnumMap<>(Kind.class);
        for (Kind driver : List.of(Kind.PASS, Kind.NOT_APPLICABLE, Kind.INCONCLUSIVE)) {
            HostMatrix matrix = HostMatrix.of(drivers, List.of(new Verdict("DRIVER-01", driver, "seen so", List.of()),
                    new Verdict("BORNE-02", Kind.FAIL, "seen so", List.of())));
            linux.put(driver, matrix.column(LINUX).orElseThrow().verdict());
            assertEquals(driver == Kind.PASS ? Set.of(APPLE) : Set.of(APPLE, LINUX),
                    matrix.findings().getFirst().affected());
        }
        assertEquals(Map.of(Kind.PASS, WORKS_WITH_WARNINGS, Kind.NOT_APPLICABLE, FAILS, Kind.INCONCLUSIVE, FAILS), linux);
    }

    @Test
    void aRuleForAllHostsFailsAllHosts() {
        assertEquals(List.of(FAILS, FAILS, FAILS, FAILS), verdicts(matrix("ALL-01", Kind.FAIL, "WIN-01", Kind.PASS)));
    }

    @Test
    void warningsAndKnownIssuesAreWarnings() {
        HostMatrix matrix = matrix("ALL-01", Kind.PASS, "ALL-02", Kind.WARN, "WIN-01", Kind.KNOWN_ISSUE);
        assertEquals(List.of(WORKS_WITH_WARNINGS, WORKS_WITH_WARNINGS, WORKS_WITH_WARNINGS, WORKS_WITH_WARNINGS),
                verdicts(matrix));
        assertEquals(List.of("ALL-02", "WIN-01"), deciding(matrix, WINDOWS));
    }

    @Test
    void aBindingRuleThatCouldNotBeJudgedMakesItsHostsUnknownUnlessSomethingFails() {
        HostMatrix matrix = matrix("ALL-01", Kind.INCONCLUSIVE, "ALL-02", Kind.WARN, "APPLE-01", Kind.FAIL);
        assertEquals(List.of(FAILS, UNKNOWN, UNKNOWN, UNKNOWN), verdicts(matrix));
        assertEquals(List.of("APPLE-01"), deciding(matrix, APPLE));
        assertEquals(List.of("ALL-01"), deciding(matrix, LINUX));
    }

    @Test
    void aRecommendationThatCouldNotBeJudgedDecidesNothing() {
        assertEquals(List.of(WORKS, WORKS, WORKS, WORKS),
                verdicts(matrix("ALL-01", Kind.PASS, "ALL-02", Kind.INCONCLUSIVE)));
    }

    @Test
    void aHostNoneOfWhoseRulesWasJudgedIsUnknown() {
        HostMatrix matrix = matrix("ALL-01", Kind.NOT_APPLICABLE, "APPLE-01", Kind.PASS, "NONE-01", Kind.FAIL);
        assertEquals(List.of(WORKS, UNKNOWN, UNKNOWN, UNKNOWN), verdicts(matrix));
        assertEquals(List.of(), deciding(matrix, WINDOWS));
        assertEquals("no rule counts here", matrix.column(LINUX).orElseThrow().reason());
    }

    @Test
    void aHostIsUnknownWhenFewerThanHalfOfItsRulesWereJudged() {
        HostMatrix matrix = judgedOnly("ALL-01", Kind.PASS, "ALL-02", Kind.WARN);
        // Of Android's two rules both, of Linux' and Apple's three two, of Windows' four two.
        assertEquals(List.of(WORKS_WITH_WARNINGS, WORKS_WITH_WARNINGS, WORKS_WITH_WARNINGS, WORKS_WITH_WARNINGS),
                verdicts(matrix));

        matrix = judgedOnly("ALL-01", Kind.PASS);
        assertEquals(List.of(UNKNOWN, UNKNOWN, UNKNOWN, WORKS), verdicts(matrix));
        assertEquals(List.of(), deciding(matrix, WINDOWS));
        assertEquals("only 1 of 4 rules judged, none broken", matrix.column(WINDOWS).orElseThrow().reason());
    }

    @Test
    void whatIsBrokenIsBrokenHoweverLittleWasJudged() {
        HostMatrix matrix = judgedOnly("WIN-01", Kind.FAIL);
        assertEquals(FAILS, matrix.column(WINDOWS).orElseThrow().verdict());
        assertEquals("only 1 of 4 rules judged, 1 broken", matrix.column(WINDOWS).orElseThrow().reason());
    }

    @Test
    void saysHowMuchWasLookedAt() {
        HostMatrix.Column windows = judgedOnly("ALL-01", Kind.PASS, "ALL-02", Kind.WARN, "WIN-01", Kind.NOT_APPLICABLE)
                .column(WINDOWS).orElseThrow();
        assertEquals("2 of 3 rules judged, none broken, 1 warning", windows.reason());

        windows = judgedOnly("ALL-01", Kind.PASS, "ALL-02", Kind.PASS, "WIN-01", Kind.INCONCLUSIVE).column(WINDOWS)
                .orElseThrow();
        assertEquals("2 of 4 rules judged, none broken; 1 could not be judged", windows.reason());

        assertEquals("2 of 7 rules judged, 1 does not apply, 1 could not be judged, 3 not looked at", judgedOnly(
                "ALL-01", Kind.PASS, "ALL-02", Kind.FAIL, "WIN-01", Kind.INCONCLUSIVE, "WIN-02", Kind.NOT_APPLICABLE)
                .coverage());
    }

    @Test
    void aWifiAwareDeviceHasTheColumnsOfItsPeersAlone() {
        List<HostPlatform> peers = List.of(HostPlatform.IOS_AWARE, HostPlatform.ANDROID_AWARE);
        Catalogue aware = Catalogue.concerning(List.of("NAN-DCEA-01"));
        HostMatrix matrix = HostMatrix.of(aware, List.of(new Verdict("NAN-DCEA-01", Kind.FAIL, "seen so", List.of())));
        assertEquals(peers, matrix.columns().stream().map(HostMatrix.Column::host).toList());
        assertEquals(List.of(FAILS, UNKNOWN), verdicts(matrix));
        assertEquals(Optional.empty(), matrix.column(APPLE));

        // The network behind a data path is judged by rules that no column of it counts.
        matrix = HostMatrix.of(Catalogue.concerning(List.of("NAN-APP-01", "NET-UDP-01")),
                List.of(new Verdict("NET-UDP-01", Kind.FAIL, "seen so", List.of())));
        assertEquals(peers, matrix.columns().stream().map(HostMatrix.Column::host).toList());
        assertEquals(List.of("NET-UDP-01"), matrix.findings().stream().map(row -> row.rule().id()).toList());
    }

    @Test
    void aUsbAccessoryHasTheColumnsOfUsbHostsAlone() {
        assertEquals(List.of(ALL), HostMatrix.of(Catalogue.concerning(List.of("CDC-NOTIF-01")), List.of()).columns()
                .stream().map(HostMatrix.Column::host).toList());
    }

    @Test
    void verdictsOnUnknownRulesCountNowhere() {
        assertEquals(List.of(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN), verdicts(judgedOnly("OLD-01", Kind.FAIL)));
    }

    @Test
    void whatRestsOnAThreadKeepsTheThread() {
        HostMatrix matrix = matrix("APPLE-01", Kind.FAIL, "ALL-01", Kind.FAIL);
        Map<String, String> reasons = new TreeMap<>();
        matrix.rows().forEach(row -> reasons.put(row.rule().id(), row.reason()));
        assertEquals("seen so (known from a driver 5.1, owner/project#7)", reasons.get("APPLE-01"));
        assertEquals("seen so", reasons.get("ALL-01"));
    }

    @Test
    void findingsComeByWhatTheyBreak() {
        HostMatrix matrix = matrix("ALL-02", Kind.WARN, "WIN-01", Kind.FAIL, "APPLE-01", Kind.FAIL,
                "WIN-02", Kind.FAIL, "ALL-01", Kind.FAIL, "NONE-01", Kind.FAIL);
        assertEquals(List.of("ALL-01", "WIN-02", "APPLE-01", "WIN-01", "NONE-01", "ALL-02"),
                matrix.findings().stream().map(row -> row.rule().id()).toList());
    }

    @Test
    void theWorstAttemptStandsForAllButWhatNobodyTriedDoesNot() {
        List<Judgement> judgements = List.of(judged("A", Kind.PASS, true), judged("A", Kind.FAIL, false),
                judged("B", Kind.PASS, false), judged("B", Kind.INCONCLUSIVE, false),
                judged("C", Kind.PASS, false), judged("C", Kind.INCONCLUSIVE, true),
                judged("D", Kind.INCONCLUSIVE, false),
                judged("E", Kind.NOT_APPLICABLE, true), judged("E", Kind.PASS, true),
                judged("F", Kind.WARN, true), judged("F", Kind.INCONCLUSIVE, true));
        assertEquals(List.of("A FAIL", "B PASS", "C INCONCLUSIVE", "D INCONCLUSIVE", "E PASS", "F WARN"),
                Judgement.worstByRule(judgements).stream().map(v -> v.rule() + " " + v.kind()).toList());
    }

    private static Judgement judged(String rule, Kind kind, boolean asked) {
        return new Judgement(new Verdict(rule, kind, "?", List.of()), asked);
    }
}
