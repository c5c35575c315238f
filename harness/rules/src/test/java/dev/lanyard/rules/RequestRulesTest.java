package dev.lanyard.rules;

import static dev.lanyard.rules.RuleCase.configuration;
import static dev.lanyard.rules.RuleCase.fails;
import static dev.lanyard.rules.RuleCase.notApplicable;
import static dev.lanyard.rules.RuleCase.passes;
import static dev.lanyard.rules.RuleCase.unseen;
import static dev.lanyard.rules.RuleCase.warns;

import dev.lanyard.evidence.Event;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.cdc.ClassRequest;
import dev.lanyard.wire.cdc.EthernetStatistic;
import dev.lanyard.wire.net.MacAddress;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.StandardRequests;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Standard requests, requests that ECM and NCM share, and what an accessory is. */
class RequestRulesTest {

    private static final SetupPacket UNDEFINED = new SetupPacket(0xA1, 0x5F, 0, 0, 4);
    private static final MacAddress GROUP = MacAddress.parse("01:00:5e:00:00:fb");

    static Stream<RuleCase> cases() {
        return Stream.of(identity(), state(), filters(), counters(), alternates()).flatMap(cases -> cases);
    }

    private static Stream<RuleCase> identity() {
        return Stream.of(
                warns("USB-CFG-13", "refused", s -> {
                    s.device = RuleCase.octet(s.device, 17, 2);
                    s.early = t -> t.control(StandardRequests.setConfiguration(1), "STALL", "");
                }, "SET_CONFIGURATION 1 ended with STALL"),
                passes("USB-CFG-13", "selected", s -> {
                    s.device = RuleCase.octet(s.device, 17, 2);
                    s.early = t -> t.configures(1);
                }, "1 of 1"),
                notApplicable("USB-CFG-13", "one", s -> { }, "one configuration"),
                warns("USB-CFG-15", "another product", s -> s.declared = declared(0x4002), "declared is 1209:4002"),
                passes("USB-CFG-15", "as declared", s -> s.declared = declared(0x0001), "1 of 1"),
                warns("USB-CFG-15", "another function", s -> s.declared = declared(0x0001),
                        "the function is ECM, declared is NCM").ecm(),
                notApplicable("USB-CFG-15", "nothing declared", s -> { }, "nothing is declared"),
                warns("ECM-DESC-12", "another each time", s -> {
                    s.serialNumbers = List.of("LY-1", "LY-1");
                    s.macReads = 2;
                    s.secondMac = "00005E005312";
                    s.destination = MacAddress.parse(s.secondMac);
                }, "then \"00005E005312\"", "HOST-APPLE-07"),
                passes("ECM-DESC-12", "the same", s -> s.serialNumbers = List.of("LY-1", "LY-1"), "2 of 2 reads"),
                unseen("ECM-DESC-12", "once", s -> { }, "did not come back"),
                warns("LIFE-08", "enabled without being advertised", s -> s.early = t -> t.control(
                        StandardRequests.setDeviceFeature(1, 0), "OK", ""), "ended with OK, bmAttributes is 0x80"),
                warns("LIFE-08", "on", s -> s.early = t -> t.control(StandardRequests.getDeviceStatus(), "OK", "0200"),
                        "says that remote wake-up is enabled"),
                passes("LIFE-08", "refused", s -> s.early = t -> t.control(StandardRequests.setDeviceFeature(1, 0),
                        "STALL", "").control(StandardRequests.getDeviceStatus(), "OK", "0000"), "not advertised"),
                passes("LIFE-08", "advertised", s -> {
                    configuration(7, 0xA0).accept(s);
                    s.early = t -> t.control(StandardRequests.setDeviceFeature(1, 0), "OK", "")
                            .control(StandardRequests.getDeviceStatus(), "OK", "0200")
                            .control(StandardRequests.clearDeviceFeature(1), "OK", "");
                }, "as advertised"),
                unseen("LIFE-08", "not tried", s -> { }, "was not tried"));
    }

    private static Declarations declared(int idProduct) {
        return new Declarations(Duration.ofSeconds(1), false, false,
                Optional.of(new Declarations.Device(0x1209, idProduct, CdcFunction.Model.NCM)));
    }

    private static Stream<RuleCase> state() {
        return Stream.of(
                fails("USB-CFG-10", "GET_INTERFACE stalled", s -> s.early = t -> t.control(
                        StandardRequests.getInterface(1), "STALL", ""), "GET_INTERFACE ended with STALL"),
                fails("USB-CFG-10", "one octet of status", s -> s.early = t -> t.control(
                        StandardRequests.getDeviceStatus(), "OK", "00"), "GET_STATUS was answered with 1 octets"),
                passes("USB-CFG-10", "answered", s -> s.early = t -> t
                        .control(StandardRequests.getDeviceStatus(), "OK", "0000")
                        .control(StandardRequests.getConfiguration(), "OK", "01")
                        .control(StandardRequests.getInterface(1), "OK", "00"), "3 of 3"),
                unseen("USB-CFG-10", "some", s -> s.early = t -> t.control(StandardRequests.getConfiguration(), "OK",
                        "01"), "only GET_CONFIGURATION was tried"),
                fails("ECM-REQ-09", "no answer", s -> s.early = t -> t.control(UNDEFINED, "TIMEOUT", ""),
                        "class request 0x5f got no answer"),
                fails("ECM-REQ-09", "answered", s -> s.early = t -> t.control(UNDEFINED, "OK", "00000000"),
                        "0x5f was answered"),
                fails("ECM-REQ-09", "endpoint 0 stuck", s -> s.early = t -> t.control(UNDEFINED, "STALL", "")
                        .control(StandardRequests.getConfiguration(), "TIMEOUT", ""), "endpoint 0 did not answer",
                        "USB-CFG-10"),
                passes("ECM-REQ-09", "stalled", s -> s.early = t -> t.control(UNDEFINED, "STALL", ""), "in time"));
    }

    private static ClassRequest filter(int bitmap) {
        return ClassRequest.setEthernetPacketFilter(0, bitmap);
    }

    private static Consumer<Session> early(Consumer<Session> what) {
        return s -> s.early = what;
    }

    private static Consumer<Session> late(Consumer<Session> what) {
        return s -> s.traffic = what;
    }

    private static ClassRequest multicast(int count) {
        return ClassRequest.setEthernetMulticastFilters(0,
                LongStream.range(0, count).mapToObj(i -> new MacAddress(GROUP.value() + i)).toList());
    }

    private static Stream<RuleCase> filters() {
        return Stream.of(
                fails("ECM-REQ-01", "stalled", early(t -> t.refused(filter(0x0E))), "ended with STALL").ecm(),
                passes("ECM-REQ-01", "accepted", early(t -> t.accepted(filter(0x0E))), "was accepted").ecm(),
                notApplicable("ECM-REQ-01", "NCM", s -> { }, "the function is NCM"),
                fails("ECM-REQ-02", "promiscuous stalled", early(t -> {
                    for (int bits = 0; bits < 32; bits++) {
                        if (bits % 2 == 0) {
                            t.accepted(filter(bits));
                        } else {
                            t.refused(filter(bits));
                        }
                    }
                }), "16 of 32 requests, first: wValue 0x01"),
                passes("ECM-REQ-02", "all", early(t -> {
                    for (int bits = 0; bits < 32; bits++) {
                        t.accepted(filter(bits));
                    }
                }), "32 of 32"),
                unseen("ECM-REQ-02", "one", early(t -> t.accepted(filter(1))), "only 1 of 32"),
                warns("ECM-REQ-03", "data stage", early(t -> t.control(CdcRequest.SET_ETHERNET_PACKET_FILTER
                        .setup(0, 0x0E, 2), "OK", "0000")), "wLength 2 and wIndex 0 were accepted"),
                passes("ECM-REQ-03", "stalled", early(t -> t.control(CdcRequest.SET_ETHERNET_PACKET_FILTER
                        .setup(1, 0x0E, 0), "STALL", "")), "1 of 1 wrong requests"),
                warns("ECM-REQ-04", "not obeyed", late(t -> t.accepted(filter(0)).waits(350).talks().waits(300)),
                        "came a frame to one address"),
                passes("ECM-REQ-04", "silent", late(t -> t.accepted(filter(0)).asks().waits(600)
                        .accepted(filter(0x0E))), "nothing came that the packet filter excludes"),
                unseen("ECM-REQ-04", "nobody asked", late(t -> t.accepted(filter(0)).waits(400)
                        .accepted(filter(0x0E))), "nothing was sent"),
                fails("ECM-REQ-05", "no multicast", late(t -> t.accepted(filter(0x0E)).hears(MacAddress.BROADCAST)
                        .event(new Event.StepStarted("m", "mdns.resolve", Map.of()))),
                        "no multicast frame came"),
                passes("ECM-REQ-05", "both", late(t -> t.accepted(filter(0x0E)).hears(MacAddress.BROADCAST)
                        .hears(GROUP)), "broadcast and multicast frames came"),
                notApplicable("ECM-REQ-04", "not offered", configuration(54, 0x10), "does not say that it supports")
                        .withAlso("HOST-APPLE-02"),
                notApplicable("ECM-REQ-05", "not offered", configuration(54, 0x10), "does not say that it supports")
                        .withAlso("HOST-APPLE-02"),
                unseen("ECM-REQ-05", "nothing asked", late(t -> t.accepted(filter(0x0E))), "nothing was asked"),
                fails("ECM-REQ-06", "stalled", s -> {
                    configuration(46, 2).accept(s);
                    s.early = t -> t.refused(multicast(2));
                }, "2 addresses ended with STALL, wNumberMCFilters says 2"),
                fails("ECM-REQ-06", "one too many", early(t -> t.accepted(multicast(1))), "1 addresses were accepted"),
                passes("ECM-REQ-06", "as many as said", s -> {
                    configuration(46, 2).accept(s);
                    s.early = t -> t.accepted(multicast(2)).refused(multicast(3));
                }, "2 of 2"));
    }

    private static ClassRequest statistic(int selector) {
        return ClassRequest.getEthernetStatistic(0, EthernetStatistic.ofSelector(selector).orElseThrow());
    }

    private static Stream<RuleCase> counters() {
        Consumer<Session> xmit = configuration(40, 3);
        Consumer<Session> talk = t -> {
            for (int i = 0; i < 12; i++) {
                t.talks();
            }
        };
        return Stream.of(
                fails("ECM-REQ-07", "two octets", xmit.andThen(early(t -> t.answered(statistic(1), "0000"))),
                        "selector 1 was answered with 2 octets"),
                fails("ECM-REQ-07", "not advertised", early(t -> t.answered(statistic(1), "00000000")),
                        "selector 1, whose bit is clear, was answered"),
                passes("ECM-REQ-07", "as advertised", xmit.andThen(early(t -> t.answered(statistic(1), "00000000")
                        .refused(statistic(5)))), "2 of 2"),
                warns("ECM-REQ-08", "constant", xmit.andThen(late(t -> talk.accept(
                        t.answered(statistic(1), "05000000")))).andThen(again("05000000")), "XMIT_OK was 5, and 5"),
                passes("ECM-REQ-08", "grows", xmit.andThen(late(t -> talk.accept(
                        t.answered(statistic(1), "05000000")))).andThen(again("11000000")), "and 17 after 12 frames"),
                unseen("ECM-REQ-08", "no traffic", xmit.andThen(late(t -> t.answered(statistic(1), "05000000")))
                        .andThen(again("05000000")), "before and after"));
    }

    /** Reads the first counter once more. */
    private static Consumer<Session> again(String hex) {
        return s -> {
            Consumer<Session> before = s.traffic;
            s.traffic = t -> {
                before.accept(t);
                t.answered(statistic(1), hex);
            };
        };
    }

    private static Stream<RuleCase> alternates() {
        return Stream.of(
                fails("ECM-REQ-10", "accepted", early(t -> t.control(StandardRequests.setInterface(1, 2), "OK", "")),
                        "alternate setting 2 ended with OK"),
                fails("ECM-REQ-10", "changed all the same", late(t -> t.control(StandardRequests.setInterface(1, 2),
                        "STALL", "").control(StandardRequests.getInterface(1), "OK", "02")), "is selected after it",
                        "ECM-REQ-11"),
                passes("ECM-REQ-10", "stalled", late(t -> t.control(StandardRequests.setInterface(1, 2), "STALL", "")
                        .control(StandardRequests.getInterface(1), "OK", "01")), "1 of 1"),
                fails("ECM-REQ-11", "always 0", late(t -> t.control(StandardRequests.getInterface(1), "OK", "00")),
                        "it is 0 after alternate setting 1"),
                passes("ECM-REQ-11", "told", late(t -> t.control(StandardRequests.getInterface(1), "OK", "01")),
                        "1 of 1"),
                fails("ECM-REQ-12", "stalled", late(t -> t.control(StandardRequests.setInterface(1, 1), "STALL", "")),
                        "again ended with STALL"),
                fails("ECM-REQ-12", "dead", late(t -> t.opens().notified(Session.SPEED).notified(Session.CONNECTED)
                        .asks()), "no answer to the frames"),
                passes("ECM-REQ-12", "goes on", late(t -> t.opens().notified(Session.SPEED)
                        .notified(Session.CONNECTED).talks()), "seen 1 time"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void judges(RuleCase ruleCase) {
        ruleCase.check();
    }
}
