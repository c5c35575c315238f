package dev.lanyard.rules;

import static dev.lanyard.rules.RuleCase.fails;
import static dev.lanyard.rules.RuleCase.notApplicable;
import static dev.lanyard.rules.RuleCase.passes;
import static dev.lanyard.rules.RuleCase.unseen;
import static dev.lanyard.rules.RuleCase.warns;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ntb.NtbForm;
import dev.lanyard.wire.ntb.NtbFormat;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the host sends in bulk transfers, what the accessory makes of it, and how transfers end. */
class OutRulesTest {

    static Stream<RuleCase> cases() {
        return Stream.of(frames(), blocks(), malformed(), transfers()).flatMap(cases -> cases);
    }

    private static Consumer<Session> traffic(Consumer<EchoTraffic> made) {
        return session -> session.traffic = s -> made.accept(new EchoTraffic(s));
    }

    private static void everyLength(EchoTraffic t, int lost) {
        t.ordinary(true).plain(42, true, 1);
        for (int length = 64; length <= 1472; length += 64) {
            t.plain(length, length != lost, 1);
        }
        t.plain(1514, true, 1);
    }

    private static Stream<RuleCase> frames() {
        return Stream.of(
                fails("ECM-DATA-01", "512 lost", traffic(t -> everyLength(t, 512)), "frames of 512 octets").ecm(),
                passes("ECM-DATA-01", "all", traffic(t -> everyLength(t, 0)), "were answered").ecm(),
                unseen("ECM-DATA-01", "one length", traffic(t -> t.ordinary(true)), "lengths that matter").ecm(),
                unseen("ECM-DATA-01", "nothing works", traffic(t -> t.ordinary(false).plain(512, false, 1)),
                        "lengths that matter").ecm(),
                fails("ECM-DATA-03", "octet behind 512", traffic(t -> t.ordinary(true).ecm(512, 1, 1, false)),
                        "of 512 octets without it").ecm(),
                fails("ECM-DATA-03", "zero cut off", traffic(t -> t.ordinary(true).ecm(512, 1, 1, true)
                        .ecm(512, 0, 1, true).ecm(513, 0, 0, false)), "end in a zero octet of their own", "ECM-DATA-01")
                        .ecm(),
                passes("ECM-DATA-03", "tolerated", traffic(t -> t.ordinary(true).ecm(512, 1, 1, true)), "512 octets")
                        .ecm(),
                notApplicable("ECM-DATA-03", "NCM", s -> { }, "the function is NCM"),
                fails("ECM-DATA-04", "wedged", traffic(t -> t.ordinary(true).octets(Bytes.EMPTY, "OK", 1)
                        .ordinary(false)), "after zero-length packets no echo request").ecm(),
                fails("ECM-DATA-04", "stalled", traffic(t -> t.ordinary(true).octets(Bytes.EMPTY, "STALL", 1)
                        .ordinary(true)), "refused by a stall").ecm(),
                passes("ECM-DATA-04", "ignored", traffic(t -> t.ordinary(true).octets(Bytes.EMPTY, "OK", 1)
                        .ordinary(true)), "after 1 zero-length"),
                unseen("ECM-DATA-04", "dead before", traffic(t -> t.ordinary(false).octets(Bytes.EMPTY, "OK", 1)
                        .ordinary(false)), "no zero-length packets were sent"),
                warns("ECM-DATA-09", "wedged", traffic(t -> t.ordinary(true).ecm(1515, 0, 1, false).ordinary(false)),
                        "after frames of more than 1514 octets").ecm(),
                warns("ECM-DATA-09", "wedged by a datagram", traffic(t -> t.ordinary(true)
                        .block(NtbForm.PLAIN, 1, 1515, 0, 1).ordinary(false)), "after frames of more than 1514"),
                passes("ECM-DATA-09", "dropped", traffic(t -> t.ordinary(true).ecm(1515, 0, 1, false).ordinary(true)),
                        "after 1 frames").ecm(),
                warns("ECM-DATA-10", "wedged", traffic(t -> t.ordinary(true).octets(Bytes.wrap(new byte[13]), "OK", 1)
                        .ordinary(false)), "after frames of less than 14").ecm(),
                passes("ECM-DATA-10", "dropped", traffic(t -> t.ordinary(true).block(NtbForm.DATAGRAM_SHORT, 1, 0)
                        .ordinary(true)), "after 1 frames"));
    }

    private static RuleCase lost(String rule, NtbForm form, int datagrams, int answers, String reason) {
        return fails(rule, "lost", traffic(t -> t.ordinary(true).block(form, datagrams, answers).ordinary(true)), reason);
    }

    private static RuleCase taken(String rule, NtbForm form, int datagrams) {
        return passes(rule, "taken", traffic(t -> t.ordinary(true).block(form, datagrams, datagrams)), "answered");
    }

    private static Stream<RuleCase> blocks() {
        return Stream.of(
                lost("NCM-NTB-14", NtbForm.TABLE_FIRST, 1, 0, "table stands first went unanswered"),
                taken("NCM-NTB-14", NtbForm.TABLE_FIRST, 1),
                unseen("NCM-NTB-14", "one place", traffic(t -> t.ordinary(true)), "in one place"),
                lost("NCM-NTB-15", NtbForm.PLAIN, 3, 1, "blocks of 3 datagrams went unanswered"),
                taken("NCM-NTB-15", NtbForm.PLAIN, 3),
                warns("NCM-NTB-16", "lost", traffic(t -> t.ordinary(true).block(NtbForm.TWO_TABLES, 2, 1)),
                        "chained tables went unanswered"),
                taken("NCM-NTB-16", NtbForm.TWO_TABLES, 2),
                lost("NCM-NTB-17", NtbForm.UNNAMED_LENGTH, 1, 0, "blocks of length 0"),
                taken("NCM-NTB-17", NtbForm.UNNAMED_LENGTH, 1),
                lost("NCM-NTB-18", NtbForm.EXTRA_OCTET, 1, 0, "one octet behind them"),
                taken("NCM-NTB-18", NtbForm.EXTRA_OCTET, 1),
                fails("NCM-NTB-19", "lost", traffic(t -> t.ordinary(true).block(NtbForm.FAR_TABLE, 1, 0)),
                        "blocks of 3 packets"),
                taken("NCM-NTB-19", NtbForm.FAR_TABLE, 1),
                lost("NCM-NTB-20", NtbForm.FILLED, 1, 0, "filled up with zeros went unanswered"),
                taken("NCM-NTB-20", NtbForm.FILLED, 1),
                lost("HOST-LINUX-04", NtbForm.FILLED, 1, 0, "NCM-NTB-20").withAlso("NCM-NTB-20"),
                taken("HOST-LINUX-04", NtbForm.FILLED, 1).withReason("all hold"),
                lost("NCM-NTB-22", NtbForm.LARGEST, 1, 0, "blocks of 16384 octets"),
                taken("NCM-NTB-22", NtbForm.LARGEST, 1),
                unseen("NCM-NTB-22", "limit not known", s -> {
                    s.ntbParametersStatus = "CANCELLED";
                    traffic(t -> t.ordinary(true).block(NtbForm.LARGEST, 1, 1)).accept(s);
                }, "limits are not known"),
                unseen("NCM-NTB-20", "not tried", traffic(t -> t.ordinary(true)), "no such block"),
                notApplicable("NCM-NTB-20", "ECM", s -> { }, "the function is ECM").ecm());
    }

    private static Stream<RuleCase> malformed() {
        return Stream.of(
                fails("NCM-NTB-21", "leak", traffic(t -> {
                    t.ordinary(true).block(NtbForm.TABLE_LENGTH, 1, 0).ordinary(true);
                    for (int i = 0; i < 9; i++) {
                        t.block(NtbForm.HEADER_SIGNATURE, 1, 0);
                    }
                    t.ordinary(false);
                }), "after malformed blocks (2 of them) no echo request"),
                unseen("NCM-NTB-21", "too few", traffic(t -> t.ordinary(true).block(NtbForm.TABLE_LENGTH, 1, 0)
                        .ordinary(true)), "10 are needed"),
                passes("NCM-NTB-21", "survived", traffic(t -> {
                    t.ordinary(true);
                    for (int i = 0; i < 10; i++) {
                        t.block(NtbForm.TABLE_LENGTH, 1, 0);
                    }
                    t.ordinary(true);
                }), "after 10 malformed blocks"),
                fails("NCM-NTB-23", "taken", traffic(t -> t.ordinary(true).block(NtbForm.OTHER_FORMAT, 1, 1)),
                        "a block of NTB32 was answered"),
                passes("NCM-NTB-23", "dropped", traffic(t -> t.ordinary(true).block(NtbForm.OTHER_FORMAT, 1, 0)),
                        "no echo request in a block of the other format"),
                unseen("NCM-NTB-23", "not tried", traffic(t -> t.ordinary(true)), "no block of the other format"));
    }

    private static Bytes block(int frameLength) {
        return Session.block(NtbFormat.NTB16).sequence(2).add(Bytes.wrap(new byte[frameLength])).build();
    }

    private static Stream<RuleCase> transfers() {
        return Stream.of(
                fails("ECM-DATA-02", "glued", traffic(t -> t.read(t.reply(512).concat(t.reply(98)))),
                        "a frame of 512 octets and the next one").ecm(),
                passes("ECM-DATA-02", "ended", traffic(t -> t.read(t.reply(512))), "1 frames").ecm(),
                unseen("ECM-DATA-02", "no such length", traffic(t -> t.read(t.reply(98))), "none of the frames").ecm(),
                fails("NCM-NTB-13", "glued", traffic(t -> t.read(block(482).concat(block(60)))),
                        "a block of 512 octets and the next one", "NCM-NTB-02"),
                passes("NCM-NTB-13", "ended", traffic(t -> t.read(block(482))), "1 blocks"),
                unseen("NCM-NTB-13", "no such length", s -> { }, "none of the blocks"),
                warns("NCM-NTB-24", "held", traffic(t -> {
                    for (int i = 0; i < 6; i++) {
                        t.plain(98, true, 200);
                    }
                }), "took 20"),
                passes("NCM-NTB-24", "at once", traffic(t -> {
                    for (int i = 0; i < 6; i++) {
                        t.ordinary(true);
                    }
                }), "lone echo requests took"),
                unseen("NCM-NTB-24", "too few", traffic(t -> t.ordinary(true)), "fewer than 5"),
                fails("NCM-NTB-25", "two seconds", traffic(t -> t.octets(block(60), "OK", 2000)), "waited 2000"),
                passes("NCM-NTB-25", "load", traffic(OutRulesTest::load), "under a load of 1000"),
                unseen("NCM-NTB-25", "no load", traffic(t -> t.ordinary(true)), "no load"),
                fails("HOST-LINUX-05", "stopped", traffic(t -> t.octets(block(60), "TIMEOUT", 5000)), "waited 5000",
                        "NCM-NTB-25"),
                passes("HOST-LINUX-05", "load", traffic(OutRulesTest::load), "under a load of 1000").ecm());
    }

    private static void load(EchoTraffic t) {
        for (int i = 0; i < 1000; i++) {
            t.plain(98, true, 1);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void judges(RuleCase ruleCase) {
        ruleCase.check();
    }
}
