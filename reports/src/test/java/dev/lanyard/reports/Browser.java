package dev.lanyard.reports;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Debian's Chromium without a window, spoken to in the DevTools protocol: no driver has to be installed beside it. One
 * page; what it requests is kept.
 */
final class Browser implements AutoCloseable {

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final AtomicInteger loads = new AtomicInteger();
    private final String session;

    /** @param folder for the browser's own files */
    Browser(Path folder) throws IOException {
        Path profile = Files.createDirectories(folder.resolve("chromium"));
        process = new ProcessBuilder("chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-extensions",
                "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank")
                .redirectErrorStream(true).redirectOutput(folder.resolve("chromium.log").toFile()).start();
        try {
            Path port = profile.resolve("DevToolsActivePort");
            Awaitility.await("chromium to listen").atMost(PATIENCE).until(() -> Files.exists(port)
                    && Files.readAllLines(port).size() == 2);
            List<String> lines = Files.readAllLines(port);
            socket = client.newWebSocketBuilder().buildAsync(URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)),
                    new Listener()).join();
            String target = call(null, "Target.createTarget", Map.of("url", "about:blank")).get("targetId").asString();
            session = call(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                    .get("sessionId").asString();
            for (String domain : List.of("Page", "Network", "Runtime", "Log")) {
                call(domain + ".enable", Map.of());
            }
        } catch (IOException | RuntimeException e) {
            end();
            throw e;
        }
    }

    static boolean isInstalled() {
        return isInstalled("chromium");
    }

    static boolean isInstalled(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }

    /** Opens {@code page} and waits until it has loaded. */
    void open(URI page) {
        int before = loads.get();
        call("Page.navigate", Map.of("url", page.toString()));
        Awaitility.await(page + " to load").atMost(PATIENCE).until(() -> loads.get() > before);
    }

    /** The value of an expression in the page; a promise is awaited. */
    JsonNode value(String expression) {
        JsonNode answer = call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true,
                "awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(answer.get("exceptionDetails").toString());
        }
        return answer.at("/result/value");
    }

    void size(int width, int height) {
        call("Emulation.setDeviceMetricsOverride", Map.of("width", width, "height", height, "deviceScaleFactor", 1,
                "mobile", width < 600));
    }

    /** @param scheme light or dark; @param media screen or print */
    void look(String scheme, String media) {
        call("Emulation.setEmulatedMedia", Map.of("media", media, "features",
                List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    void key(String key, int code) {
        for (String type : List.of("rawKeyDown", "keyUp")) {
            call("Input.dispatchKeyEvent", Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", code));
        }
    }

    void enter() {
        call("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", "Enter", "code", "Enter", "text", "\r",
                "windowsVirtualKeyCode", 13));
        call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", "Enter", "code", "Enter",
                "windowsVirtualKeyCode", 13));
    }

    void downloadsTo(Path folder) {
        call(null, "Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", folder.toString()));
    }

    /** The whole page as a picture. */
    void screenshot(Path file) throws IOException {
        byte[] png = Base64.getDecoder().decode(call("Page.captureScreenshot", Map.of("format", "png",
                "captureBeyondViewport", true)).get("data").asString());
        Files.createDirectories(file.getParent());
        Files.write(file, png);
    }

    void pdf(Path file) throws IOException {
        Files.write(file, Base64.getDecoder().decode(call("Page.printToPDF", Map.of()).get("data").asString()));
    }

    /** The addresses of everything that was requested so far. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** What the console of the page says went wrong: blocked scripts, exceptions. */
    List<String> errors() {
        return List.copyOf(errors);
    }

    private JsonNode call(String method, Map<String, ?> parameters) {
        return call(session, method, parameters);
    }

    private JsonNode call(String inSession, String method, Map<String, ?> parameters) {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        Map<String, Object> message = new LinkedHashMap<>(Map.of("id", id, "method", method, "params", parameters));
        if (inSession != null) {
            message.put("sessionId", inSession);
        }
        synchronized (socket) {
            socket.sendText(MAPPER.writeValueAsString(message), true).join();
        }
        JsonNode node = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        if (node.has("error")) {
            throw new IllegalStateException(method + ": " + node.get("error"));
        }
        return node.get("result");
    }

    @Override
    public void close() {
        socket.abort();
        client.close();
        end();
    }

    private void end() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        children.forEach(ProcessHandle::destroyForcibly);
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                JsonNode message = MAPPER.readTree(text.toString());
                text.setLength(0);
                take(message);
            }
            webSocket.request(1);
            return null;
        }

        private void take(JsonNode message) {
            if (message.has("id")) {
                answers.remove(message.get("id").asInt()).complete(message);
                return;
            }
            switch (message.path("method").asString("")) {
                case "Network.requestWillBeSent" -> requests.add(message.at("/params/request/url").asString());
                case "Page.loadEventFired" -> loads.incrementAndGet();
                case "Runtime.exceptionThrown" -> errors.add(message.at("/params/exceptionDetails").toString());
                case "Log.entryAdded" -> {
                    if (message.at("/params/entry/level").asString().equals("error")) {
                        errors.add(message.at("/params/entry/text").asString());
                    }
                }
                default -> { }
            }
        }
    }
}
