package dev.lanyard.drivers.aware.android;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A snippet server, and on its phone's air a device that pairs by PIN. */
final class FakeSnippet implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PEER = 7;

    private final ServerSocket server;
    private final String service;
    private final String info;
    private final String pin;
    private final List<String> methods = new CopyOnWriteArrayList<>();
    private final Map<String, BlockingQueue<JsonNode>> events = new ConcurrentHashMap<>();
    private int callbacks;

    FakeSnippet(String service, String info, String pin) throws IOException {
        this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        this.service = service;
        this.info = info;
        this.pin = pin;
        Thread.ofVirtual().name("fake snippet").start(this::accept);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** What was called, in order. */
    List<String> methods() {
        return methods;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException _) {
            // The test is over.
            return;
        }
    }

    private void serve(Socket socket) {
        try (socket; BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(),
                StandardCharsets.UTF_8)); Writer out =
                new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                JsonNode asked = JSON.readTree(line);
                ObjectNode reply = asked.has("cmd") ? JSON.createObjectNode().put("status", true).put("uid", 1)
                        : answer(asked);
                out.write(reply.toString() + "\n");
                out.flush();
            }
        } catch (IOException | InterruptedException _) {
            // The peer is gone.
            return;
        }
    }

    private ObjectNode answer(JsonNode asked) throws InterruptedException {
        String method = asked.path("method").asString();
        JsonNode parameters = asked.path("params");
        if (!method.startsWith("event")) {
            methods.add(method);
        }
        ObjectNode reply = JSON.createObjectNode().put("id", asked.path("id").asInt()).putNull("result")
                .putNull("error").putNull("callback");
        String first = parameters.path(0).asString("");
        switch (method) {
            case "wifiAwareIsAvailable" -> reply.put("result", true);
            case "wifiAwareAttach" -> {
                reply.put("callback", "attach");
                happened("attach", "onAttached", JSON.createObjectNode());
            }
            case "wifiAwarePublish", "wifiAwareSubscribe" -> {
                String id = "session" + ++callbacks;
                reply.put("callback", id);
                boolean publishes = method.equals("wifiAwarePublish");
                happened(id, "discoveryResult", JSON.createObjectNode().put("callbackName",
                        publishes ? "onPublishStarted" : "onSubscribeStarted"));
                if (!publishes && service.equals(parameters.path(1).path("service_name").asString())) {
                    ObjectNode found = JSON.createObjectNode().put("peerId", PEER).put("serviceSpecificInfo", info);
                    found.putObject("pairingConfig").put("pairingSetupEnabled", true).put("pairingCacheEnabled", true)
                            .put("bootstrappingMethods", 2);
                    happened(id, "onServiceDiscovered", found);
                }
            }
            case "wifiAwareSendMessage" -> happened(first, "messageSendResult", JSON.createObjectNode()
                    .put("callbackName", "onMessageSendSucceeded"));
            case "wifiAwareInitiateBootstrapping" -> happened(first, parameters.path(2).asInt() == 2
                    ? "onBootstrappingSucceeded" : "onBootstrappingFailed", JSON.createObjectNode());
            case "wifiAwareInitiatePairing" -> happened(first, pin.equals(parameters.path(4).asString(""))
                    ? "onPairingSetupSucceeded" : "onPairingSetupFailed", JSON.createObjectNode());
            case "eventWaitAndGet" -> {
                JsonNode event = queue(first, parameters.path(1).asString()).poll(parameters.path(2).asLong(),
                        TimeUnit.MILLISECONDS);
                if (event == null) {
                    reply.put("error", "EventSnippetException: timeout.");
                } else {
                    reply.set("result", event);
                }
            }
            case "eventGetAll" -> {
                var all = reply.putArray("result");
                BlockingQueue<JsonNode> queue = queue(first, parameters.path(1).asString());
                for (JsonNode event = queue.poll(); event != null; event = queue.poll()) {
                    all.add(event);
                }
            }
            case "wifiAwareDetach", "wifiAwareCloseDiscoverSession" -> { }
            default -> reply.put("error", "UnknownRpc: " + method);
        }
        return reply;
    }

    /** Lets something happen on a callback. */
    void happened(String callback, String name, ObjectNode data) {
        ObjectNode event = JSON.createObjectNode().put("callbackId", callback).put("name", name);
        event.set("data", data);
        queue(callback, name).add(event);
    }

    private BlockingQueue<JsonNode> queue(String callback, String name) {
        return events.computeIfAbsent(callback + " " + name, _ -> new LinkedBlockingQueue<>());
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException _) {
            // The test is over.
            return;
        }
    }
}
