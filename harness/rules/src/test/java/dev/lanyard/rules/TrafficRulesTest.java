package dev.lanyard.rules;

import static dev.lanyard.rules.RuleCase.fails;
import static dev.lanyard.rules.RuleCase.octet;
import static dev.lanyard.rules.RuleCase.parameters;
import static dev.lanyard.rules.RuleCase.passes;
import static dev.lanyard.rules.RuleCase.unseen;
import static dev.lanyard.rules.RuleCase.warns;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import dev.lanyard.wire.ntb.Ntb;
import dev.lanyard.wire.ntb.NtbBuilder;
import dev.lanyard.wire.ntb.NtbEdit;
import dev.lanyard.wire.ntb.NtbEdit.EntryField;
import dev.lanyard.wire.ntb.NtbEdit.HeaderField;
import dev.lanyard.wire.ntb.NtbEdit.NdpField;
import dev.lanyard.wire.ntb.NtbFormat;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** NTB parameters, notifications, frames and transfer blocks. */
class TrafficRulesTest {

    /** From the accessory to the host, 60 octets. */
    private static final Bytes FRAME = Session.HOST.bytes().concat(Session.ACCESSORY.bytes())
            .concat(Bytes.of(0x88, 0xB5)).concat(Bytes.wrap(new byte[46]));
    /** CRC-32 of {@link #FRAME} as it stands on the wire, computed by zlib's crc32. */
    private static final Bytes FRAME_FCS = Bytes.hex("1c4c2101");

    static Stream<RuleCase> cases() {
        return Stream.of(ntbParameters(), notifications(), frames(), blocks()).flatMap(cases -> cases);
    }

    private static Stream<RuleCase> ntbParameters() {
        return Stream.of(
                fails("NCM-REQ-02", "64 octets", s -> {
                    s.otherLength = 64;
                    s.otherAnswer = 64;
                }, "wLength 64 was answered with 64 octets"),
                fails("NCM-REQ-02", "less than asked for", s -> {
                    s.otherLength = 8;
                    s.otherAnswer = 4;
                }, "wLength 8 was answered with 4 octets"),
                passes("NCM-REQ-02", "cut", s -> {
                    s.otherLength = 8;
                    s.otherAnswer = 8;
                }, "1 of 1 requests"),
                unseen("NCM-REQ-02", "28 alone", s -> { }, "only asked for with wLength 28"),
                fails("NCM-REQ-03", "NTB32 alone", parameters(2, 2), "0x0002"),
                fails("NCM-REQ-03", "a reserved bit", parameters(2, 5), "0x0005"),
                fails("NCM-REQ-04", "1024", parameters(17, 4), "dwNtbOutMaxSize is 1024", "HOST-LINUX-03"),
                fails("NCM-REQ-05", "131072 without NTB32", s -> {
                    parameters(18, 2).accept(s);
                    parameters(2, 1).accept(s);
                }, "without NTB32"),
                passes("NCM-REQ-05", "131072 with NTB32", parameters(18, 2), "1 of 1"),
                fails("NCM-REQ-06", "3", parameters(24, 3), "wNdpOutAlignment is 3", "HOST-LINUX-03"),
                fails("NCM-REQ-06", "0", parameters(12, 0), "wNdpInAlignment is 0", "HOST-LINUX-03"),
                fails("NCM-REQ-07", "remainder 5 of 4", parameters(22, 5),
                        "wNdpOutDivisor is 4 and wNdpOutPayloadRemainder 5", "HOST-LINUX-03"),
                fails("NCM-REQ-07", "divisor 0", parameters(20, 0), "wNdpOutDivisor is 0", "HOST-LINUX-03",
                        "HOST-WIN-04"));
    }

    private static Stream<RuleCase> notifications() {
        return Stream.of(
                warns("CDC-NOTIF-06", "1 Gbit/s", s -> s.notifications.set(0, "a12a00000000080000ca9a3b00ca9a3b"),
                        "1000000000 and 1000000000 bit/s, the bus carries 480000000"),
                warns("CDC-NOTIF-10", "six at once",
                        s -> s.idleNotifications = Collections.nCopies(6, Session.DISCONNECTED),
                        "6 notifications came within a second"),
                unseen("CDC-NOTIF-10", "never listened", s -> s.idleNotifications = List.of(Session.DISCONNECTED),
                        "not read for a whole second"),
                passes("CDC-NOTIF-10", "listened", s -> s.idleListenMillis = 1500, "no second"),
                fails("CDC-NOTIF-13", "SERIAL_STATE", s -> s.notifications.add("a1200000000002000000"),
                        "its code is 0x20"));
    }

    private static Stream<RuleCase> frames() {
        return Stream.of(
                fails("ECM-DATA-05", "a frame", s -> s.idleData = List.of(FRAME), "60 octets came").ecm(),
                passes("ECM-DATA-05", "nothing", s -> s.idleData = List.of(Bytes.EMPTY), "keep it"),
                unseen("ECM-DATA-05", "nobody read", s -> { }, "nobody read"),
                fails("ECM-DATA-06", "FCS", s -> s.frames = List.of(FRAME, FRAME.concat(FRAME_FCS)),
                        "1 of 12 frames").ecm(),
                unseen("ECM-DATA-06", "no frames", s -> s.received = false, "no frame came"),
                fails("ECM-DATA-07", "two sources", s -> s.frames = List.of(octet(FRAME, 11, 0x77)),
                        "frames come from 2 addresses"),
                fails("ECM-DATA-07", "a group as source", s -> s.source = new MacAddress(0x01005E000001L),
                        "comes from 01:00:5e:00:00:01"),
                fails("ECM-DATA-07", "to somebody else", s -> s.frames = List.of(octet(FRAME, 5, 0x77)),
                        "a frame goes to 00:00:5e:00:53:77, the host has 00:00:5e:00:53:10"),
                passes("ECM-DATA-07", "to a group", s -> s.frames = List.of(octet(FRAME, 0, 1)), "or to groups"),
                fails("ECM-DATA-08", "1515", s -> s.frames = List.of(FRAME.concat(Bytes.wrap(new byte[1455]))),
                        "1515 octets, wMaxSegmentSize is 1514"));
    }

    private static Stream<RuleCase> blocks() {
        return Stream.of(
                fails("NCM-NTB-03", "over dwNtbInMaxSize", s -> s.blocks.set(1, longBlock(12)),
                        "the input size is 16384"),
                unseen("NCM-NTB-03", "no parameters", s -> s.ntbParametersStatus = "CANCELLED", "limits are not known"),
                warns("NCM-NTB-04", "always 0", edit(e -> e.header(HeaderField.SEQUENCE, 0)), "wSequence is 0, not 1"),
                warns("NCM-NTB-04", "begins at 7", s -> {
                    s.blocks.set(0, NtbEdit.of(s.blocks.get(0)).header(HeaderField.SEQUENCE, 7).build());
                    s.blocks.set(1, NtbEdit.of(s.blocks.get(1)).header(HeaderField.SEQUENCE, 8).build());
                }, "wSequence is 7, not 0"),
                fails("NCM-NTB-05", "18", edit(e -> e.ndp(0, NdpField.LENGTH, 22)), "wLength 22"),
                fails("NCM-NTB-07", "alignment 32", parameters(12, 32), "not at a multiple of 32"),
                warns("NCM-NTB-08", "remainder 1", parameters(10, 1), "modulo 4 is not 1"),
                fails("NCM-NTB-10", "8 octets", edit(e -> e.entry(0, 1, EntryField.DATAGRAM_LENGTH, 8)),
                        "datagram of 8 octets"),
                fails("NCM-NTB-10", "1515 octets", s -> s.blocks.set(1, Session.block(NtbFormat.NTB16).sequence(1)
                        .add(Bytes.wrap(new byte[1515])).build()), "1515 octets, wMaxSegmentSize is 1514"),
                fails("NCM-NTB-11", "loop", s -> s.blocks.set(1, looping(s.blocks.get(1))), "was visited before"),
                fails("NCM-NTB-12", "NCM1 with CRC off", edit(e -> e.ndp(0, NdpField.SIGNATURE, 0x314D434E)),
                        "0x314d434e, not 0x304d434e"));
    }

    private static java.util.function.Consumer<Session> edit(UnaryOperator<NtbEdit> change) {
        return session -> session.blocks.set(1, change.apply(NtbEdit.of(session.blocks.get(1))).build());
    }

    private static Bytes longBlock(int frames) {
        NtbBuilder builder = Session.block(NtbFormat.NTB16).sequence(1);
        for (int i = 0; i < frames; i++) {
            builder.add(Bytes.wrap(new byte[1514]));
        }
        return builder.build();
    }

    private static Bytes looping(Bytes block) {
        return NtbEdit.of(block).ndp(0, NdpField.NEXT_NDP_INDEX, Ntb.decode(block).ndps().getFirst().offset()).build();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void judges(RuleCase ruleCase) {
        ruleCase.check();
    }
}
