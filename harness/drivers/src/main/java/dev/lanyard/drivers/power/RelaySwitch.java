package dev.lanyard.drivers.power;

import dev.lanyard.drivers.console.ConsolePort;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.DeviceText;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A relay on a serial line that takes orders as octets and may answer. The line is opened for each order, so that other
 * programs may use the relay's other contacts.
 */
public final class RelaySwitch implements PowerSwitch {

    private static final int LONGEST_ANSWER = 1_024;
    private static final Duration UNANSWERED = Duration.ofMillis(50);

    /**
     * An order.
     *
     * @param octets what is sent
     * @param answer what the relay must say; empty when it says nothing
     */
    public record Order(Bytes octets, Optional<Answer> answer) {}

    /** What an answer must be; {@code shown} is how the bench file writes it. */
    public record Answer(String shown, Predicate<Bytes> is) {}

    /** How the relay is asked: what is sent, and the answers that mean on and off. */
    public record Question(Bytes octets, Answer on, Answer off) {}

    private final String name;
    private final ConsolePort.Source line;
    private final Order on;
    private final Order off;
    private final Optional<Question> status;

    public RelaySwitch(String name, ConsolePort.Source line, Order on, Order off, Optional<Question> status) {
        this.name = name;
        this.line = line;
        this.on = on;
        this.off = off;
        this.status = status;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Report set(boolean wanted, Duration within) throws IOException, InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        Order order = wanted ? on : off;
        String asked = name + ": switching " + (wanted ? "on" : "off");
        try (ConsolePort port = line.open()) {
            port.write(order.octets().toArray());
            if (order.answer().isPresent()) {
                Answer answer = order.answer().get();
                listen(port, asked, end, said -> answer.is().test(said) ? Optional.of(true) : Optional.empty(),
                        answer.shown());
            } else {
                // The order must have left before the line is closed.
                Thread.sleep(UNANSWERED);
            }
            if (status.isPresent()) {
                return ask(port, status.get(), end);
            }
            return order.answer().isPresent()
                    ? new Report(wanted ? State.ON : State.OFF, "the relay acknowledged the order")
                    : new Report(State.UNKNOWN, "the relay takes orders and tells nothing");
        }
    }

    @Override
    public Report status(Duration within) throws IOException, InterruptedException {
        if (status.isEmpty()) {
            return new Report(State.UNKNOWN, "the bench file does not say how the relay is asked");
        }
        try (ConsolePort port = line.open()) {
            return ask(port, status.get(), System.nanoTime() + within.toNanos());
        }
    }

    private Report ask(ConsolePort port, Question question, long end) throws IOException, InterruptedException {
        port.write(question.octets().toArray());
        State state = listen(port, name + ": asking", end, said -> question.on().is().test(said) ? Optional.of(State.ON)
                        : question.off().is().test(said) ? Optional.of(State.OFF) : Optional.empty(),
                question.on().shown() + " or " + question.off().shown());
        return new Report(state, "the relay says that it is " + (state == State.ON ? "on" : "off"));
    }

    /** What an answer means, once it is whole. */
    private interface Reading<T> {
        Optional<T> of(Bytes said);
    }

    private static <T> T listen(ConsolePort port, String asked, long end, Reading<T> reading, String expected)
            throws IOException, InterruptedException {
        Bytes said = Bytes.EMPTY;
        byte[] buffer = new byte[256];
        while (true) {
            int count = port.read(buffer);
            if (count > 0) {
                said = said.concat(Bytes.copyOf(buffer, 0, count));
                Optional<T> meaning = reading.of(said);
                if (meaning.isPresent()) {
                    return meaning.get();
                }
            }
            if (said.length() > LONGEST_ANSWER || System.nanoTime() > end) {
                throw new IOException(asked + ": the relay should answer " + expected + ", and " + (said.isEmpty()
                        ? "said nothing in time" : "said " + DeviceText.quoted(said) + " (" + said.truncate(32).toHex()
                        + ")"));
            }
        }
    }

    @Override
    public void close() {
        // The line is closed after each order.
    }
}
