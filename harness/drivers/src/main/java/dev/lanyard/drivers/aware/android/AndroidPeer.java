package dev.lanyard.drivers.aware.android;

import dev.lanyard.drivers.aware.AwareDataPath;
import dev.lanyard.drivers.aware.AwareEvent;
import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.drivers.aware.AwareOutcome;
import dev.lanyard.drivers.aware.AwareOutcome.Result;
import dev.lanyard.drivers.aware.AwarePeer;
import dev.lanyard.drivers.aware.AwareService;
import dev.lanyard.drivers.aware.DataPathSecurity;
import dev.lanyard.drivers.aware.Password;
import dev.lanyard.drivers.aware.delegated.EventQueue;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.security.CipherSuite;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * An Android phone as the harness' end, by AOSP's Wi-Fi snippet. It chooses addresses, schedules and cipher suites
 * itself, takes and gives text as service information, and verifies pairings by itself as soon as it meets the other
 * device. Pairing needs Android 14, and a phone that says it can.
 */
public final class AndroidPeer implements AwarePeer {

    private static final Duration STARTED = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(200);
    /** Of Android's Characteristics. */
    private static final int PASN_128 = 16;
    private static final int PASN_256 = 32;
    private static final String ALIAS = "lanyard-";

    private final SnippetClient calls;
    private final SnippetClient waits;
    private final AutoCloseable snippet;
    private final EventQueue events = new EventQueue();
    private final Map<Integer, Session> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger handles = new AtomicInteger();
    private final AtomicInteger messages = new AtomicInteger();
    private final String attached;
    private final Thread reader;
    private volatile boolean closed;

    /** A publish or subscribe: its callback's id names it. */
    private record Session(String id, AwareService service) {}

    /**
     * Attaches to Wi-Fi Aware on the phone.
     *
     * @param snippet what is closed in the end: {@link AdbSnippet}
     */
    public AndroidPeer(SnippetClient calls, AutoCloseable snippet) throws IOException, AwareException {
        this.calls = calls;
        this.waits = calls.another();
        this.snippet = snippet;
        if (!calls.call("wifiAwareIsAvailable").result().asBoolean(false)) {
            throw unable("Wi-Fi Aware is not available on the phone: switch Wi-Fi and location on");
        }
        attached = calls.call("wifiAwareAttach").callback().orElseThrow(() ->
                unable("the snippet does not tell of attaching"));
        if (waits.event(attached, "onAttached", STARTED).isEmpty()) {
            throw unable("the phone did not attach to Wi-Fi Aware within " + STARTED.toSeconds() + " s");
        }
        reader = Thread.ofVirtual().name("android events").start(this::read);
    }

    @Override
    public Set<Ability> abilities() {
        return Set.of(Ability.PUBLISH, Ability.SUBSCRIBE, Ability.FOLLOW_UP, Ability.BOOTSTRAP, Ability.PAIR);
    }

    // --- services ---

    @Override
    public int publish(AwareService service) throws AwareException {
        service.requireCluster("the Wi-Fi Aware snippet of Android");
        Map<String, Object> configuration = configuration(service);
        configuration.put("publish_type", service.unsolicited() ? 0 : 1);
        return begin("wifiAwarePublish", "onPublishStarted", configuration, service);
    }

    @Override
    public int subscribe(AwareService service) throws AwareException {
        service.requireCluster("the Wi-Fi Aware snippet of Android");
        Map<String, Object> configuration = configuration(service);
        configuration.put("subscribe_type", service.unsolicited() ? 1 : 0);
        return begin("wifiAwareSubscribe", "onSubscribeStarted", configuration, service);
    }

    private static Map<String, Object> configuration(AwareService service) throws AwareException {
        Map<String, Object> configuration = new HashMap<>();
        configuration.put("service_name", service.name());
        configuration.put("service_specific_info", text(service.info()));
        configuration.put("terminate_notification_enabled", true);
        int methods = service.methods().stream().mapToInt(BootstrappingMethod::bit).sum();
        if (methods != 0) {
            configuration.put("pairing_config", Map.of("pairing_setup_enabled", true, "pairing_cache_enabled", true,
                    "pairing_verification_enabled", true, "bootstrapping_methods", methods));
        }
        return configuration;
    }

    /** The snippet takes text. */
    private static String text(Bytes octets) throws AwareException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets.toArray())).toString();
        } catch (CharacterCodingException _) {
            throw unable("the snippet on the phone takes text in UTF-8, not any octets");
        }
    }

    private int begin(String method, String started, Map<String, Object> configuration, AwareService service)
            throws AwareException {
        String id = call(method, attached, configuration).callback().orElseThrow(() ->
                unable("the snippet does not tell of " + method));
        String callback = event(id, "discoveryResult", STARTED).map(data -> data.path("callbackName").asString(""))
                .orElse("nothing");
        if (!callback.equals(started)) {
            throw unable("the phone answered " + method + " with " + callback);
        }
        int handle = handles.incrementAndGet();
        sessions.put(handle, new Session(id, service));
        return handle;
    }

    @Override
    public void cancel(int handle) throws AwareException {
        Session session = sessions.remove(handle);
        if (session != null) {
            call("wifiAwareCloseDiscoverSession", session.id());
        }
    }

    @Override
    public void followUp(int handle, AwareService.Found to, Bytes message) throws AwareException {
        Session session = session(handle);
        call("wifiAwareSendMessage", session.id(), to.instanceId(), messages.incrementAndGet(), text(message));
        String callback = event(session.id(), "messageSendResult", STARTED)
                .map(data -> data.path("callbackName").asString("")).orElse("nothing");
        if (!callback.equals("onMessageSendSucceeded")) {
            throw new AwareException(AwareException.Kind.SILENT, 0, "the phone could not send the message: " + callback);
        }
    }

    // --- pairing ---

    @Override
    public AwareOutcome bootstrap(int handle, AwareService.Found with, BootstrappingMethod own, Duration within)
            throws AwareException {
        Session session = session(handle);
        // Android names the method of the other end.
        call("wifiAwareInitiateBootstrapping", session.id(), with.instanceId(), own.complement().bit());
        return outcome(session, within, "onBootstrappingSucceeded", "onBootstrappingFailed", Result.REFUSED,
                "bootstrapping");
    }

    @Override
    public AwareOutcome pair(int handle, AwareService.Found with, Optional<Password> password, Duration within)
            throws AwareException {
        Session session = session(handle);
        boolean strong = session.service().suites().contains(CipherSuite.NCS_PK_PASN_256)
                && !session.service().suites().contains(CipherSuite.NCS_PK_PASN_128);
        String alias = ALIAS + with.peer();
        if (password.isPresent()) {
            call("wifiAwareInitiatePairing", session.id(), with.instanceId(), alias, strong ? PASN_256 : PASN_128,
                    password.get().expose());
        } else {
            call("wifiAwareInitiatePairing", session.id(), with.instanceId(), alias, strong ? PASN_256 : PASN_128);
        }
        AwareOutcome outcome = outcome(session, within, "onPairingSetupSucceeded", "onPairingSetupFailed",
                password.isPresent() ? Result.NOT_AUTHENTIC : Result.REFUSED, "pairing");
        events.add(number -> new AwareEvent.Paired(number, handle, with, false, outcome));
        return outcome;
    }

    /** Both ends of the question in turns, since the snippet waits for one name at a time. */
    private AwareOutcome outcome(Session session, Duration within, String good, String bad, Result otherwise,
                                 String what) throws AwareException {
        long end = System.nanoTime() + within.toNanos();
        while (System.nanoTime() < end) {
            if (event(session.id(), good, LOOK).isPresent()) {
                return new AwareOutcome(Result.DONE, 0, what + " succeeded");
            }
            if (!all(session.id(), bad).isEmpty()) {
                return new AwareOutcome(otherwise, 0, "the phone reports that " + what + " failed; it does not say why");
            }
        }
        return new AwareOutcome(Result.SILENT, 0, "no end of " + what + " within " + within.toMillis() + " ms");
    }

    @Override
    public AwareOutcome verify(int handle, AwareService.Found with, Duration within) throws AwareException {
        throw unable("a phone verifies a pairing by itself when it meets the device again; wait for the event");
    }

    @Override
    public AwareDataPath openDataPath(int handle, AwareService.Found with, DataPathSecurity security, Duration within)
            throws AwareException {
        throw unable("a phone gives sockets over its data paths, not frames; use a radio or wpa_supplicant");
    }

    @Override
    public void forget(Optional<AwareService.Found> with) throws AwareException {
        throw unable("the snippet cannot forget pairings; reset the phone's Wi-Fi Aware pairings in its settings");
    }

    // --- events ---

    private void read() {
        while (!closed) {
            try {
                for (Map.Entry<Integer, Session> entry : sessions.entrySet()) {
                    look(entry.getKey(), entry.getValue());
                }
                Thread.sleep(LOOK);
            } catch (IOException _) {
                // The phone is gone; whoever asks it next says so.
                return;
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void look(int handle, Session session) throws IOException {
        for (JsonNode data : calls.events(session.id(), "onServiceDiscovered")) {
            events.add(number -> new AwareEvent.Discovered(number, handle, found(data)));
        }
        for (JsonNode data : calls.events(session.id(), "onMessageReceived")) {
            Bytes message = octets(data.path("receivedMessage"));
            events.add(number -> new AwareEvent.FollowUp(number, handle, found(data), message));
        }
        for (JsonNode data : calls.events(session.id(), "onPairingVerificationSucceed")) {
            events.add(number -> new AwareEvent.Paired(number, handle, found(data), true,
                    new AwareOutcome(Result.DONE, 0, "verified")));
        }
    }

    private static AwareService.Found found(JsonNode data) {
        int peer = data.path("peerId").asInt(0);
        JsonNode pairing = data.path("pairingConfig");
        List<BootstrappingMethod> methods = BootstrappingMethod.of(pairing.path("bootstrappingMethods")
                .asInt(data.path("bootstrappingMethod").asInt(0)));
        boolean pairs = pairing.path("pairingSetupEnabled").asBoolean(data.path("pairingSetupEnabled").asBoolean(false));
        boolean caches = pairing.path("pairingCacheEnabled")
                .asBoolean(data.path("pairingCacheEnabled").asBoolean(false));
        // Android hides the other end's address, and whether it has data paths, behind its number.
        return new AwareService.Found(Integer.toString(peer), peer, octets(data.path("serviceSpecificInfo")), methods,
                pairs, caches, pairs, pairs, data.has("pairedAlias"));
    }

    /** Octets as the snippet gives them: text, or a list of numbers. */
    private static Bytes octets(JsonNode node) {
        return node.isArray() ? Bytes.of(node.valueStream().mapToInt(one -> one.asInt(0)).toArray())
                : Bytes.wrap(node.asString("").getBytes(StandardCharsets.UTF_8));
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

    // --- calls ---

    private Session session(int handle) throws AwareException {
        Session session = sessions.get(handle);
        if (session == null) {
            throw unable("no publish or subscribe has handle " + handle);
        }
        return session;
    }

    private SnippetClient.Reply call(String method, Object... parameters) throws AwareException {
        try {
            return calls.call(method, parameters);
        } catch (IOException e) {
            throw unable(e.getMessage());
        }
    }

    private Optional<JsonNode> event(String callback, String name, Duration within) throws AwareException {
        try {
            return waits.event(callback, name, within);
        } catch (IOException e) {
            throw unable(e.getMessage());
        }
    }

    private List<JsonNode> all(String callback, String name) throws AwareException {
        try {
            return waits.events(callback, name);
        } catch (IOException e) {
            throw unable(e.getMessage());
        }
    }

    private static AwareException unable(String text) {
        return new AwareException(AwareException.Kind.UNABLE, 0, text);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        reader.interrupt();
        try {
            for (int handle : Set.copyOf(sessions.keySet())) {
                cancel(handle);
            }
            call("wifiAwareDetach", attached);
        } catch (AwareException _) {
            // The phone is gone, and with it what was asked of it.
            sessions.clear();
        } finally {
            calls.close();
            waits.close();
            try {
                snippet.close();
            } catch (Exception _) {
                // What is left of it is on the phone.
                sessions.clear();
            }
        }
    }
}
