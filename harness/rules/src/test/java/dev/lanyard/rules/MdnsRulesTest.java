package dev.lanyard.rules;

import static dev.lanyard.rules.RuleCase.fails;
import static dev.lanyard.rules.RuleCase.passes;
import static dev.lanyard.rules.RuleCase.unseen;
import static dev.lanyard.rules.RuleCase.warns;
import static dev.lanyard.rules.Talk.HOST_NAME;
import static dev.lanyard.rules.Talk.INSTANCE;
import static dev.lanyard.rules.Talk.TYPE;
import static dev.lanyard.rules.Talk.a;
import static dev.lanyard.rules.Talk.aaaa;
import static dev.lanyard.rules.Talk.direct;
import static dev.lanyard.rules.Talk.listed;
import static dev.lanyard.rules.Talk.pointer;
import static dev.lanyard.rules.Talk.question;
import static dev.lanyard.rules.Talk.service;
import static dev.lanyard.rules.Talk.talk;
import static dev.lanyard.rules.Talk.text;
import static dev.lanyard.rules.Talk.with;

import dev.lanyard.evidence.Event;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.TransferType;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Multicast DNS. */
class MdnsRulesTest {

    private static final Record OWN = a(192, 168, 7, 1);
    private static final Record RIVAL = a(192, 168, 7, 2);
    private static final Record SECOND_NAME =
            new ARecord(Talk.name("gadget-2.local."), Talk.FLUSH, 120, Session.address(192, 168, 7, 1));

    /** Probes, and announces twice. */
    private static Talk starts(Talk t, Record... announced) {
        return t.probes().pause(250).probes().pause(250).probes().pause(250).says(announced).pause(1000)
                .says(announced).pause(1000);
    }

    private static void twoProbes(Talk t) {
        t.probes().pause(250).probes().pause(250).says(OWN).pause(1000).says(OWN);
    }

    /** The first read of the bulk IN endpoint is pending only {@code millis} after the link came up. */
    private static void readsAfter(Session session, long millis, Consumer<Talk> then) {
        session.blocks = List.of();
        talk(t -> {
            session.waits(millis).bulk(0x81, 16_384, "OK", false, Bytes.EMPTY, 1);
            then.accept(t);
        }).accept(session);
    }

    private static Consumer<Session> started(Consumer<Talk> then) {
        return talk(t -> then.accept(starts(t, OWN)));
    }

    static Stream<RuleCase> cases() {
        return Stream.of(
                passes("NET-MDNS-01", "probes and announces", started(t -> { })),
                fails("NET-MDNS-01", "no probe", talk(t -> t.says(OWN).pause(1000).says(OWN)), "after 0 probes"),
                fails("NET-MDNS-01", "probes in a hurry", talk(t -> t.probes().probes().probes().says(OWN).pause(1000)
                        .says(OWN)), "ms, not 250 ms apart"),
                fails("NET-MDNS-01", "one announcement", talk(t -> t.probes().pause(250).probes().pause(250).probes()
                        .pause(250).says(OWN).pause(4000)), "once only"),
                fails("NET-MDNS-01", "two probes", talk(t -> twoProbes(t)), "after 2 probes"),
                fails("NET-MDNS-01", "two probes, and the host read from the start",
                        s -> readsAfter(s, 20, t -> twoProbes(t)), "after 2 probes"),
                unseen("NET-MDNS-01", "two probes to a host that began to read late",
                        s -> readsAfter(s, 400, t -> twoProbes(t)), "began to read only later than 100 ms"),
                passes("NET-MDNS-01", "all probes to a host that began to read late",
                        s -> readsAfter(s, 400, t -> starts(t, OWN))),
                unseen("NET-MDNS-01", "silence", s -> { }, "no record of a name"),
                passes("NET-MDNS-02", "as it should be", started(t -> { })),
                fails("NET-MDNS-02", "no flush", talk(t -> starts(t, OWN).says(a(DClass.IN, 120))),
                        "no cache-flush bit"),
                fails("NET-MDNS-02", "short life", talk(t -> starts(t, OWN).says(a(Talk.FLUSH, 10))), "TTL is 10 s"),
                passes("NET-MDNS-03", "as it should be", started(t -> { })),
                fails("NET-MDNS-03", "TTL 1", started(t -> t.hopLimit(1).says(pointer())), "its TTL is 1"),
                passes("NET-MDNS-04", "QU and legacy", started(t -> t.asks(direct(HOST_NAME, Type.A))
                        .saysTo(5353, 0, OWN).asksFrom(40_001, 77, question(HOST_NAME, Type.A))
                        .saysTo(40_001, 77, a(DClass.IN, 10)))),
                fails("NET-MDNS-04", "QU to nobody", started(t -> t.asks(direct(HOST_NAME, Type.A))), "to nobody"),
                fails("NET-MDNS-04", "legacy with another id", started(t -> t
                        .asksFrom(40_001, 77, question(HOST_NAME, Type.A)).saysTo(40_001, 0, a(DClass.IN, 10))),
                        "has the id 0, not 77"),
                fails("NET-MDNS-04", "legacy that lives long", started(t -> t
                        .asksFrom(40_001, 77, question(HOST_NAME, Type.A)).saysTo(40_001, 77, OWN)),
                        "has a TTL of 120 s, has a cache-flush bit"),
                unseen("NET-MDNS-04", "asked for a name that it has given up", talk(t -> starts(t, SECOND_NAME)
                        .asks(direct(HOST_NAME, Type.A))),
                        "\"gadget.local\" was asked for, and the accessory calls itself \"gadget-2.local\""),
                passes("NET-MDNS-05", "known", talk(t -> starts(t, OWN, pointer())
                        .asks(question(TYPE, Type.PTR), pointer()))),
                fails("NET-MDNS-05", "answered all the same", talk(t -> starts(t, OWN, pointer())
                        .asks(question(TYPE, Type.PTR), pointer()).pause(50).says(pointer())),
                        "although the question named the answer"),
                passes("NET-MDNS-05", "known, but half of its life is over", talk(t -> starts(t, OWN, pointer())
                        .asks(question(TYPE, Type.PTR), pointer()).pause(1500)
                        .asks(question(TYPE, Type.PTR), with(pointer(), 2000)).pause(50).says(pointer()))),
                passes("NET-MDNS-06", "renames", started(t -> t.claims(RIVAL).pause(250).probes().claims(RIVAL)
                        .pause(2000).says(SECOND_NAME))),
                fails("NET-MDNS-06", "insists", started(t -> t.claims(RIVAL).pause(3000).says(OWN).pause(3000)),
                        "no other name was announced"),
                unseen("NET-MDNS-06", "what follows is not seen", started(t -> t.claims(RIVAL)), "not enough was seen"),
                passes("NET-MDNS-07", "goodbye", started(t -> t.says(with(OWN, 0))).andThen(MdnsRulesTest::goesDown)),
                warns("NET-MDNS-07", "no goodbye", started(t -> { }).andThen(MdnsRulesTest::goesDown),
                        "no record was withdrawn"),
                passes("NET-MDNS-08", "listed", talk(t -> starts(t, OWN, pointer())
                        .asks(question(Talk.ENUMERATION, Type.PTR)).says(listed("_echo._udp.local.")))),
                fails("NET-MDNS-08", "nothing listed", talk(t -> starts(t, OWN, pointer())
                        .asks(question(Talk.ENUMERATION, Type.PTR))), "no type is listed"),
                fails("NET-MDNS-08", "another one listed", talk(t -> starts(t, OWN, pointer())
                        .asks(question(Talk.ENUMERATION, Type.PTR)).says(listed("_http._tcp.local."))), "not listed"),
                passes("NET-MDNS-09", "all there", talk(t -> starts(t, OWN, pointer(), service(), text("a=b", "c")))),
                fails("NET-MDNS-09", "elsewhere", talk(t -> starts(t, pointer(), service(), text(""),
                        a(10, 9, 9, 9))), "10.9.9.9, which is not on the link", "NET-MDNS-11"),
                fails("NET-MDNS-09", "text without key", talk(t -> starts(t, OWN, pointer(), service(), text("=b"))),
                        "no key of printable letters"),
                fails("NET-MDNS-09", "no SRV, though asked", talk(t -> starts(t, OWN, pointer(), text(""))
                        .asks(question(INSTANCE, Type.SRV))), "has not a record SRV"),
                unseen("NET-MDNS-09", "no SRV, but nobody asked", talk(t -> starts(t, OWN, pointer())), "lacks"),
                passes("NET-MDNS-10", "good names", talk(t -> starts(t, OWN, pointer(), listed("_echo._udp.local.")))),
                fails("NET-MDNS-10", "16 letters", talk(t -> starts(t, OWN, listed("_abcdefghijklmnop._udp.local."))),
                        "up to 15 letters"),
                fails("NET-MDNS-10", "neither udp nor tcp", talk(t -> starts(t, OWN, listed("_echo._sctp.local."))),
                        "_echo._sctp"),
                fails("NET-MDNS-10", "not UTF-8", talk(t -> starts(t, OWN, pointer("_echo._udp.local.",
                        "a\\255._echo._udp.local."))), "is not UTF-8"),
                fails("NET-MDNS-10", "a label of 64", started(t -> t.octets("0000840000000001000000004061")),
                        "cannot be read"),
                passes("NET-MDNS-11", "its own", started(t -> { })),
                fails("NET-MDNS-11", "a stale one", talk(t -> starts(t, a(192, 168, 7, 65))),
                        "it tells 192.168.7.65 and speaks from 192.168.7.1"),
                passes("NET-MDNS-12", "both", talk(t -> starts(t, OWN, aaaa()).asks(question(HOST_NAME, Type.A)).says(OWN)
                        .over6(true).asks(question(HOST_NAME, Type.A)).says(OWN))),
                warns("NET-MDNS-12", "IPv4 only", talk(t -> starts(t, OWN, aaaa()).asks(question(HOST_NAME, Type.A))
                        .says(OWN).over6(true).asks(question(HOST_NAME, Type.A)).packet(true, Talk.ACCESSORY_6,
                                Talk.HOST_6, 58, 255, Bytes.hex("8000000000000000"))), "not answered over it", "HOST-APPLE-09"),
                passes("NET-MDNS-13", "patient", started(t -> t.asks(question(HOST_NAME, Type.A)).pause(100)
                        .asks(question(HOST_NAME, Type.A)).pause(100).asks(question(HOST_NAME, Type.A)).says(OWN))),
                fails("NET-MDNS-13", "a storm", started(t -> t.asks(question(HOST_NAME, Type.A)).says(OWN).pause(100)
                        .asks(question(HOST_NAME, Type.A)).says(OWN).pause(100).says(OWN)),
                        "came three times within 203 ms"),
                unseen("NET-MDNS-13", "never hurried", started(t -> t.asks(question(HOST_NAME, Type.A)).says(OWN)),
                        "3 times within a second"));
    }

    /** The accessory says that its link is down. */
    private static void goesDown(Session session) {
        Consumer<Session> before = session.traffic;
        session.traffic = s -> {
            before.accept(s);
            s.event(new Event.Transfer(9999, TransferType.INTERRUPT, 0x82, null, 16, "OK", s.nanos(), false,
                    Bytes.hex(Session.DISCONNECTED)));
        };
    }

    @ParameterizedTest
    @MethodSource("cases")
    void judges(RuleCase c) {
        c.check();
    }
}
