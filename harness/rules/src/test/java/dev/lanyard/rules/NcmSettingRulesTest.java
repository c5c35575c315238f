package dev.lanyard.rules;

import static dev.lanyard.rules.RuleCase.configuration;
import static dev.lanyard.rules.RuleCase.fails;
import static dev.lanyard.rules.RuleCase.notApplicable;
import static dev.lanyard.rules.RuleCase.parameters;
import static dev.lanyard.rules.RuleCase.passes;
import static dev.lanyard.rules.RuleCase.unseen;
import static dev.lanyard.rules.RuleCase.warns;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.cdc.ClassRequest;
import dev.lanyard.wire.cdc.NtbInputSize;
import dev.lanyard.wire.net.MacAddress;
import dev.lanyard.wire.ntb.NtbBuilder;
import dev.lanyard.wire.ntb.NtbEdit;
import dev.lanyard.wire.ntb.NtbEdit.NdpField;
import dev.lanyard.wire.ntb.NtbFormat;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an NCM function lets its host ask and set. */
class NcmSettingRulesTest {

    /** bmNetworkCapabilities of the NCM functional descriptor. */
    private static final int CAPABILITIES = 54;
    private static final String PARAMETERS = "1c000300004000000400000004000000004000000400000004000000";
    private static final ClassRequest SET_2048 = ClassRequest.setNtbInputSize(0, new NtbInputSize(2048, 0));
    private static final ClassRequest GET_SIZE = ClassRequest.getNtbInputSize(0);

    static Stream<RuleCase> cases() {
        return Stream.of(capabilities(), optional(), settings(), modes()).flatMap(cases -> cases);
    }

    private static Consumer<Session> early(Consumer<Session> what) {
        return s -> s.early = what;
    }

    private static Consumer<Session> late(Consumer<Session> what) {
        return s -> s.traffic = what;
    }

    private static Stream<RuleCase> capabilities() {
        return Stream.of(
                fails("NCM-DESC-04", "CRC mode stalled", early(t -> t.refused(ClassRequest.getCrcMode(0))),
                        "D4 of bmNetworkCapabilities is set, and GetCrcMode ended with STALL"),
                passes("NCM-DESC-04", "all accepted", early(t -> t.answered(ClassRequest.getCrcMode(0), "0000")
                        .accepted(ClassRequest.setCrcMode(0, 0)).accepted(ClassRequest.setEthernetPacketFilter(0, 14))),
                        "0x11 promises was accepted"),
                unseen("NCM-DESC-04", "some", early(t -> t.answered(ClassRequest.getCrcMode(0), "0000")),
                        "not every request"),
                notApplicable("NCM-DESC-04", "ECM", s -> { }, "the function is ECM").ecm(),
                warns("NCM-DESC-05", "address accepted", early(t -> t.accepted(ClassRequest.setNetAddress(0,
                        Session.HOST))), "SetNetAddress was accepted"),
                passes("NCM-DESC-05", "refused", early(t -> t.refused(ClassRequest.getNetAddress(0))), "1 of 1"),
                unseen("NCM-DESC-05", "not tried", s -> { }, "no request whose bit is clear"));
    }

    private static Stream<RuleCase> optional() {
        Consumer<Session> datagram = configuration(CAPABILITIES, 0x19);
        Consumer<Session> address = configuration(CAPABILITIES, 0x13);
        ClassRequest get = ClassRequest.getMaxDatagramSize(0);
        return Stream.of(
                fails("NCM-REQ-16", "0", datagram.andThen(early(t -> t.answered(get, "0000"))), "is 0, outside 1514"),
                passes("NCM-REQ-16", "kept in range", datagram.andThen(early(t -> t
                        .refused(ClassRequest.setMaxDatagramSize(0, 100)).answered(get, "ea05"))), "1 of 1"),
                notApplicable("NCM-REQ-16", "not supported", s -> { }, "does not say that it supports it"),
                fails("NCM-REQ-17", "own address", address.andThen(early(t -> t.answered(ClassRequest.getNetAddress(0),
                        "00005e005311"))), "it is 00:00:5e:00:53:11, not 00:00:5e:00:53:10"),
                passes("NCM-REQ-17", "set and told", address.andThen(early(t -> t
                        .answered(ClassRequest.getNetAddress(0), "00005e005310")
                        .accepted(ClassRequest.setNetAddress(0, MacAddress.parse("02:00:00:00:00:01")))
                        .answered(ClassRequest.getNetAddress(0), "020000000001"))), "2 answers"),
                warns("NCM-REQ-19", "wValue 1", early(t -> t.control(CdcRequest.GET_NTB_INPUT_SIZE.setup(0, 1, 4), "OK",
                        "00400000")), "wValue 1 and wIndex 0 of GetNtbInputSize were answered"),
                passes("NCM-REQ-19", "stalled", early(t -> t.control(CdcRequest.GET_NTB_PARAMETERS.setup(1, 0, 28),
                        "STALL", "")), "1 of 1 wrong requests"));
    }

    private static Stream<RuleCase> settings() {
        ClassRequest parameters = ClassRequest.getNtbParameters(0);
        return Stream.of(
                fails("NCM-REQ-08", "another size", late(t -> t.answered(parameters,
                        PARAMETERS.replaceFirst("00400000", "00200000"))), "then NtbParameters["),
                passes("NCM-REQ-08", "the same", late(t -> t.answered(parameters, PARAMETERS)), "same 2 times"),
                unseen("NCM-REQ-08", "once", s -> { }, "not read in both"),
                fails("NCM-REQ-09", "0", early(t -> t.configures(1).answered(GET_SIZE, "00000000")),
                        "it is 0, in force is 16384"),
                passes("NCM-REQ-09", "default, then set", early(t -> t.configures(1).answered(GET_SIZE, "00400000")
                        .accepted(SET_2048).answered(GET_SIZE, "00080000")), "2 answers"),
                fails("NCM-REQ-11", "1 taken", early(t -> t.refused(ClassRequest.setNtbInputSize(0,
                        new NtbInputSize(1, 0))).answered(GET_SIZE, "01000000")), "after 1 was set, it is 1"),
                passes("NCM-REQ-11", "unchanged, whatever the status", early(t -> t.accepted(ClassRequest
                        .setNtbInputSize(0, new NtbInputSize(1, 0))).answered(GET_SIZE, "00400000")), "changed nothing"),
                fails("NCM-REQ-14", "2", early(t -> t.accepted(ClassRequest.setNtbFormat(0, 2))), "wValue 2 was accepted"),
                passes("NCM-REQ-14", "stalled", early(t -> t.refused(ClassRequest.setNtbFormat(0, 2))), "1 of 1"),
                fails("NCM-REQ-18", "size kept", s -> {
                    s.early = t -> t.accepted(SET_2048);
                    s.traffic = t -> t.closes().answered(GET_SIZE, "00080000");
                }, "GetNtbInputSize answers 2048, not 16384"),
                passes("NCM-REQ-18", "all back", s -> {
                    s.blocks.clear();
                    s.early = t -> t.accepted(SET_2048).accepted(ClassRequest.setCrcMode(0, 1));
                    s.traffic = t -> t.closes().answered(GET_SIZE, "00400000").answered(ClassRequest.getCrcMode(0), "0000");
                }, "2 settings are back"),
                unseen("NCM-REQ-18", "nothing set", late(t -> t.closes().answered(GET_SIZE, "00400000")), "nothing was"));
    }

    private static NtbBuilder block(int sequence, int datagrams) {
        NtbBuilder builder = Session.block(NtbFormat.NTB16).sequence(sequence);
        for (int i = 0; i < datagrams; i++) {
            builder.add(Session.REPORT_FRAME);
        }
        return builder;
    }

    private static Stream<RuleCase> modes() {
        Consumer<Session> d5 = configuration(CAPABILITIES, 0x31);
        ClassRequest one = ClassRequest.setNtbInputSizeExtended(0, new NtbInputSize(16_384, 1));
        Bytes ntb32 = Session.block(NtbFormat.NTB32).add(Session.REPORT_FRAME).build();
        Bytes crc = block(0, 1).crc(true).build();
        return Stream.of(
                fails("NCM-REQ-10", "longer", s -> {
                    s.early = t -> t.accepted(SET_2048);
                    s.blocks.set(1, block(1, 30).build());
                }, "the input size is 2048", "NCM-NTB-03"),
                passes("NCM-REQ-10", "kept", s -> {
                    s.early = t -> t.accepted(SET_2048);
                    s.blocks.set(1, block(1, 8).build());
                }, "keep the input size"),
                unseen("NCM-REQ-10", "few datagrams", early(t -> t.accepted(SET_2048)), "fewer than 8"),
                fails("NCM-REQ-12", "two", d5.andThen(s -> s.early = t -> t.accepted(one)), "it has 2 datagrams"),
                passes("NCM-REQ-12", "one each", d5.andThen(s -> {
                    s.early = t -> t.accepted(one);
                    s.blocks.clear();
                    for (int i = 0; i < 8; i++) {
                        s.blocks.add(block(i, 1).build());
                    }
                }), "8 blocks with 8 datagrams"),
                notApplicable("NCM-REQ-12", "four octets alone", s -> { }, "does not say that it supports it"),
                fails("NCM-REQ-13", "stalled", early(t -> t.refused(ClassRequest.setNtbFormat(0, 1))),
                        "SetNtbFormat (1) ended with STALL"),
                fails("NCM-REQ-13", "table of NTB16", s -> {
                    s.early = t -> t.accepted(ClassRequest.setNtbFormat(0, 1));
                    s.blocks.clear();
                    s.blocks.add(NtbEdit.of(ntb32).ndp(0, NdpField.SIGNATURE, 0x304D434E).build());
                }, "the table's signature is 0x304d434e", "NCM-NTB-12"),
                passes("NCM-REQ-13", "switched", s -> {
                    s.early = t -> t.accepted(ClassRequest.setNtbFormat(0, 1));
                    s.blocks.clear();
                    s.blocks.add(ntb32);
                    s.traffic = Session::talks;
                }, "1 blocks are NTB32"),
                notApplicable("NCM-REQ-13", "not offered", parameters(2, 1), "NTB32 is not offered"),
                fails("NCM-REQ-15", "other order", s -> {
                    s.early = t -> t.accepted(ClassRequest.setCrcMode(0, 1));
                    s.blocks.clear();
                    int at = 12 + Session.REPORT_FRAME.length();
                    s.blocks.add(crc.truncate(at).concat(Bytes.of(crc.u8(at + 3), crc.u8(at + 2), crc.u8(at + 1),
                            crc.u8(at))).concat(crc.from(at + 4)));
                }, "of the frame it is"),
                passes("NCM-REQ-15", "right", s -> {
                    s.early = t -> t.accepted(ClassRequest.setCrcMode(0, 1));
                    s.blocks.clear();
                    s.blocks.add(crc);
                }, "1 blocks carry the right CRC"),
                notApplicable("NCM-REQ-15", "not supported", configuration(CAPABILITIES, 1), "does not say"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void judges(RuleCase ruleCase) {
        ruleCase.check();
    }
}
