package dev.lanyard.rules;

import static dev.lanyard.rules.RuleCase.fails;
import static dev.lanyard.rules.RuleCase.judge;
import static dev.lanyard.rules.RuleCase.octet;
import static dev.lanyard.rules.RuleCase.unseen;
import static dev.lanyard.rules.RuleCase.warns;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Evidence;
import dev.lanyard.rules.Verdict.Kind;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.dhcp.DhcpOption;
import dev.lanyard.wire.ntb.NtbEdit;
import dev.lanyard.wire.ntb.NtbEdit.EntryField;
import dev.lanyard.wire.ntb.NtbEdit.HeaderField;
import dev.lanyard.wire.ntb.NtbFormat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule with evidence that keeps it and evidence that breaks it, and nothing else. */
class SeedRulesTest {

    private static final Set<String> NCM_ONLY = Set.of("HOST-APPLE-02", "HOST-WIN-01", "HOST-WIN-02", "HOST-WIN-04",
            "HOST-LINUX-02", "HOST-LINUX-03", "CDC-NOTIF-04");
    /** One plain session does not show everything, but no less than this. */
    private static final int KEPT_AT_LEAST = 75;

    static Stream<RuleCase> cases() {
        return Stream.of(
                fails("USB-CFG-01", "last bLength + 1", s -> s.configuration = octet(s.configuration, 87, 8),
                        "bLength is 8"),
                fails("USB-CFG-01", "bLength 0", s -> s.configuration = octet(s.configuration, 80, 0), "bLength is 0",
                        "HOST-LINUX-02"),
                fails("USB-CFG-01", "wTotalLength too large", s -> s.configuration = octet(s.configuration, 2, 100),
                        "100"),
                fails("USB-CFG-02", "bNumInterfaces 1", s -> s.configuration = octet(s.configuration, 4, 1),
                        "bNumInterfaces is 1, but the interfaces are [0, 1]"),
                fails("USB-CFG-02", "alternate settings 0 and 2", s -> s.configuration = octet(s.configuration, 74, 2),
                        "of interface 1 are [0, 2]", "ECM-REQ-10"),
                unseen("USB-CFG-02", "the chain is broken", s -> s.configuration = octet(s.configuration, 80, 0),
                        "USB-CFG-01"),
                fails("ECM-DESC-06", "twelve octets", s -> s.configuration = withoutLastEthernetOctet(s.configuration),
                        "bFunctionLength 12"),
                fails("ECM-DESC-06", "none", s -> s.configuration = octet(s.configuration, 38, 0x40), "there are 0"),
                fails("ECM-DESC-08", "13 digits", s -> s.mac = "0211223344600", "\"0211223344600\""),
                fails("ECM-DESC-08", "colons", s -> s.mac = "02:11:22:33:44:60", "02:11"),
                fails("ECM-DESC-08", "hostile text", s -> s.mac = "\u001b[2J", "\\u{1b}[2J"),
                unseen("ECM-DESC-08", "never read", s -> s.macReads = 0, "string 6, which iMACAddress names"),
                fails("CDC-NOTIF-01", "never sent", s -> s.notifications.clear(), "none came in"),
                fails("CDC-NOTIF-01", "too late", s -> s.notificationDelayMillis = 1500, "it came after 150"),
                unseen("CDC-NOTIF-01", "the link is down", s -> s.notifications = List.of(Session.DISCONNECTED),
                        "link was down"),
                unseen("CDC-NOTIF-01", "nobody listened", s -> {
                    s.notifications.clear();
                    s.reader = false;
                }, "nobody read"),
                unseen("CDC-NOTIF-01", "left too early", s -> {
                    s.notifications.clear();
                    s.openMillis = 500;
                }, "before 1000 ms had passed"),
                fails("CDC-NOTIF-02", "wIndex of the data interface",
                        s -> s.notifications.set(1, "a100010001000000"), "wIndex is 1"),
                fails("CDC-NOTIF-02", "wValue 2", s -> s.notifications.set(1, "a100020000000000"), "wValue is 2"),
                fails("CDC-NOTIF-02", "wLength 1", s -> s.notifications.set(1, "a10001000000010000"), "wLength is 1"),
                fails("CDC-NOTIF-02", "garbage", s -> s.notifications.add("deadbeef"), "deadbeef"),
                fails("CDC-NOTIF-03", "wLength 0", s -> s.notifications.set(0, "a12a000000000000"), "wLength 0"),
                fails("CDC-NOTIF-03", "never sent", s -> s.notifications.remove(0), "no ConnectionSpeedChange"),
                fails("CDC-NOTIF-04", "reversed", s -> s.notifications = s.notifications.reversed(),
                        "NetworkConnection came before"),
                warns("CDC-NOTIF-05", "rates 0", s -> s.notifications.set(0, "a12a0000000008000000000000000000"),
                        "0 and 0"),
                warns("CDC-NOTIF-05", "unequal rates", s -> s.notifications.set(0, "a12a0000000008000000641900006418"),
                        "425984000 and 409206784"),
                fails("NCM-REQ-01", "26 octets", s -> s.ntbParameters = s.ntbParameters.truncate(26), "26 octets"),
                fails("NCM-REQ-01", "stalled", s -> s.ntbParametersStatus = "STALL", "STALL", "HOST-LINUX-02"),
                unseen("NCM-REQ-01", "withdrawn", s -> s.ntbParametersStatus = "CANCELLED", "not asked for"),
                fails("NCM-NTB-01", "wHeaderLength 16", s -> edit(s, e -> e.header(HeaderField.HEADER_LENGTH, 16)),
                        "wHeaderLength is 16"),
                fails("NCM-NTB-01", "table index past the end",
                        s -> edit(s, e -> e.header(HeaderField.NDP_INDEX, 4000)),
                        "NDP index 4000"),
                fails("NCM-NTB-01", "the other format", s -> s.blocks.set(1,
                        Session.block(NtbFormat.NTB32).add(Session.REPORT_FRAME).sequence(1).build()),
                        "the block is NTB32, selected was NTB16"),
                fails("NCM-NTB-02", "wBlockLength + 100", s -> edit(s, e -> e.header(HeaderField.BLOCK_LENGTH, 328)),
                        "block length 328"),
                fails("NCM-NTB-02", "two octets behind the block",
                        s -> s.blocks.set(1, s.blocks.get(1).concat(Bytes.of(0, 0))), "2 octets follow"),
                fails("NCM-NTB-06", "none", s -> s.blocks.set(1, Session.block(NtbFormat.NTB16).nullEntry(false)
                        .sequence(1).add(Session.REPORT_FRAME).add(Session.REPORT_FRAME).build()), "no null entry"),
                fails("NCM-NTB-09", "overlap", s -> edit(s, e -> e.entry(0, 1, EntryField.DATAGRAM_INDEX, 62)),
                        "begins inside"),
                fails("NCM-NTB-09", "outside", s -> edit(s, e -> e.entry(0, 1, EntryField.DATAGRAM_LENGTH, 1000)),
                        "reaches past"),
                fails("HOST-APPLE-02", "D0 clear", s -> s.configuration = octet(s.configuration, 54, 0x10),
                        "bmNetworkCapabilities is 0x10"),
                fails("HOST-WIN-04", "divisor 1", s -> s.ntbParameters = octet(s.ntbParameters, 20, 1),
                        "wNdpOutDivisor is 1", "HOST-LINUX-03"),
                fails("HOST-WIN-04", "divisor 12", s -> s.ntbParameters = octet(s.ntbParameters, 8, 12),
                        "wNdpInDivisor is 12", "HOST-LINUX-03", "NCM-NTB-08"),
                fails("NET-DHCP-02", "another xid", s -> s.dhcpXid = 9, "no request has its xid 0x00000009",
                        "NET-DHCP-01"),
                fails("NET-DHCP-02", "op 1", s -> s.dhcpOp = 1, "op is 1"),
                fails("NET-DHCP-02", "no lease time", s -> s.leaseTime = false, "option 51 is missing"),
                warns("NET-DHCP-06", "offers a router", s -> s.offer = b -> b.option(DhcpOption.ROUTER,
                        Session.address(192, 168, 7, 1)), "a router (option 3)"),
                fails("NET-UDP-01", "one size lost", s -> s.echoLosses.add(470), "payloads of 470 octets"),
                fails("NET-UDP-01", "nothing returned", s -> s.echoLosses.addAll(s.echoSizes), "0, 1, 17"),
                unseen("NET-UDP-01", "a critical size not tried", s -> s.echoSizes.remove(Integer.valueOf(1472)),
                        "1472 octets were not tried"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void noticesWhatBreaksIt(RuleCase ruleCase) {
        ruleCase.check();
    }

    @Test
    void aGoodNcmAccessoryBreaksNothingAndKeepsWhatASessionShows() {
        Map<String, Verdict> verdicts = judge(Session.ncm().evidence(), Declarations.NONE);
        verdicts.values().forEach(verdict -> {
            assertTrue(verdict.kind() != Kind.FAIL && verdict.kind() != Kind.WARN, verdict::toString);
            assertEquals(verdict.kind() != Kind.PASS, verdict.proof().isEmpty(), verdict::toString);
        });
        assertTrue(kept(verdicts) >= KEPT_AT_LEAST, () -> kept(verdicts) + " rules are kept");
    }

    private static long kept(Map<String, Verdict> verdicts) {
        return verdicts.values().stream().filter(verdict -> verdict.kind() == Kind.PASS).count();
    }

    @Test
    void rulesOfNcmDoNotConcernEcm() {
        Map<String, Verdict> verdicts = judge(Session.ecm().evidence(), Declarations.NONE);
        verdicts.values().forEach(verdict -> {
            boolean ncm = verdict.rule().startsWith("NCM-") || NCM_ONLY.contains(verdict.rule());
            assertTrue(!ncm || verdict.kind() == Kind.NOT_APPLICABLE, verdict::toString);
            assertEquals(verdict.rule().equals("HOST-WIN-07"), verdict.kind() == Kind.WARN, verdict::toString);
            assertTrue(verdict.kind() != Kind.FAIL, verdict::toString);
        });
    }

    @Test
    void nothingSeenIsNeverAPass() {
        judge(Evidence.of(List.of()), Declarations.NONE).values().forEach(verdict -> {
            assertTrue(verdict.kind() == Kind.INCONCLUSIVE || verdict.kind() == Kind.NOT_APPLICABLE,
                    verdict::toString);
            assertTrue(verdict.kind() == Kind.NOT_APPLICABLE
                    || verdict.reason().contains("the timeline ends after event 0"), verdict::reason);
        });
    }

    @Test
    void aBlindHarnessDoesNotSayThatNothingHappened() {
        Session session = Session.ncm();
        session.event(new Event.Note(Event.Severity.BLIND, "the capture stopped"));
        Map<String, Verdict> verdicts = judge(session.evidence(), Declarations.NONE);
        assertEquals(Kind.INCONCLUSIVE, verdicts.get("NCM-NTB-09").kind());
        assertTrue(verdicts.get("NCM-NTB-09").reason().endsWith("the harness was blind: the capture stopped"));
        assertEquals(Kind.PASS, verdicts.get("USB-CFG-01").kind(), "what was read was read");
    }

    @Test
    void declarationsChangeWhatIsAsked() {
        Session late = Session.ncm();
        late.notificationDelayMillis = 1500;
        late.notifications.set(0, "a12a0000000008000000641900006418");
        late.offer = b -> b.option(DhcpOption.ROUTER, Session.address(192, 168, 7, 1));
        Map<String, Verdict> verdicts = judge(late.evidence(), new Declarations(Duration.ofSeconds(2), true, true,
                Optional.empty()));
        assertEquals(Kind.PASS, verdicts.get("CDC-NOTIF-01").kind());
        assertEquals(Kind.PASS, verdicts.get("CDC-NOTIF-05").kind());
        assertEquals(Kind.NOT_APPLICABLE, verdicts.get("NET-DHCP-06").kind());
    }

    @Test
    void aCoalescedReadHoldsTwoNotifications() {
        Session session = Session.ncm();
        session.notifications = List.of(Session.SPEED + Session.CONNECTED);
        Map<String, Verdict> verdicts = judge(session.evidence(), Declarations.NONE);
        assertEquals(Kind.PASS, verdicts.get("CDC-NOTIF-04").kind());
        assertEquals(Kind.PASS, verdicts.get("CDC-NOTIF-01").kind());
    }

    @Test
    void anAccessoryIsNotLateWhileNobodyListens() {
        Session session = Session.ncm();
        session.notificationDelayMillis = 1500;
        session.listensAfterMillis = 1400;
        assertEquals(Kind.PASS, judge(session.evidence(), Declarations.NONE).get("CDC-NOTIF-01").kind());
    }

    @Test
    void aConnectionThatWasOnItsWayBeforeTheSpeedIsNoReversal() {
        Session session = Session.ncm();
        session.notifications = List.of(Session.CONNECTED, Session.SPEED, Session.CONNECTED);
        assertEquals(Kind.PASS, judge(session.evidence(), Declarations.NONE).get("CDC-NOTIF-04").kind());
    }

    private static void edit(Session session, java.util.function.UnaryOperator<NtbEdit> change) {
        session.blocks.set(1, change.apply(NtbEdit.of(session.blocks.get(1))).build());
    }

    /** The Ethernet descriptor begins at 36; wTotalLength follows. */
    private static Bytes withoutLastEthernetOctet(Bytes configuration) {
        Bytes shorter = configuration.slice(0, 48).concat(configuration.from(49));
        return octet(octet(shorter, 36, 12), 2, shorter.length());
    }
}
