package dev.lanyard.rules;

import static dev.lanyard.rules.RuleCase.fails;
import static dev.lanyard.rules.RuleCase.notApplicable;
import static dev.lanyard.rules.RuleCase.passes;
import static dev.lanyard.rules.RuleCase.unseen;
import static dev.lanyard.rules.RuleCase.warns;

import dev.lanyard.evidence.Event;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.ClassRequest;
import dev.lanyard.wire.dhcp.DhcpMessage;
import dev.lanyard.wire.dhcp.DhcpMessageType;
import dev.lanyard.wire.dhcp.DhcpOption;
import dev.lanyard.wire.ntb.NtbFormat;
import dev.lanyard.wire.usb.MicrosoftOs;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.TransferType;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How host platforms start an accessory and use it. */
class HostStartRulesTest {

    private static final Bytes FE80_1 = Bytes.hex("fe800000000000000000000000000001");
    private static final Bytes FE80_2 = Bytes.hex("fe800000000000000000000000000002");

    static Stream<RuleCase> cases() {
        return Stream.of(apple(), windows(), android()).flatMap(cases -> cases);
    }

    private static Consumer<Session> then(Consumer<Session> traffic) {
        return session -> session.traffic = traffic;
    }

    private static void request(Session s, ClassRequest request, String status) {
        s.transfer(TransferType.CONTROL, 0, request.setup(), request.setup().wLength(), status, request.data());
    }

    /** Leaves alternate setting 1 and selects it again; the accessory is silent, or says that its link is up. */
    private static void bounce(Session s, long stayMillis, boolean told) {
        s.select(1);
        s.advance(stayMillis);
        s.select(0);
        s.advance(5);
        s.select(1);
        if (told) {
            s.transfer(TransferType.INTERRUPT, 0x82, null, 16, "OK", Bytes.hex(Session.CONNECTED));
        }
    }

    private static Bytes ipv6(Bytes from, Bytes to, int protocol, Bytes payload) {
        boolean received = from.equals(FE80_2);
        return (received ? Session.HOST.bytes().concat(Session.ACCESSORY.bytes())
                : Session.ACCESSORY.bytes().concat(Session.HOST.bytes())).concat(Bytes.hex("86dd60000000"))
                .concat(Bytes.of(payload.length() >> 8, payload.length(), protocol, 255)).concat(from).concat(to)
                .concat(payload);
    }

    private static void echo(Session s, boolean received) {
        s.event(new Event.Frame(received, ipv6(received ? FE80_2 : FE80_1, received ? FE80_1 : FE80_2, 58,
                Bytes.of(received ? 129 : 128, 0, 0, 0, 1, 2, 3, 4))));
    }

    private static void mdns(Session s, boolean received) {
        Bytes dns = Bytes.of(0, 0, received ? 0x84 : 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        s.event(new Event.Frame(received, ipv6(received ? FE80_2 : FE80_1, Bytes.hex("ff0200000000000000000000000000fb"),
                17, Bytes.of(0x14, 0xE9, 0x14, 0xE9, 0, 20, 0, 0).concat(dns))));
    }

    private static Stream<RuleCase> apple() {
        return Stream.of(
                fails("HOST-APPLE-01", "never connected", s -> s.notifications = List.of(Session.SPEED), "CDC-NOTIF-01",
                        "CDC-NOTIF-01"),
                passes("HOST-APPLE-01", "connected each time", then(s -> bounce(s, 5, true)), "all hold"),
                unseen("HOST-APPLE-01", "selected once", s -> { }, "was not selected twice"),
                fails("HOST-APPLE-03", "no answer", then(s -> request(s,
                        ClassRequest.setEthernetPacketFilter(0, 0x0E), "TIMEOUT")), "was not answered", "ECM-REQ-09",
                        "NCM-DESC-04"),
                passes("HOST-APPLE-03", "stalled", then(s -> request(s,
                        ClassRequest.setEthernetPacketFilter(0, 0x0E), "STALL")), "1 of 1"),
                notApplicable("HOST-APPLE-03", "not offered", RuleCase.configuration(54, 0x10),
                        "does not say that it supports").withAlso("HOST-APPLE-02"),
                unseen("HOST-APPLE-03", "not made", s -> { }, "was not made"),
                fails("HOST-APPLE-04", "silent", then(s -> bounce(s, 5, false)), "did not come", "CDC-NOTIF-01",
                        "CDC-NOTIF-07", "HOST-APPLE-01"),
                passes("HOST-APPLE-04", "told again", then(s -> bounce(s, 5, true)), "after 1 brief stays"),
                unseen("HOST-APPLE-04", "a long stay", s -> s.notificationDelayMillis = 10, "was never left"),
                warns("HOST-APPLE-08", "router", s -> s.offer = offer -> offer.option(DhcpOption.ROUTER,
                        Session.address(192, 168, 7, 1)), "NET-DHCP-06", "NET-DHCP-06"),
                passes("HOST-APPLE-08", "neither", s -> { }, "all hold"),
                fails("HOST-APPLE-09", "no answers", then(s -> {
                    echo(s, false);
                    mdns(s, false);
                }), "no echo request and no multicast DNS query"),
                fails("HOST-APPLE-09", "no names", then(s -> {
                    echo(s, false);
                    echo(s, true);
                    mdns(s, false);
                }), "no multicast DNS query"),
                passes("HOST-APPLE-09", "both", then(s -> {
                    echo(s, false);
                    echo(s, true);
                    mdns(s, false);
                    mdns(s, true);
                }), "from link-local addresses"),
                unseen("HOST-APPLE-09", "not tried", s -> { }, "were not both tried"),
                fails("HOST-APPLE-10", "silent after resume", then(s -> suspend(s, false)), "after the resume"),
                passes("HOST-APPLE-10", "goes on", then(s -> suspend(s, true)), "after the resume"),
                unseen("HOST-APPLE-10", "not suspended", s -> { }, "was not suspended"),
                warns("HOST-APPLE-11", "1600", s -> {
                    s.configuration = Bytes.hex(s.configuration.toHex().replace("ea05000000", "3623000000"));
                    s.traffic = t -> t.event(new Event.Frame(true, Session.HOST.bytes().concat(Session.ACCESSORY.bytes())
                            .concat(Bytes.of(0x88, 0xB5)).concat(Bytes.wrap(new byte[1586]))));
                }, "1600 octets, and the host sent none").ecm(),
                passes("HOST-APPLE-11", "1514", s -> { }, "the longest of"));
    }

    private static void suspend(Session s, boolean goesOn) {
        EchoTraffic traffic = new EchoTraffic(s).ordinary(true);
        s.event(new Event.StepStarted("suspend", "usb.suspend", Map.of("during", "3s")));
        s.advance(3500);
        traffic.ordinary(goesOn);
    }

    private static void vendor(Session s, Bytes answer) {
        SetupPacket setup = MicrosoftOs.getDescriptorSet(new MicrosoftOs.Announcement(46, 1));
        s.transfer(TransferType.CONTROL, 0x80, setup, 46, answer.isEmpty() ? "STALL" : "OK", answer);
    }

    /** Windows' moves, as far as the first ones go well. */
    private static void windowsStart(Session s, String format) {
        s.select(0);
        request(s, ClassRequest.setNtbFormat(0, 1), format);
        open(s);
    }

    private static void open(Session s) {
        s.select(1);
        s.transfer(TransferType.INTERRUPT, 0x82, null, 16, "OK", Bytes.hex(Session.SPEED));
        s.transfer(TransferType.INTERRUPT, 0x82, null, 16, "OK", Bytes.hex(Session.CONNECTED));
    }

    private static void wide(Session s, NtbFormat tables, boolean answered) {
        s.select(0);
        request(s, ClassRequest.setNtbFormat(0, 1), "OK");
        open(s);
        Bytes block = Session.block(NtbFormat.NTB32).add(Session.REPORT_FRAME).build();
        Bytes signature = Bytes.of(0x6E, 0x63, 0x6D, 0x30);
        s.bulk(0x81, 16_896, "OK", false, tables == NtbFormat.NTB32 ? block
                : Bytes.hex(block.toHex().replace(signature.toHex(), "4e434d30")), 1);
        new EchoTraffic(s).format(NtbFormat.NTB32).ordinary(answered);
    }

    private static Stream<RuleCase> windows() {
        return Stream.of(
                fails("HOST-WIN-03", "format stalled", then(s -> windowsStart(s, "STALL")), "SetNtbFormat ended with STALL",
                        "NCM-REQ-13"),
                passes("HOST-WIN-03", "all moves", then(s -> windowsStart(s, "OK")), "every move"),
                unseen("HOST-WIN-03", "not played", s -> { }, "was not played"),
                notApplicable("HOST-WIN-03", "ECM", s -> { }, "the function is ECM").ecm(),
                fails("HOST-WIN-05", "needs the filter", then(s -> {
                    EchoTraffic traffic = new EchoTraffic(s).ordinary(false);
                    request(s, ClassRequest.setEthernetPacketFilter(0, 0x0E), "OK");
                    traffic.ordinary(true);
                }), "and they were afterwards"),
                passes("HOST-WIN-05", "unasked", then(s -> new EchoTraffic(s).ordinary(true)), "neither request"),
                unseen("HOST-WIN-05", "asked first", then(s -> {
                    request(s, ClassRequest.setEthernetPacketFilter(0, 0x0E), "OK");
                    new EchoTraffic(s).ordinary(true);
                }), "both without and after"),
                warns("HOST-WIN-06", "stalled", then(s -> vendor(s, Bytes.EMPTY)), "no Microsoft OS descriptor names"),
                warns("HOST-WIN-06", "another", then(s -> vendor(s, MicrosoftOs.descriptorSet("WINUSB", 0))),
                        "no Microsoft OS descriptor names"),
                passes("HOST-WIN-06", "named", then(s -> vendor(s, MicrosoftOs.descriptorSet("WINNCM", 0))), "is there"),
                unseen("HOST-WIN-06", "not asked", s -> { }, "were not asked for"),
                fails("HOST-WIN-08", "16-bit tables", then(s -> wide(s, NtbFormat.NTB16, false)), "0x304d434e",
                        "NCM-NTB-12", "NCM-REQ-13"),
                passes("HOST-WIN-08", "32-bit", then(s -> wide(s, NtbFormat.NTB32, true)), "32-bit headers were answered"),
                notApplicable("HOST-WIN-08", "not offered", RuleCase.parameters(2, 1), "NTB32 is not offered"),
                unseen("HOST-WIN-08", "not selected", s -> { }, "no blocks with 32-bit headers"));
    }

    private static Stream<RuleCase> android() {
        return Stream.of(
                warns("HOST-ANDROID-02", "nothing", s -> s.received = false, "DHCP went unanswered",
                        "NET-UDP-01", "CDC-NOTIF-15", "NET-DHCP-01"),
                passes("HOST-ANDROID-02", "lease", then(s -> s.event(new Event.Frame(true, s.udp(true, 67, 68,
                        DhcpMessage.build(2, DhcpMessageType.ACK).xid(1).client(Session.HOST).build().raw())))),
                        "DHCP granted"),
                passes("HOST-ANDROID-02", "link-local", then(s -> echo(s, true)), "link-local"),
                unseen("HOST-ANDROID-02", "an offer alone", s -> { }, "not played to its end"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void judges(RuleCase ruleCase) {
        ruleCase.check();
    }
}
