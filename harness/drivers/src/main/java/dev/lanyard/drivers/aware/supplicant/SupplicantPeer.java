package dev.lanyard.drivers.aware.supplicant;

import dev.lanyard.drivers.aware.AwareDataPath;
import dev.lanyard.drivers.aware.AwareEvent;
import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.drivers.aware.AwareOutcome;
import dev.lanyard.drivers.aware.AwareOutcome.Result;
import dev.lanyard.drivers.aware.AwarePeer;
import dev.lanyard.drivers.aware.AwareService;
import dev.lanyard.drivers.aware.DataPathSecurity;
import dev.lanyard.drivers.aware.Password;
import dev.lanyard.drivers.aware.Usd;
import dev.lanyard.drivers.aware.delegated.EventQueue;
import dev.lanyard.drivers.link.Link;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;
import java.net.Inet6Address;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * wpa_supplicant as the harness' end. It must have a NAN interface that is started; data paths run over its data
 * interface, which the operating system shows as a network interface.
 */
public final class SupplicantPeer implements AwarePeer {

    /** How {@code NAN_PAIR} names what proves the peer. */
    private static final int AUTH_NONE = 0;
    private static final int AUTH_PASSWORD = 1;
    private static final int AUTH_CACHED = 2;

    private static final int MOST_EVENTS = 10_000;
    private static final int DEFAULT_REASON = 1;

    private final ControlInterface control;
    private final String dataInterface;
    private final LinkOpener links;
    private final Optional<Password> pin;
    private final SupplicantResponder responder;
    private final EventQueue events = new EventQueue();
    private final Map<Integer, AwareService> services = new ConcurrentHashMap<>();
    private final Map<Integer, Boolean> published = new ConcurrentHashMap<>();
    private final BlockingQueue<SupplicantEvent> answers = new LinkedBlockingQueue<>(MOST_EVENTS);

    /** Opens the network interface behind a data path. */
    @FunctionalInterface
    public interface LinkOpener {

        /** @param ownNdi the address of the interface */
        Link open(MacAddress ownNdi) throws IOException, InterruptedException;
    }

    /**
     * Attaches to a control interface, which it closes in the end.
     *
     * @param dataInterface the network interface of data paths: {@code nan_data0}
     * @param pin           what it shows when another device wants to pair; none, and it refuses
     */
    public SupplicantPeer(ControlInterface control, String dataInterface, LinkOpener links, Optional<Password> pin)
            throws IOException, InterruptedException {
        this.control = control;
        this.dataInterface = dataInterface;
        this.links = links;
        this.pin = pin;
        this.responder = new SupplicantResponder(this::ask, new Published(), pin, events);
        boolean attached = false;
        try {
            control.attach(text -> take(SupplicantEvent.parse(text)));
            attached = true;
        } finally {
            if (!attached) {
                responder.close();
            }
        }
    }

    @Override
    public Set<Ability> abilities() {
        return Set.of(Ability.PUBLISH, Ability.SUBSCRIBE, Ability.FOLLOW_UP, Ability.BOOTSTRAP, Ability.PAIR,
                Ability.VERIFY, Ability.OPEN_DATA_PATH, Ability.SECURED_DATA_PATH, Ability.USD);
    }

    // --- services ---

    @Override
    public int publish(AwareService service) throws AwareException, InterruptedException {
        StringBuilder command = new StringBuilder("NAN_PUBLISH ").append(common(service));
        if (!service.solicited()) {
            command.append(" solicited=0");
        }
        if (!service.unsolicited()) {
            command.append(" unsolicited=0");
        }
        int methods = service.methods().stream().mapToInt(BootstrappingMethod::bit).sum();
        if (methods != 0) {
            command.append(" pbm=0x%x".formatted(methods));
        }
        if (!service.suites().isEmpty()) {
            command.append(" cipher_suites=").append(String.join(",", service.suites().stream()
                    .map(suite -> Integer.toString(suite.csid())).toList()));
        }
        if (service.dataPath()) {
            command.append(" data_path=1").append(service.security() ? "" : " security_required=0");
        }
        return begun(command.toString(), service, true);
    }

    @Override
    public int subscribe(AwareService service) throws AwareException, InterruptedException {
        return begun("NAN_SUBSCRIBE " + common(service) + (service.unsolicited() ? " active=1" : ""), service, false);
    }

    private static String common(AwareService service) throws AwareException {
        if (service.name().isEmpty() || service.name().chars().anyMatch(c -> c <= ' ' || c == 0x7F)) {
            throw unable("wpa_supplicant takes service names without spaces, not \"" + service.name() + "\"");
        }
        return "service_name=" + service.name() + service.usd().map(SupplicantPeer::channels).orElse(" sync=1")
                + " srv_proto_type=2" + (service.info().isEmpty() ? "" : " ssi=" + service.info().toHex());
    }

    /** Without {@code sync} it is found without a cluster. */
    private static String channels(Usd usd) {
        String more = String.join(",", usd.channels().stream().skip(1).map(String::valueOf).toList());
        return " freq=" + usd.channels().getFirst() + (more.isEmpty() ? "" : " freq_list=" + more);
    }

    private int begun(String command, AwareService service, boolean publishes)
            throws AwareException, InterruptedException {
        String reply = ask(command);
        if (!reply.matches("[0-9]{1,9}")) {
            throw refused(command, reply);
        }
        int handle = Integer.parseInt(reply);
        services.put(handle, service);
        published.put(handle, publishes);
        return handle;
    }

    @Override
    public void cancel(int handle) throws AwareException, InterruptedException {
        Boolean publishes = published.remove(handle);
        if (publishes != null) {
            services.remove(handle);
            ask(publishes ? "NAN_CANCEL_PUBLISH publish_id=" + handle : "NAN_CANCEL_SUBSCRIBE subscribe_id=" + handle);
        }
    }

    @Override
    public void followUp(int handle, AwareService.Found to, Bytes message)
            throws AwareException, InterruptedException {
        expectOk("NAN_TRANSMIT handle=" + handle + " req_instance_id=" + to.instanceId() + " address=" + to.peer()
                + (message.isEmpty() ? "" : " ssi=" + message.toHex()));
    }

    // --- pairing ---

    @Override
    public AwareOutcome bootstrap(int handle, AwareService.Found with, BootstrappingMethod own, Duration within)
            throws AwareException, InterruptedException {
        answers.clear();
        expectOk("NAN_BOOTSTRAP " + with.peer() + " handle=" + handle + " req_instance_id=" + with.instanceId()
                + " method=" + own.bit());
        Optional<SupplicantEvent> end = answer(with, within, "NAN-BOOTSTRAP-SUCCESS", "NAN-BOOTSTRAP-FAILURE");
        if (end.isEmpty()) {
            ask("NAN_BOOTSTRAP_RESET " + with.peer());
            return new AwareOutcome(Result.SILENT, 0, "no answer to bootstrapping within " + within.toMillis() + " ms");
        }
        if (end.get().name().equals("NAN-BOOTSTRAP-SUCCESS")) {
            return new AwareOutcome(Result.DONE, 0, "bootstrapped");
        }
        int reason = end.get().number("reason", end.get().number("reason_code", 0));
        return new AwareOutcome(Result.REFUSED, reason, "bootstrapping was refused with reason " + reason);
    }

    @Override
    public AwareOutcome pair(int handle, AwareService.Found with, Optional<Password> password, Duration within)
            throws AwareException, InterruptedException {
        return pasn(handle, with, password.isPresent() ? AUTH_PASSWORD : AUTH_NONE, password, within);
    }

    @Override
    public AwareOutcome verify(int handle, AwareService.Found with, Duration within)
            throws AwareException, InterruptedException {
        return pasn(handle, with, AUTH_CACHED, Optional.empty(), within);
    }

    private AwareOutcome pasn(int handle, AwareService.Found with, int auth, Optional<Password> password,
                              Duration within) throws AwareException, InterruptedException {
        answers.clear();
        boolean strong = services.containsKey(handle)
                && services.get(handle).suites().contains(CipherSuite.NCS_PK_PASN_256)
                && !services.get(handle).suites().contains(CipherSuite.NCS_PK_PASN_128);
        expectOk("NAN_PAIR " + with.peer() + " handle=" + handle + " peer_instance_id=" + with.instanceId() + " auth="
                + auth + " cipher=" + (strong ? "GCMP-256" : "CCMP") + password.map(one -> " pwd_hex="
                        + Bytes.wrap(one.octets().expose()).toHex()).orElse(""));
        Optional<SupplicantEvent> end = answer(with, within, "NAN-PAIRING-STATUS");
        AwareOutcome outcome = end.map(event -> outcome(event, auth)).orElse(
                new AwareOutcome(Result.SILENT, 0, "no end of pairing within " + within.toMillis() + " ms"));
        if (end.isEmpty()) {
            ask("NAN_PAIR_ABORT " + with.peer());
        }
        events.add(number -> new AwareEvent.Paired(number, handle, with, auth == AUTH_CACHED, outcome));
        return outcome;
    }

    /** wpa_supplicant does not say why pairing failed: with a password that is the likeliest. */
    static AwareOutcome outcome(SupplicantEvent event, int auth) {
        String status = event.text("status").orElse("");
        int code = event.number("status", event.number("status_code", 0));
        boolean done = status.equals("success") || status.equals("0");
        if (done) {
            return new AwareOutcome(Result.DONE, 0, auth == AUTH_CACHED ? "verified" : "paired");
        }
        return auth == AUTH_NONE ? new AwareOutcome(Result.REFUSED, code, "wpa_supplicant reports that pairing failed")
                : new AwareOutcome(Result.NOT_AUTHENTIC, code, "wpa_supplicant reports that pairing failed: the PIN, "
                        + "passphrase or cached key is another at the other end, or the peer refused");
    }

    @Override
    public void forget(Optional<AwareService.Found> with) throws AwareException {
        throw unable("wpa_supplicant has no command that forgets a pairing; restart it");
    }

    // --- data paths ---

    @Override
    public AwareDataPath openDataPath(int handle, AwareService.Found with, DataPathSecurity security, Duration within)
            throws AwareException, InterruptedException {
        answers.clear();
        expectOk("NAN_NDP_REQUEST handle=" + handle + " ndi=" + dataInterface + " peer_nmi=" + with.peer()
                + " peer_id=" + with.instanceId() + secret(security));
        Optional<SupplicantEvent> end = answer(with, within, "NAN-NDP-CONNECTED", "NAN-NDP-DISCONNECTED");
        if (end.isEmpty()) {
            throw new AwareException(AwareException.Kind.SILENT, 0, "no data path to " + with.peer() + " within "
                    + within.toMillis() + " ms");
        }
        SupplicantEvent event = end.get();
        if (event.name().equals("NAN-NDP-DISCONNECTED")) {
            int reason = event.number("reason", event.number("reason_code", DEFAULT_REASON));
            throw new AwareException(AwareException.Kind.REFUSED, reason, "the data path to " + with.peer()
                    + " was refused with reason " + reason);
        }
        try {
            return path(event, !(security instanceof DataPathSecurity.Open));
        } catch (IOException e) {
            throw unable("the data path is open, but its interface " + dataInterface + " cannot be used: "
                    + e.getMessage());
        }
    }

    private static String secret(DataPathSecurity security) {
        return switch (security) {
            case DataPathSecurity.Open _ -> "";
            case DataPathSecurity.Paired paired -> " csid=" + paired.suite().orElse(CipherSuite.NCS_SK_128).csid();
            case DataPathSecurity.Passphrase phrase -> " csid=" + phrase.suite().csid() + " pwd_hex="
                    + Bytes.wrap(phrase.passphrase().octets().expose()).toHex();
            case DataPathSecurity.Key key -> " csid=" + key.suite().csid() + " pmk="
                    + Bytes.wrap(key.ndPmk().expose()).toHex();
        };
    }

    private AwareDataPath path(SupplicantEvent event, boolean secured) throws IOException, InterruptedException {
        Optional<MacAddress> ndi = event.mac("peer_ndi");
        Optional<MacAddress> own = event.mac("local_ndi");
        if (ndi.isEmpty() || own.isEmpty()) {
            throw new IOException("wpa_supplicant does not say the addresses of both ends");
        }
        Bytes identifier = event.octets("interface_id");
        return new AwareDataPath(event.number("ndp_id", 0), links.open(own.get()), ndi,
                linkLocal(identifier.length() == 8 ? identifier : identifier(ndi.get())), OptionalInt.empty(),
                OptionalInt.empty(), secured, false);
    }

    /** Modified EUI-64 (RFC 4291 annex A). */
    private static Bytes identifier(MacAddress ndi) {
        Bytes octets = ndi.bytes();
        return Bytes.of(octets.u8(0) ^ 2, octets.u8(1), octets.u8(2), 0xFF, 0xFE, octets.u8(3), octets.u8(4),
                octets.u8(5));
    }

    private static Inet6Address linkLocal(Bytes identifier) throws IOException {
        Bytes octets = Bytes.hex("fe80000000000000").concat(identifier);
        return Inet6Address.getByAddress(null, octets.toArray(), -1);
    }

    // --- events ---

    /** What others may begin. */
    private final class Published implements SupplicantResponder.Services {

        @Override
        public Optional<Map.Entry<Integer, AwareService>> published(int handle) {
            List<Integer> handles = published.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey)
                    .toList();
            Optional<Integer> one = handles.contains(handle) ? Optional.of(handle)
                    : handles.size() == 1 ? Optional.of(handles.getFirst()) : Optional.empty();
            return one.flatMap(found -> Optional.ofNullable(services.get(found)).map(service ->
                    Map.entry(found, service)));
        }

        @Override
        public AwareDataPath path(SupplicantEvent connected, boolean secured) throws IOException, InterruptedException {
            return SupplicantPeer.this.path(connected, secured);
        }

        @Override
        public String dataInterface() {
            return dataInterface;
        }
    }

    @Override
    public Optional<Password> shownPin() {
        return pin;
    }

    private void take(SupplicantEvent event) {
        if (responder.take(event)) {
            return;
        }
        switch (event.name()) {
            case "NAN-DISCOVERY-RESULT" -> discovered(event, event.number("subscribe_id", 0),
                    event.number("publish_id", 0));
            case "NAN-REPLIED" -> discovered(event, event.number("publish_id", 0), event.number("subscribe_id", 0));
            case "NAN-RECEIVE" -> events.add(number -> new AwareEvent.FollowUp(number, event.number("id", 0),
                    found(event, event.number("peer_instance_id", 0)), event.octets("ssi")));
            case "NAN-NDP-DISCONNECTED" -> {
                answers.offer(event);
                events.add(number -> new AwareEvent.DataPathClosed(number, event.number("ndp_id", 0),
                        "wpa_supplicant reports its end, reason " + event.number("reason", 0)));
            }
            case "NAN-BOOTSTRAP-SUCCESS", "NAN-BOOTSTRAP-FAILURE", "NAN-PAIRING-STATUS", "NAN-NDP-CONNECTED" ->
                    answers.offer(event);
            default -> { }
        }
    }

    private void discovered(SupplicantEvent event, int handle, int instance) {
        events.add(number -> new AwareEvent.Discovered(number, handle, found(event, instance)));
    }

    private static AwareService.Found found(SupplicantEvent event, int instance) {
        return new AwareService.Found(event.peer(), instance, event.octets("ssi"),
                BootstrappingMethod.of(event.number("pbm", 0)), event.flag("pairing_setup_supp"),
                event.flag("npk_nik_caching_supp"), event.flag("data_path"), event.flag("security_required"),
                event.flag("paired"));
    }

    /** The first of these events from that peer. */
    private Optional<SupplicantEvent> answer(AwareService.Found from, Duration within, String... names)
            throws InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        for (long left = within.toNanos(); left > 0; left = end - System.nanoTime()) {
            SupplicantEvent event = answers.poll(left, TimeUnit.NANOSECONDS);
            boolean wanted = event != null && Set.of(names).contains(event.name())
                    && (event.peer().isEmpty() || event.peer().equalsIgnoreCase(from.peer()));
            if (wanted) {
                return Optional.of(event);
            }
        }
        return Optional.empty();
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

    // --- commands ---

    private void expectOk(String command) throws AwareException, InterruptedException {
        String reply = ask(command);
        if (!reply.equals("OK")) {
            throw refused(command, reply);
        }
    }

    private String ask(String command) throws AwareException, InterruptedException {
        try {
            return control.request(command);
        } catch (IOException e) {
            throw unable(e.getMessage());
        }
    }

    /** The command's first word alone: the rest may be secret. */
    private AwareException refused(String command, String reply) {
        return unable(control.name() + " answered " + command.split(" ", 2)[0] + " with "
                + ControlInterface.shown(reply) + "; does this wpa_supplicant have Wi-Fi Aware, and is it started?");
    }

    private static AwareException unable(String text) {
        return new AwareException(AwareException.Kind.UNABLE, 0, text);
    }

    @Override
    public void close() {
        responder.close();
        try {
            for (int handle : Set.copyOf(published.keySet())) {
                cancel(handle);
            }
            control.request("DETACH");
        } catch (IOException _) {
            // It is gone already, and with it what was asked of it.
            published.clear();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            control.close();
        }
    }
}
