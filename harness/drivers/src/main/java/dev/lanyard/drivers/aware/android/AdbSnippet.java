package dev.lanyard.drivers.aware.android;

import dev.lanyard.wire.DeviceText;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The snippet on a phone, started by adb, its port forwarded to this machine; closing stops it and ends the forward. */
public final class AdbSnippet implements AutoCloseable {

    /** The package of AOSP's Wi-Fi snippet. */
    public static final String PACKAGE = "com.google.snippet.wifi";

    private static final String RUNNER = "com.google.android.mobly.snippet.SnippetRunner";
    private static final Pattern PROTOCOL = Pattern.compile("SNIPPET START, PROTOCOL (\\d+) (\\d+)");
    private static final Pattern PORT = Pattern.compile("SNIPPET SERVING, PORT (\\d{1,5})");
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration COMMAND = Duration.ofSeconds(30);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final int SHOWN = 200;

    private final List<String> adb;
    private final String snippet;
    private final Process instrumentation;
    private int forwarded;

    private AdbSnippet(List<String> adb, String snippet) throws IOException, InterruptedException {
        this.adb = adb;
        this.snippet = snippet;
        instrumentation = start("shell", "am", "instrument", "-w", "-e", "action", "start", snippet + "/" + RUNNER);
        try {
            forwarded = forward(servingPort());
        } catch (IOException | InterruptedException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts the snippet.
     *
     * @param program adb
     * @param serial  of the phone; empty when only one is there
     * @param snippet the package, {@link #PACKAGE}
     */
    public static AdbSnippet start(String program, String serial, String snippet)
            throws IOException, InterruptedException {
        return new AdbSnippet(command(program, serial), snippet);
    }

    /**
     * Whether adb is there and sees the phone; starts adb's server where none runs, as every use of adb does.
     *
     * @param serial as for {@link #start}
     */
    public static void requirePhone(String program, String serial) throws IOException, InterruptedException {
        List<String> adb = command(program, serial);
        String state = run(adb, "get-state").strip();
        if (!state.equals("device")) {
            throw new IOException("adb has no phone" + (serial.isEmpty() ? "" : " " + serial) + " to use: it says "
                    + DeviceText.quoted(state, SHOWN) + "; adb devices shows those there are, and a phone asks whether "
                    + "it trusts this machine");
        }
    }

    private static List<String> command(String program, String serial) {
        return serial.isEmpty() ? List.of(program) : List.of(program, "-s", serial);
    }

    /** Where the snippet is to be reached on this machine. */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), forwarded);
    }

    private Process start(String... arguments) throws IOException {
        return start(adb, arguments);
    }

    private static Process start(List<String> adb, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(adb);
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new IOException(adb.getFirst() + " cannot be run: install Android's platform tools (Debian: apt-get "
                    + "install adb)", e);
        }
    }

    private int servingPort() throws IOException, InterruptedException {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        Thread.ofVirtual().name("adb instrumentation").start(() -> read(port));
        try {
            return port.get(START.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IOException("the snippet " + snippet + " did not say its port within " + START.toSeconds() + " s",
                    e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }

    /** Reads to the end, so that the phone can write. */
    private void read(CompletableFuture<Integer> port) {
        String last = "";
        try (BufferedReader in = instrumentation.inputReader(StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                last = line.isBlank() ? last : line;
                Matcher protocol = PROTOCOL.matcher(line.strip());
                if (protocol.matches() && !protocol.group(1).equals("1")) {
                    port.completeExceptionally(new IOException("the snippet speaks protocol " + protocol.group(1)
                            + ", Lanyard 1"));
                }
                Matcher serving = PORT.matcher(line.strip());
                if (serving.matches()) {
                    port.complete(Integer.parseInt(serving.group(1)));
                }
            }
        } catch (IOException e) {
            port.completeExceptionally(e);
        }
        port.completeExceptionally(new IOException("the snippet " + snippet + " does not run; adb says "
                + DeviceText.quoted(last, SHOWN) + ". Is a phone there (adb devices), and the snippet installed on it?"));
    }

    private int forward(int port) throws IOException, InterruptedException {
        String text = run("forward", "tcp:0", "tcp:" + port).strip();
        if (!text.matches("\\d{1,5}")) {
            throw new IOException("adb forward answered " + DeviceText.quoted(text, SHOWN) + ", no port");
        }
        return Integer.parseInt(text);
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        return run(adb, arguments);
    }

    private static String run(List<String> adb, String... arguments) throws IOException, InterruptedException {
        Process process = start(adb, arguments);
        CompletableFuture<String> text = CompletableFuture.supplyAsync(() -> {
            try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
                return in.readLine();
            } catch (IOException e) {
                return "";
            }
        });
        if (!process.waitFor(COMMAND.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("adb " + arguments[0] + " did not end within " + COMMAND.toSeconds() + " s");
        }
        try {
            // A server that adb started may keep the output open.
            String line = text.get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
            return line == null ? "" : line;
        } catch (TimeoutException | ExecutionException e) {
            return "";
        }
    }

    @Override
    public void close() {
        try {
            run("shell", "am", "instrument", "-w", "-e", "action", "stop", snippet + "/" + RUNNER);
            if (forwarded != 0) {
                run("forward", "--remove", "tcp:" + forwarded);
            }
        } catch (IOException _) {
            // The phone is gone, and with it what ran there.
            forwarded = 0;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            instrumentation.destroy();
        }
    }
}
