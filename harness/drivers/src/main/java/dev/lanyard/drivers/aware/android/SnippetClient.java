package dev.lanyard.drivers.aware.android;

import dev.lanyard.wire.DeviceText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A connection to a Mobly snippet server: one JSON object per line each way. One call at a time. */
public final class SnippetClient implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration REPLY = Duration.ofSeconds(60);
    private static final int LONGEST = 1 << 20;
    private static final int SHOWN = 200;

    private final InetSocketAddress address;
    private final Socket socket = new Socket();
    private final BufferedReader in;
    private final Writer out;
    private final int uid;
    private int calls;

    private SnippetClient(InetSocketAddress address, String command, int uid) throws IOException {
        this.address = address;
        try {
            socket.connect(address, (int) CONNECT.toMillis());
            socket.setSoTimeout((int) REPLY.toMillis());
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8);
            JsonNode reply = exchange(JSON.createObjectNode().put("cmd", command).put("uid", uid).toString());
            if (!reply.path("status").asBoolean(false)) {
                throw new IOException("the snippet server at " + address + " refuses the connection");
            }
            this.uid = reply.path("uid").asInt(uid);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** A new session. */
    public static SnippetClient initiate(InetSocketAddress address) throws IOException {
        return new SnippetClient(address, "initiate", -1);
    }

    /** Another connection of the same session, for waiting on events. */
    public SnippetClient another() throws IOException {
        return new SnippetClient(address, "continue", uid);
    }

    /**
     * What a method gave.
     *
     * @param callback names the events of a method that is not done when it returns
     */
    public record Reply(JsonNode result, Optional<String> callback) {}

    /**
     * Calls a method of the snippet.
     *
     * @throws SnippetException when the phone reports an error
     * @throws IOException      when it does not answer; no message holds the parameters, which may be secret
     */
    public synchronized Reply call(String method, Object... parameters) throws IOException {
        int id = calls++;
        JsonNode reply = exchange(JSON.createObjectNode().put("id", id).put("method", method)
                .set("params", JSON.valueToTree(List.of(parameters))).toString());
        if (reply.path("id").asInt(-1) != id) {
            throw new IOException("the snippet server at " + address + " answered another call than " + method);
        }
        JsonNode error = reply.path("error");
        if (!error.isNull() && !error.isMissingNode()) {
            throw new SnippetException(method + ": " + DeviceText.line(error.asString(error.toString()), SHOWN));
        }
        JsonNode callback = reply.path("callback");
        return new Reply(reply.path("result"), callback.isNull() || callback.isMissingNode() ? Optional.empty()
                : Optional.of(callback.asString("")));
    }

    /** The next event of this name of a callback; empty when none comes in time. */
    public Optional<JsonNode> event(String callback, String name, Duration within) throws IOException {
        try {
            return Optional.of(call("eventWaitAndGet", callback, name, within.toMillis()).result().path("data"));
        } catch (SnippetException none) {
            // The snippet reports the end of the wait as an error.
            return Optional.empty();
        }
    }

    /** All events of this name of a callback that nobody took yet. */
    public List<JsonNode> events(String callback, String name) throws IOException {
        return call("eventGetAll", callback, name).result().valueStream().map(event -> event.path("data")).toList();
    }

    private JsonNode exchange(String line) throws IOException {
        out.write(line);
        out.write('\n');
        out.flush();
        StringBuilder text = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("the snippet server at " + address + " closed the connection");
            }
            if (text.length() == LONGEST) {
                throw new IOException("the snippet server at " + address + " sends a line without end");
            }
            text.append((char) octet);
        }
        try {
            JsonNode reply = JSON.readTree(text.toString());
            if (reply.isObject()) {
                return reply;
            }
        } catch (JacksonException _) {
            // Said below.
        }
        throw new IOException("the snippet server at " + address + " answered "
                + DeviceText.quoted(text.toString(), SHOWN) + ", which is no JSON object");
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // Nothing is left to give back.
            return;
        }
    }
}
