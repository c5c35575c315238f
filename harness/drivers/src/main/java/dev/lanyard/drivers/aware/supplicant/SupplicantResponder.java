package dev.lanyard.drivers.aware.supplicant;

import dev.lanyard.drivers.aware.AwareDataPath;
import dev.lanyard.drivers.aware.AwareEvent;
import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.drivers.aware.AwareOutcome;
import dev.lanyard.drivers.aware.AwareService;
import dev.lanyard.drivers.aware.Password;
import dev.lanyard.drivers.aware.delegated.EventQueue;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.security.CipherSuite;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers what other devices begin with a service of ours: wpa_supplicant asks whoever is attached before it accepts a
 * bootstrapping, a pairing or a data path. Commands and events are those of hostap's NAN tests; not seen on hardware.
 */
final class SupplicantResponder implements AutoCloseable {

    /** Requests that wait for their answer; more than that is a flood, and the rest goes unanswered. */
    private static final int WAITING = 64;
    private static final int AUTH_NONE = 0;
    private static final int AUTH_PASSWORD = 1;
    private static final int AUTH_CACHED = 2;
    private static final int SECURITY_POLICY = 8;

    private final Commands commands;
    private final Services services;
    private final Optional<Password> pin;
    private final EventQueue events;
    private final BlockingQueue<SupplicantEvent> requests = new ArrayBlockingQueue<>(WAITING);
    /** What was accepted and is not over, by device. */
    private final Map<String, Accepted> bootstrapping = new ConcurrentHashMap<>();
    private final Map<String, Accepted> pairing = new ConcurrentHashMap<>();
    private final Map<String, Accepted> opening = new ConcurrentHashMap<>();
    /** The roles that were agreed on, by device. */
    private final Map<String, BootstrappingMethod> roles = new ConcurrentHashMap<>();
    private final Thread worker;

    private record Accepted(int handle, int instance, boolean special) {}

    /** Asks wpa_supplicant. */
    interface Commands {
        String ask(String command) throws AwareException, InterruptedException;
    }

    /** What is published. */
    interface Services {

        /** The service under a handle; where wpa_supplicant does not say the handle, the only one. */
        Optional<Map.Entry<Integer, AwareService>> published(int handle);

        /** The data path that an event tells of. */
        AwareDataPath path(SupplicantEvent connected, boolean secured) throws IOException, InterruptedException;

        /** The network interface of data paths. */
        String dataInterface();
    }

    SupplicantResponder(Commands commands, Services services, Optional<Password> pin, EventQueue events) {
        this.commands = commands;
        this.services = services;
        this.pin = pin;
        this.events = events;
        this.worker = Thread.ofVirtual().name("wpa_supplicant responder").start(this::work);
    }

    /** Takes an event; false when it is not about something that another device began. */
    boolean take(SupplicantEvent event) {
        return switch (event.name()) {
            case "NAN-BOOTSTRAP-REQUEST", "NAN-PAIRING-REQUEST", "NAN-NDP-REQUEST", "NAN-NDP-COUNTER-REQUEST" -> {
                requests.offer(event);
                yield true;
            }
            case "NAN-BOOTSTRAP-SUCCESS", "NAN-BOOTSTRAP-FAILURE" -> ended(bootstrapping, event, this::bootstrapped);
            case "NAN-PAIRING-STATUS" -> ended(pairing, event, this::paired);
            case "NAN-NDP-CONNECTED" -> opening.containsKey(event.peer()) && requests.offer(event);
            case "NAN-NDP-DISCONNECTED" -> {
                opening.remove(event.peer());
                yield false;
            }
            default -> false;
        };
    }

    private interface End {
        void come(Accepted what, SupplicantEvent event);
    }

    private static boolean ended(Map<String, Accepted> of, SupplicantEvent event, End end) {
        Accepted accepted = of.remove(event.peer());
        if (accepted != null) {
            end.come(accepted, event);
        }
        return accepted != null;
    }

    private void work() {
        try {
            while (true) {
                answer(requests.take());
            }
        } catch (InterruptedException _) {
            // The peer is closed.
            requests.clear();
        }
    }

    private void answer(SupplicantEvent event) throws InterruptedException {
        try {
            switch (event.name()) {
                case "NAN-BOOTSTRAP-REQUEST" -> bootstrap(event);
                case "NAN-PAIRING-REQUEST" -> pair(event);
                case "NAN-NDP-REQUEST" -> open(event);
                case "NAN-NDP-COUNTER-REQUEST" -> commands.ask("NAN_NDP_RESPONSE accept" + path(event));
                default -> opened(event);
            }
        } catch (AwareException _) {
            // wpa_supplicant is gone or does not know the device any more; the other end times out.
            forget(event.peer());
        }
    }

    private void forget(String peer) {
        bootstrapping.remove(peer);
        pairing.remove(peer);
        opening.remove(peer);
    }

    private void bootstrap(SupplicantEvent event) throws AwareException, InterruptedException {
        Optional<Map.Entry<Integer, AwareService>> service = services.published(event.number("handle", 0));
        List<BootstrappingMethod> asked = BootstrappingMethod.of(event.number("pbm", 0));
        if (service.isEmpty() || asked.size() != 1 || !service.get().getValue().methods().contains(asked.getFirst())) {
            commands.ask("NAN_BOOTSTRAP_RESET " + event.peer());
            return;
        }
        int instance = event.number("requestor_instance_id", event.number("req_instance_id", 0));
        remember(roles, event.peer(), asked.getFirst());
        remember(bootstrapping, event.peer(), new Accepted(service.get().getKey(), instance, false));
        commands.ask("NAN_BOOTSTRAP " + event.peer() + " handle=" + service.get().getKey() + " req_instance_id="
                + instance + " method=" + asked.getFirst().bit() + " auth");
    }

    private void bootstrapped(Accepted what, SupplicantEvent event) {
        if (event.name().equals("NAN-BOOTSTRAP-SUCCESS")) {
            events.add(number -> new AwareEvent.Bootstrapped(number, what.handle(), found(event, what),
                    roles.getOrDefault(event.peer(), BootstrappingMethod.OPPORTUNISTIC)));
        }
    }

    private void pair(SupplicantEvent event) throws AwareException, InterruptedException {
        Optional<Map.Entry<Integer, AwareService>> service = services.published(event.number("handle", 0));
        boolean verification = event.flag("verify");
        boolean free = roles.get(event.peer()) == BootstrappingMethod.OPPORTUNISTIC;
        if (service.isEmpty() || !verification && !free && pin.isEmpty()) {
            commands.ask("NAN_PAIR_ABORT " + event.peer());
            return;
        }
        int instance = event.number("instance_id", 0);
        int auth = verification ? AUTH_CACHED : free ? AUTH_NONE : AUTH_PASSWORD;
        boolean strong = event.number("csid", 0) == CipherSuite.NCS_PK_PASN_256.csid();
        remember(pairing, event.peer(), new Accepted(service.get().getKey(), instance, verification));
        commands.ask("NAN_PAIR " + event.peer() + " handle=" + service.get().getKey() + " peer_instance_id=" + instance
                + " auth=" + auth + " cipher=" + (strong ? "GCMP-256" : "CCMP") + " responder"
                + (auth == AUTH_PASSWORD ? " pwd_hex=" + Bytes.wrap(pin.orElseThrow().octets().expose()).toHex() : ""));
    }

    private void paired(Accepted what, SupplicantEvent event) {
        AwareOutcome outcome = SupplicantPeer.outcome(event, what.special() ? AUTH_CACHED : AUTH_PASSWORD);
        events.add(number -> new AwareEvent.Paired(number, what.handle(), found(event, what), what.special(), outcome));
    }

    private String path(SupplicantEvent event) {
        return " peer_nmi=" + event.peer() + " ndi=" + services.dataInterface() + services.published(
                event.number("publish_inst_id", 0)).map(one -> " handle=" + one.getKey()).orElse("") + " init_ndi="
                + event.mac("init_ndi").map(Object::toString).orElse("") + " ndp_id=" + event.number("ndp_id", 0);
    }

    private void open(SupplicantEvent event) throws AwareException, InterruptedException {
        Optional<AwareService> service = services.published(event.number("publish_inst_id", 0)).map(Map.Entry::getValue);
        int csid = event.number("csid", 0);
        boolean wanted = service.filter(one -> one.dataPath() && (csid != 0 || !one.security())).isPresent();
        if (!wanted) {
            commands.ask("NAN_NDP_RESPONSE reject peer_nmi=" + event.peer() + " reason_code=" + SECURITY_POLICY
                    + " init_ndi=" + event.mac("init_ndi").map(Object::toString).orElse("") + " ndp_id="
                    + event.number("ndp_id", 0));
            return;
        }
        remember(opening, event.peer(), new Accepted(services.published(event.number("publish_inst_id", 0))
                .orElseThrow().getKey(), 0, csid != 0));
        String secret = csid == 0 ? "" : " csid=" + csid + service.get().passphrase().map(one -> " pwd_hex="
                + Bytes.wrap(one.octets().expose()).toHex()).orElse("");
        commands.ask("NAN_NDP_RESPONSE accept" + path(event) + secret);
    }

    private void opened(SupplicantEvent event) throws AwareException, InterruptedException {
        Accepted accepted = opening.remove(event.peer());
        if (accepted == null) {
            return;
        }
        try {
            AwareDataPath path = services.path(event, accepted.special());
            events.add(number -> new AwareEvent.DataPathOpened(number, accepted.handle(), path));
        } catch (IOException e) {
            int id = event.number("ndp_id", 0);
            events.add(number -> new AwareEvent.DataPathClosed(number, id,
                    "the data path is open, but its interface cannot be used: " + e.getMessage()));
        }
    }

    private static AwareService.Found found(SupplicantEvent event, Accepted what) {
        return new AwareService.Found(event.peer(), what.instance(), Bytes.EMPTY, List.of(), true, true, false, false,
                what.special());
    }

    /** Devices beyond the bound are forgotten, the others stay. */
    private static <T> void remember(Map<String, T> all, String peer, T what) {
        if (all.size() < WAITING || all.containsKey(peer)) {
            all.put(peer, what);
        }
    }

    @Override
    public void close() {
        worker.interrupt();
    }
}
