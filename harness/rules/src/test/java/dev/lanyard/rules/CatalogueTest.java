package dev.lanyard.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Evidence;
import dev.lanyard.evidence.Recorded;
import dev.lanyard.wire.usb.UsbSpeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogueTest {

    private final Catalogue catalogue = Catalogue.standard();

    @Test
    void findsARuleById() {
        assertEquals("NCM-NTB-06", catalogue.require("NCM-NTB-06").id());
    }

    @Test
    void namesNearMisses() {
        assertEquals("NCM-NTB-06", catalogue.nearest("NCM-NTB-6").getFirst());
        assertEquals("CDC-NOTIF-01", catalogue.nearest("cdc_notify_01").getFirst());
        assertEquals(List.of(), catalogue.nearest("something else"));
        String message = assertThrows(IllegalArgumentException.class, () -> catalogue.require("HOST-WIN-4"))
                .getMessage();
        assertTrue(message.contains("HOST-WIN-4; near it: HOST-WIN-04"), message);
    }

    @Test
    void anUnknownRuleIsInconclusive() {
        List<Verdict> verdicts = catalogue.judge(List.of("NCM-NTB-99"), Evidence.of(List.of()), Declarations.NONE);
        assertEquals(Verdict.Kind.INCONCLUSIVE, verdicts.getFirst().kind());
        assertTrue(verdicts.getFirst().reason().contains("NCM-NTB-09"), verdicts.getFirst().reason());
    }

    @Test
    void whatOnlyTransfersShowDoesNotConcernAnAccessoryThatTheSystemDrives() {
        List<Recorded> events = List.of(new Recorded(1, 0, "kernel",
                new Event.Attached("net:usb:1-1", 0x1209, 1, UsbSpeed.HIGH)));

        List<Verdict> verdicts = catalogue.judge(List.of("CDC-NOTIF-01", "NET-UDP-01"), Evidence.of(events),
                Declarations.NONE);

        assertEquals(List.of(Verdict.Kind.NOT_APPLICABLE, Verdict.Kind.INCONCLUSIVE),
                verdicts.stream().map(Verdict::kind).toList());
        assertTrue(verdicts.getFirst().reason().contains("operating system's driver"), verdicts.toString());
    }

    @Test
    void everyRuleIsComplete() {
        for (Rule rule : catalogue.rules()) {
            assertTrue(rule.id().matches("[A-Z0-9]+(-[A-Z0-9]+)*-[0-9]{2}"), rule.id());
            assertTrue(rule.sentence().endsWith("."), rule.id());
            assertTrue(rule.remediation().endsWith("."), rule.id());
            assertFalse(rule.source().document().isBlank(), rule.id());
            rule.fieldFailures().forEach(thread -> assertTrue(thread.matches("[\\w.-]+/[\\w.-]+#\\d+"), thread));
        }
    }

    @Test
    void twoRulesOfOneIdAreRefused() {
        Rule rule = catalogue.rules().getFirst();
        assertThrows(IllegalArgumentException.class, () -> new Catalogue(List.of(rule, rule)));
    }

    @Test
    void aJudgeThatThrowsIsAFaultOfTheHarnessAndNotOfTheAccessory() {
        Rule rule = Rule.rule("X-01", "It fails.").obligation(Obligation.MUST, Source.of("test", ""))
                .remediation("None.").judgedBy(_ -> {
                    throw new IllegalStateException("boom");
                });
        Verdict verdict = new Catalogue(List.of(rule)).judge(List.of("X-01"), Evidence.of(List.of()), Declarations.NONE)
                .getFirst();
        assertEquals(Verdict.Kind.INCONCLUSIVE, verdict.kind());
        assertTrue(verdict.reason().contains("fault of the harness"), verdict.reason());
    }

    @Test
    void muchEvidenceIsJudgedAsLittleIs() {
        List<Recorded> events = new ArrayList<>(Session.ncm().play());
        Recorded last = events.getLast();
        List<String> ids = Catalogue.standard().rules().stream().map(Rule::id).toList();
        List<Verdict> little = Catalogue.standard().judge(ids, Evidence.of(events), Declarations.NONE);
        while (events.size() < 25_000) {
            events.add(new Recorded(events.size() + 1L, last.nanos(), "test",
                    new Event.Measurement("nothing", Map.of())));
        }
        assertEquals(little, Catalogue.standard().judge(ids, Evidence.of(events), Declarations.NONE));
    }
}
