package dev.lanyard.drivers.aware.esp32;

import dev.lanyard.drivers.aware.AwareDataPath;
import dev.lanyard.drivers.aware.AwareEvent;
import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.drivers.aware.AwareOutcome;
import dev.lanyard.drivers.aware.AwarePeer;
import dev.lanyard.drivers.aware.AwareService;
import dev.lanyard.drivers.aware.DataPathSecurity;
import dev.lanyard.drivers.aware.Password;
import dev.lanyard.drivers.aware.delegated.EventQueue;
import dev.lanyard.drivers.console.ConsoleLog;
import dev.lanyard.drivers.console.ConsolePort;
import dev.lanyard.drivers.console.LineAssembler;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.DeviceText;
import dev.lanyard.wire.nan.BootstrappingMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A board with {@code nan_console} as the harness' end: it publishes, subscribes and sends messages. It shows no service
 * information, pairs by its own configuration alone, and keeps the frames of data paths to itself.
 */
public final class Esp32Peer implements AwarePeer {

    private static final String MAC = "(\\p{XDigit}{2}(?::\\p{XDigit}{2}){5})";
    private static final Pattern STARTED = Pattern.compile("(?i).*\\bNAN Discovery started.*");
    private static final Pattern SERVICE = Pattern.compile(
            "(?i).*\\b(?:publish|subscrib)\\w*\\b.*\\bID\\s*-?\\s*(\\d{1,3})\\b.*");
    private static final Pattern SUBSCRIBED = Pattern.compile("(?i)\\bsubscrib");
    private static final Pattern FAILED = Pattern.compile("(?i)^E \\(\\d+\\).*|.*\\b(?:unrecognized command|failed)\\b.*");
    private static final Pattern MATCHED = Pattern.compile(
            "(?i).*Service matched with " + MAC + " \\[Peer Publish id - (\\d{1,3})\\].*");
    private static final Pattern RECEIVED = Pattern.compile(
            "(?i).*Received message '(.*)' from Peer " + MAC + " \\[Peer Service id - (\\d{1,3})\\].*");
    private static final Pattern ENDED = Pattern.compile("(?i).*NDP terminated with Peer " + MAC
            + " \\[NDP ID - (\\d{1,3})\\].*");
    private static final String STOP = "nan -T";
    /** How soon a console repeats what was typed. */
    private static final Duration ECHO = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int LINES = 1_000;
    private static final int LONGEST_MESSAGE = 200;

    private final ConsolePort port;
    private final EventQueue events = new EventQueue();
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(LINES);
    private final Map<Integer, Boolean> published = new ConcurrentHashMap<>();
    private final Thread reader;
    private volatile int subscription;
    private volatile Optional<String> trouble = Optional.empty();
    private volatile boolean closed;

    /** Starts discovery on a board; closing stops it and closes the port. */
    public Esp32Peer(ConsolePort port) throws AwareException, InterruptedException {
        this.port = port;
        reader = Thread.ofVirtual().name("esp32 console").start(this::read);
        try {
            ask("nan -S", STARTED);
        } catch (AwareException e) {
            close();
            throw e;
        }
    }

    @Override
    public Set<Ability> abilities() {
        return Set.of(Ability.PUBLISH, Ability.SUBSCRIBE, Ability.FOLLOW_UP);
    }

    @Override
    public int publish(AwareService service) throws AwareException, InterruptedException {
        service.requireCluster("ESP-IDF's nan_console");
        int id = id(ask("publish -n " + quoted(service.name()) + " -t " + (service.unsolicited() ? 0 : 1), SERVICE));
        published.put(id, true);
        return id;
    }

    @Override
    public int subscribe(AwareService service) throws AwareException, InterruptedException {
        service.requireCluster("ESP-IDF's nan_console");
        int id = id(ask("subscribe -n " + quoted(service.name()) + " -t " + (service.unsolicited() ? 1 : 0), SERVICE));
        published.put(id, false);
        return id;
    }

    private static int id(Matcher answer) {
        return Integer.parseInt(answer.group(1));
    }

    @Override
    public void cancel(int handle) throws AwareException {
        Boolean publishes = published.remove(handle);
        if (publishes != null) {
            write((publishes ? "publish" : "subscribe") + " -C -i " + handle);
        }
    }

    @Override
    public void followUp(int handle, AwareService.Found to, Bytes message) throws AwareException {
        String text = new String(message.toArray(), StandardCharsets.UTF_8);
        if (!Bytes.wrap(text.getBytes(StandardCharsets.UTF_8)).equals(message)
                || message.length() > LONGEST_MESSAGE) {
            throw unable("the console takes text of up to " + LONGEST_MESSAGE + " octets as a message");
        }
        write("send -p " + to.instanceId() + " -i " + handle + " -m " + to.peer() + " -t " + quoted(text));
    }

    /** An argument of ESP-IDF's console, in quotes; it has no way to write a line break. */
    private static String quoted(String text) throws AwareException {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw unable("the console takes no control characters");
        }
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Override
    public AwareOutcome bootstrap(int handle, AwareService.Found with, BootstrappingMethod own, Duration within)
            throws AwareException {
        throw unable("the console has no command that pairs; ESP-IDF pairs by its configuration");
    }

    @Override
    public AwareOutcome pair(int handle, AwareService.Found with, Optional<Password> password, Duration within)
            throws AwareException {
        throw unable("the console has no command that pairs; ESP-IDF pairs by its configuration");
    }

    @Override
    public AwareOutcome verify(int handle, AwareService.Found with, Duration within) throws AwareException {
        throw unable("the console has no command that verifies a pairing");
    }

    @Override
    public AwareDataPath openDataPath(int handle, AwareService.Found with, DataPathSecurity security, Duration within)
            throws AwareException {
        throw unable("a board keeps the frames of its data paths; use a radio or wpa_supplicant");
    }

    @Override
    public void forget(Optional<AwareService.Found> with) throws AwareException {
        throw unable("the console has no command that forgets a pairing; erase the board's flash");
    }

    // --- lines ---

    private void read() {
        LineAssembler assembler = new LineAssembler((line, _) -> take(ConsoleLog.plain(line).replace("nan>", "").strip()));
        byte[] buffer = new byte[4_096];
        while (!closed) {
            try {
                assembler.add(buffer, port.read(buffer));
            } catch (IOException e) {
                trouble = Optional.of(e.getMessage());
                return;
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void take(String line) {
        Matcher matched = MATCHED.matcher(line);
        Matcher received = RECEIVED.matcher(line);
        Matcher ended = ENDED.matcher(line);
        Matcher service = SERVICE.matcher(line);
        if (service.matches() && SUBSCRIBED.matcher(line).find()) {
            // Here, since what it finds may be the next line.
            subscription = id(service);
        }
        if (matched.matches()) {
            AwareService.Found found = found(matched.group(1), Integer.parseInt(matched.group(2)));
            events.add(number -> new AwareEvent.Discovered(number, subscription, found));
        } else if (received.matches()) {
            Bytes message = Bytes.wrap(received.group(1).getBytes(StandardCharsets.UTF_8));
            AwareService.Found from = found(received.group(2), Integer.parseInt(received.group(3)));
            events.add(number -> new AwareEvent.FollowUp(number, subscription, from, message));
        } else if (ended.matches()) {
            events.add(number -> new AwareEvent.DataPathClosed(number, Integer.parseInt(ended.group(2)),
                    "the board reports its end"));
        }
        // Lines that nobody waits for any more make room for others.
        while (!lines.offer(line)) {
            lines.poll();
        }
    }

    private static AwareService.Found found(String peer, int instance) {
        return new AwareService.Found(peer.toLowerCase(Locale.ROOT), instance, Bytes.EMPTY, List.of(), false,
                false, false, false, false);
    }

    /** Sends a command and waits for a line that answers it; its own echo is none. */
    private Matcher ask(String command, Pattern wanted) throws AwareException, InterruptedException {
        lines.clear();
        write(command);
        long end = System.nanoTime() + ANSWER.toNanos();
        for (long left = ANSWER.toNanos(); left > 0; left = end - System.nanoTime()) {
            String line = lines.poll(left, TimeUnit.NANOSECONDS);
            if (line == null || line.equals(command)) {
                continue;
            }
            Matcher matcher = wanted.matcher(line);
            if (matcher.matches()) {
                return matcher;
            }
            if (FAILED.matcher(line).matches()) {
                throw unable(port.name() + " answered " + command + " with " + DeviceText.quoted(line, LONGEST_MESSAGE));
            }
        }
        throw unable(trouble.orElse(port.name() + " did not answer " + command + " within " + ANSWER.toSeconds()
                + " s; does the board run ESP-IDF's nan_console?"));
    }

    private void write(String command) throws AwareException {
        try {
            port.write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw unable(e.getMessage());
        }
    }

    private static AwareException unable(String text) {
        return new AwareException(AwareException.Kind.UNABLE, 0, text);
    }

    @Override
    public void onEvent(Consumer<AwareEvent> listener) {
        events.listen(listener);
    }

    @Override
    public long lastEvent() {
        return events.last();
    }

    @Override
    public Optional<AwareEvent> await(long after, Predicate<AwareEvent> wanted, Duration within)
            throws InterruptedException {
        return events.await(after, wanted, within);
    }

    /** A port that is closed at once forgets what was written last. */
    private void awaitEcho() throws InterruptedException {
        long end = System.nanoTime() + ECHO.toNanos();
        for (long left = ECHO.toNanos(); left > 0; left = end - System.nanoTime()) {
            String line = lines.poll(left, TimeUnit.NANOSECONDS);
            if (line != null && line.endsWith(STOP)) {
                return;
            }
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            lines.clear();
            write(STOP);
            awaitEcho();
        } catch (AwareException _) {
            // The board is gone, and with it what ran there.
            published.clear();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            reader.interrupt();
            port.close();
        }
    }
}
