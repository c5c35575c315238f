package dev.lanyard.rules;

import static dev.lanyard.rules.RuleCase.fails;
import static dev.lanyard.rules.RuleCase.passes;
import static dev.lanyard.rules.RuleCase.unseen;
import static dev.lanyard.rules.RuleCase.warns;

import dev.lanyard.rules.observation.Stimulus;
import dev.lanyard.wire.usb.StandardRequests;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an accessory survives. */
class LifeRulesTest {

    /** The first 512 octets of a block of 1024. */
    private static final String HALF_BLOCK = "4e434d480c0000000004f003" + "00".repeat(500);

    static Stream<RuleCase> cases() {
        return Stream.of(attaches(), resets(), halts(), endurance()).flatMap(cases -> cases);
    }

    private static Consumer<Session> late(Consumer<Session> what) {
        return s -> s.traffic = what;
    }

    private static Consumer<Session> up() {
        return t -> t.opens().notified(Session.SPEED).notified(Session.CONNECTED);
    }

    private static Session again(Session session, Consumer<Session> then) {
        session.comesBack(false);
        up().andThen(then).accept(session);
        return session;
    }

    private static Stream<RuleCase> attaches() {
        return Stream.of(
                fails("LIFE-01", "the first alone", late(t -> again(t, Session::asks)), "after an attach: no answer"),
                passes("LIFE-01", "five", late(t -> {
                    for (int i = 0; i < 4; i++) {
                        again(t, Session::talks);
                    }
                }), "seen 5 times"),
                unseen("LIFE-01", "twice", late(t -> again(t, Session::talks)), "5 times"),
                fails("LIFE-07", "lost", late(t -> up().andThen(s -> s.asks().waits(500).talks()).accept(
                        t.wrote(HALF_BLOCK).comesBack(true))), "it had to be repeated"),
                passes("LIFE-07", "answered", late(t -> up().andThen(Session::talks).accept(
                        t.wrote(HALF_BLOCK).comesBack(true))), "seen 1 time"),
                unseen("LIFE-07", "a whole block", late(t -> up().andThen(Session::talks).accept(
                        t.wrote(HALF_BLOCK.replace("0004f003", "0002f001")).comesBack(true))), "was not pulled"));
    }

    private static Stream<RuleCase> resets() {
        return Stream.of(
                fails("LIFE-02", "dead", late(t -> up().andThen(Session::asks).accept(t.configures(4)
                        .stimulus(Stimulus.PORT_RESET))), "after a bus reset: no answer"),
                fails("LIFE-02", "late", late(t -> up().andThen(s -> s.asks().waits(2500).hears(Session.HOST)).accept(
                        t.configures(4).stimulus(Stimulus.PORT_RESET))), "came after 2.5 s"),
                passes("LIFE-02", "back", late(t -> up().andThen(Session::talks).accept(t.configures(4)
                        .stimulus(Stimulus.PORT_RESET))), "after a bus reset"),
                unseen("LIFE-02", "not reset", s -> { }, "was not reset"),
                fails("LIFE-03", "dead", late(t -> up().andThen(Session::asks).accept(t.configures(0).configures(4))),
                        "no answer"),
                fails("LIFE-03", "refused", late(t -> t.configures(0).control(StandardRequests.setConfiguration(1),
                        "STALL", "")), "SET_CONFIGURATION 1 ended with STALL"),
                passes("LIFE-03", "back", late(t -> up().andThen(Session::talks).accept(t.configures(0).configures(4))),
                        "seen 1 time"),
                fails("LIFE-04", "still open", late(t -> t.configures(4).control(StandardRequests.getInterface(1), "OK",
                        "01")), "GET_INTERFACE answers 1"),
                passes("LIFE-04", "put back", late(t -> up().andThen(Session::talks).accept(t.configures(4)
                        .control(StandardRequests.getInterface(1), "OK", "00"))), "the same configuration again"),
                unseen("LIFE-04", "not asked", late(t -> up().andThen(Session::talks).accept(t.configures(4))),
                        "GET_INTERFACE was not answered"));
    }

    private static Session cleared(Session session, int endpoint, String after) {
        return session.control(StandardRequests.setEndpointHalt(endpoint), "OK", "")
                .control(StandardRequests.clearEndpointHalt(endpoint), "OK", "")
                .control(StandardRequests.getEndpointStatus(endpoint), "OK", after);
    }

    private static Stream<RuleCase> halts() {
        return Stream.of(
                fails("LIFE-05", "still halted", late(t -> cleared(t, 0x81, "0100")), "0x81 is still halted"),
                fails("LIFE-05", "dead", late(t -> cleared(t, 0x01, "0000").asks()), "after clearing a halt"),
                passes("LIFE-05", "both", late(t -> cleared(cleared(t, 0x01, "0000").talks(), 0x81, "0000").talks()),
                        "seen 2 times"),
                unseen("LIFE-05", "one", late(t -> cleared(t, 0x01, "0000").talks()), "not both"));
    }

    private static Stream<RuleCase> endurance() {
        return Stream.of(
                warns("LIFE-06", "a loss", late(t -> t.echoes(70, 3)), "1 of"),
                passes("LIFE-06", "an hour", late(t -> t.echoes(3601, -1)), "none of"),
                unseen("LIFE-06", "seconds", s -> { }, "for a minute"),
                unseen("LIFE-06", "two minutes", late(t -> t.echoes(120, -1)), "not an hour"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void judges(RuleCase ruleCase) {
        ruleCase.check();
    }
}
