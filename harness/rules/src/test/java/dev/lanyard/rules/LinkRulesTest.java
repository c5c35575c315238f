package dev.lanyard.rules;

import static dev.lanyard.rules.RuleCase.fails;
import static dev.lanyard.rules.RuleCase.passes;
import static dev.lanyard.rules.RuleCase.unseen;
import static dev.lanyard.rules.RuleCase.warns;

import dev.lanyard.rules.observation.Stimulus;
import dev.lanyard.wire.cdc.ClassRequest;
import dev.lanyard.wire.usb.StandardRequests;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Notifications when the link changes, how they travel, and what must be ready then. */
class LinkRulesTest {

    static Stream<RuleCase> cases() {
        return Stream.of(changes(), transfers()).flatMap(cases -> cases);
    }

    private static Consumer<Session> late(Consumer<Session> what) {
        return s -> s.traffic = what;
    }

    private static Stream<RuleCase> changes() {
        return Stream.of(
                fails("CDC-NOTIF-07", "first time alone", late(t -> t.closes().opens().listens(1500, "CANCELLED")),
                        "and not after this one", "CDC-NOTIF-01"),
                passes("CDC-NOTIF-07", "each time", late(t -> t.closes().opens().notified(Session.SPEED)
                        .notified(Session.CONNECTED)), "each of 2 selections"),
                unseen("CDC-NOTIF-07", "once", s -> { }, "not selected twice"),
                fails("CDC-NOTIF-08", "silent drop", late(t -> t.stimulus(Stimulus.LINK_DOWN)
                        .listens(1500, "CANCELLED")), "the link dropped, and no NetworkConnection told so"),
                fails("CDC-NOTIF-08", "return without speed", late(t -> t.stimulus(Stimulus.LINK_DOWN)
                        .notified(Session.DISCONNECTED).waits(500).stimulus(Stimulus.LINK_UP)
                        .notified(Session.CONNECTED).listens(1500, "CANCELLED")), "without ConnectionSpeedChange"),
                passes("CDC-NOTIF-08", "told", late(t -> t.stimulus(Stimulus.LINK_DOWN).notified(Session.DISCONNECTED)
                        .waits(500).stimulus(Stimulus.LINK_UP).notified(Session.SPEED).notified(Session.CONNECTED)),
                        "were told"),
                unseen("CDC-NOTIF-08", "never switched", s -> { }, "nobody dropped the link"),
                fails("CDC-NOTIF-09", "stale", late(t -> t.waits(1000).stimulus(Stimulus.LINK_DOWN)
                        .stimulus(Stimulus.LINK_UP).notified(Session.DISCONNECTED).listens(1500, "CANCELLED")),
                        "the last NetworkConnection says 0"),
                passes("CDC-NOTIF-09", "true", late(t -> t.waits(1000).stimulus(Stimulus.LINK_DOWN)
                        .stimulus(Stimulus.LINK_UP).notified(Session.SPEED).notified(Session.CONNECTED)
                        .listens(1500, "CANCELLED")), "was true"),
                warns("CDC-NOTIF-12", "waits for it", s -> {
                    s.notifications.clear();
                    s.traffic = t -> t.accepted(ClassRequest.setEthernetPacketFilter(0, 14)).notified(Session.SPEED)
                            .notified(Session.CONNECTED);
                    s.early = t -> t.opens().listens(1500, "CANCELLED").closes();
                }, "without a packet filter", "CDC-NOTIF-01"),
                passes("CDC-NOTIF-12", "at once", s -> { }, "came without a packet filter"),
                unseen("CDC-NOTIF-12", "set before", s -> s.early = t ->
                        t.accepted(ClassRequest.setEthernetPacketFilter(0, 14)), "every time a packet filter was set"));
    }

    private static Stream<RuleCase> transfers() {
        return Stream.of(
                fails("CDC-NOTIF-11", "stalled", late(t -> t.listens(10, "STALL")), "was stalled"),
                passes("CDC-NOTIF-11", "halted by the host", late(t -> t
                        .control(StandardRequests.setEndpointHalt(0x82), "OK", "").listens(10, "STALL")
                        .listens(1500, "CANCELLED")), "pending"),
                unseen("CDC-NOTIF-11", "nobody listened", s -> s.reader = false, "pending for a second"),
                warns("CDC-NOTIF-14", "two in one", s -> s.notifications.set(1, Session.CONNECTED + Session.CONNECTED),
                        "2 notifications came in one packet"),
                passes("CDC-NOTIF-14", "one by one", s -> { }, "one by one"),
                fails("CDC-NOTIF-15", "no answer", s -> s.received = false, "the first DISCOVER", "NET-UDP-01",
                        "NET-DHCP-01"),
                passes("CDC-NOTIF-15", "answered", s -> { }, "was answered"),
                unseen("CDC-NOTIF-15", "not told", s -> s.notifications = List.of(), "no DISCOVER was sent within"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void judges(RuleCase ruleCase) {
        ruleCase.check();
    }
}
