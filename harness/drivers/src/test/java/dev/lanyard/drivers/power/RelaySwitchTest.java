package dev.lanyard.drivers.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.console.Pty;
import dev.lanyard.drivers.console.SerialSettings;
import dev.lanyard.drivers.console.SerialSource;
import dev.lanyard.drivers.power.PowerSwitch.State;
import dev.lanyard.wire.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A relay with a text protocol on a pseudo terminal, spoken to through jSerialComm. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class RelaySwitchTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final Pty pty = new Pty();
    private volatile boolean contact = true;
    private volatile boolean answers = true;
    private volatile boolean ends;
    private Thread relay;

    /** Knows ON 1, OFF 1 and STATE 1; answers in two pieces, as slow lines do. */
    @BeforeEach
    void start() {
        relay = Thread.ofPlatform().daemon().start(() -> {
            StringBuilder heard = new StringBuilder();
            try {
                while (!ends) {
                    heard.append(pty.read());
                    int end = heard.indexOf("\r");
                    if (end < 0) {
                        Thread.sleep(5);
                        continue;
                    }
                    String order = heard.substring(0, end);
                    heard.delete(0, end + 1);
                    boolean answering = answers;
                    contact = order.equals("ON 1") || !order.equals("OFF 1") && contact;
                    if (answering) {
                        pty.write(order.equals("STATE 1") ? contact ? "1=O" : "1=OF" : "O");
                        Thread.sleep(20);
                        pty.write(order.equals("STATE 1") ? contact ? "N\r\n" : "F\r\n" : "K\r\n");
                    }
                }
            } catch (IOException | InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @AfterEach
    void end() throws InterruptedException {
        ends = true;
        relay.join();
        pty.close();
    }

    private static Bytes octets(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static RelaySwitch.Answer answer(String text) {
        return new RelaySwitch.Answer("'" + text.strip() + "'", said -> said.equals(octets(text)));
    }

    private RelaySwitch relay(Optional<RelaySwitch.Answer> answer, Optional<RelaySwitch.Question> status) {
        return new RelaySwitch("relay", SerialSource.at(pty.path(), SerialSettings.DEFAULT),
                new RelaySwitch.Order(octets("ON 1\r"), answer), new RelaySwitch.Order(octets("OFF 1\r"), answer), status);
    }

    private static Optional<RelaySwitch.Question> question() {
        return Optional.of(new RelaySwitch.Question(octets("STATE 1\r"), answer("1=ON\r\n"), answer("1=OFF\r\n")));
    }

    @Test
    void theRelaySwitchesAndIsAsked() throws Exception {
        try (RelaySwitch power = relay(Optional.of(answer("OK\r\n")), question())) {
            assertEquals(new PowerSwitch.Report(State.OFF, "the relay says that it is off"), power.set(false, LONG));
            assertEquals(State.OFF, power.status(LONG).state());
            assertEquals(State.ON, power.set(true, LONG).state());
        }
    }

    @Test
    void anAcknowledgementIsWorthLessThanAnAnswer() throws Exception {
        try (RelaySwitch power = relay(Optional.of(answer("OK\r\n")), Optional.empty())) {
            assertEquals(new PowerSwitch.Report(State.OFF, "the relay acknowledged the order"), power.set(false, LONG));
        }
    }

    @Test
    void aMuteRelayProvesNothing() throws Exception {
        answers = false;
        try (RelaySwitch power = relay(Optional.empty(), Optional.empty())) {
            assertEquals(new PowerSwitch.Report(State.UNKNOWN, "the relay takes orders and tells nothing"),
                    power.set(false, LONG));
        }
        org.awaitility.Awaitility.await().until(() -> !contact);
    }

    @Test
    void anAnswerThatDoesNotComeOrIsAnotherIsAnError() {
        answers = false;
        try (RelaySwitch power = relay(Optional.of(answer("OK\r\n")), Optional.empty())) {
            String said = assertThrows(IOException.class, () -> power.set(false, Duration.ofMillis(300))).getMessage();
            assertEquals("relay: switching off: the relay should answer 'OK', and said nothing in time", said);
        }
        org.awaitility.Awaitility.await("the order that nobody answers").until(() -> !contact);
        answers = true;
        try (RelaySwitch power = relay(Optional.of(answer("DONE\r\n")), Optional.empty())) {
            String said = assertThrows(IOException.class, () -> power.set(false, Duration.ofSeconds(2))).getMessage();
            assertTrue(said.startsWith("relay: switching off: the relay should answer 'DONE', and said \"OK\\r\\n\""),
                    said);
        }
    }
}
