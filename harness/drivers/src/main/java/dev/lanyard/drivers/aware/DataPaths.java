package dev.lanyard.drivers.aware;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.ieee80211.ActionBody;
import dev.lanyard.wire.ieee80211.DataFrame;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.nan.CipherSuiteInfo;
import dev.lanyard.wire.nan.DataPath;
import dev.lanyard.wire.nan.NanActionFrame;
import dev.lanyard.wire.nan.NanAttribute;
import dev.lanyard.wire.nan.Ndl;
import dev.lanyard.wire.nan.NdpAttribute;
import dev.lanyard.wire.nan.NdpExtension;
import dev.lanyard.wire.nan.ServiceId;
import dev.lanyard.wire.nan.ServiceInfo;
import dev.lanyard.wire.nan.datapath.DataPathHandshake;
import dev.lanyard.wire.nan.datapath.HandshakeFailure;
import dev.lanyard.wire.nan.datapath.HandshakeParameters;
import dev.lanyard.wire.nan.datapath.HandshakeStep;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.nan.security.DataPathKeys;
import dev.lanyard.wire.nan.security.ProtectedFrames;
import dev.lanyard.wire.nan.security.Secret;
import dev.lanyard.wire.net.MacAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * Data paths: set-up, schedule negotiation, traffic and end. Their action frames go between the NMIs, under the NM-TK
 * where the devices are paired; once a secured data path without pairing is up, between the NDIs under its own key.
 * Times as in hostap: 2 s per step.
 */
final class DataPaths {

    private static final Duration STEP = Duration.ofMillis(700);
    private static final int TRIES = 4;
    private static final MacAddress NO_NDI = new MacAddress(0);
    private static final int INVALID_PARAMETERS = 3;
    private static final int INVALID_AVAILABILITY = 6;
    private static final int SECURITY_POLICY = 8;
    private static final int NDL_UNACCEPTABLE = 11;
    private static final int UNSPECIFIED = 1;
    private static final int QOS_DATA = 0x0088;
    private static final int ETHERNET_HEADER = 14;
    private static final int SNAP = 8;
    private static final int MAX_PATHS = 64;

    private final Station station;
    private final Announcements say;
    private final PathMessages messages;
    private final Discoveries discoveries;
    private final Function<MacAddress, Neighbour> neighbours;
    private final EventLog events;
    private final List<PathSession> paths = new ArrayList<>();
    private int nextId;

    DataPaths(Station station, Announcements say, Discoveries discoveries, Function<MacAddress, Neighbour> neighbours,
              EventLog events) {
        this.station = station;
        this.say = say;
        this.messages = new PathMessages(station, say);
        this.discoveries = discoveries;
        this.neighbours = neighbours;
        this.events = events;
    }

    /** Asks for a data path, secured where there is a suite; the state of the result says what comes of it. */
    PathSession request(int handle, Neighbour peer, int publishId, Optional<AwareService> service,
                        Optional<CipherSuite> suite, Secret pmk) {
        nextId = nextId % 255 + 1;
        PathSession path = new PathSession(peer, true, 1 + station.random.nextInt(255), nextId, publishId, service,
                handle);
        path.initiatorNdi = station.ndi();
        path.suite = suite;
        suite.ifPresent(_ -> station.keys.keep(KeySink.Kind.PMK, pmk));
        path.handshake = suite.map(one -> DataPathHandshake.initiator(HandshakeParameters.of(station.nmi(), peer.nmi,
                station.ndi(), NO_NDI, one, pmk, serviceId(path), publishId)
                .withCapabilities(Announcements.CIPHER_CAPABILITIES), station.random));
        remember(path);
        path.take(PathState.Event.REQUEST);
        send("ndp-request", NanActionFrame.DATA_PATH_REQUEST, path, messages.request(path), true);
        repeat(path, PathState.REQUESTED);
        return path;
    }

    private void remember(PathSession path) {
        paths.removeIf(one -> one.isOver() && one.state != PathState.OPEN);
        if (paths.size() >= MAX_PATHS) {
            paths.removeFirst();
        }
        paths.add(path);
    }

    private static Bytes serviceId(PathSession path) {
        return path.service.map(service -> ServiceId.of(service.name()).octets()).orElse(Bytes.wrap(new byte[6]));
    }

    /** Sends the last frame again from time to time, while {@code during} lasts. */
    private void repeat(PathSession path, PathState during) {
        path.timer.cancel();
        path.timer = station.after(STEP, () -> {
            if (path.state != during) {
                return;
            }
            if (++path.tries < TRIES) {
                path.last.ifPresent(frame -> transmit(path, path.lastName, frame));
                repeat(path, during);
            } else {
                path.handshake.ifPresent(DataPathHandshake::timeOut);
                path.take(PathState.Event.NO_ANSWER);
            }
        });
    }

    /** {@code sealed} ones are messages of the handshake, where there is one. */
    private void send(String name, int subtype, PathSession path, List<NanAttribute> attributes, boolean sealed) {
        boolean overNdi = path.state == PathState.OPEN && path.secured() && path.peer.paired.isEmpty()
                && !station.seam.breaks("NAN-SEC-10");
        int category = overNdi || path.peer.paired.isPresent() ? ActionBody.PROTECTED_DUAL : ActionBody.PUBLIC;
        FrameHeader header = FrameHeader.management(FrameHeader.ACTION, overNdi ? path.peerNdi() : path.peer.nmi,
                overNdi ? station.ndi() : station.nmi(), station.clusterId(), 0);
        NanActionFrame frame = NanActionFrame.create(category, subtype, header, station.edited(name, attributes));
        NanActionFrame made = sealed && path.secured() ? path.handshake.get().seal(frame) : frame;
        path.last = Optional.of(made);
        path.lastName = name;
        transmit(path, name, made);
    }

    private void transmit(PathSession path, String name, NanActionFrame frame) {
        FrameHeader old = frame.header();
        NanActionFrame numbered = NanActionFrame.create(frame.action().category(), frame.subtype(),
                FrameHeader.management(FrameHeader.ACTION, old.address1(), old.address2(), old.address3(),
                        station.nextSequence()), frame.attributes().values());
        boolean overNdi = old.address2().equals(station.ndi());
        if (frame.action().category() == ActionBody.PUBLIC) {
            station.sendInSlot(name, numbered.encode());
        } else if (overNdi) {
            station.sendInSlot(name, path.frames.protect(numbered.frame()));
        } else {
            path.peer.paired.ifPresent(paired -> station.sendInSlot(name, paired.frames().protect(numbered.frame())));
        }
    }

    /** What a frame says of a data path, in NDP or NDPE. */
    private record Said(int token, int type, int status, int reason, MacAddress initiatorNdi, int id, boolean secured,
                        OptionalInt publishId, Optional<MacAddress> responderNdi, Optional<Bytes> interfaceId,
                        Optional<ServiceInfo> info) {

        static Optional<Said> of(NanActionFrame frame) {
            return frame.first(NdpExtension.class).map(e -> new Said(e.dialogToken(), e.type(), e.status(), e.reason(),
                    e.initiatorNdi(), e.ndpId(), e.securityPresent(), e.publishId(), e.responderNdi(),
                    e.interfaceIdentifier(), e.serviceInfo()))
                    .or(() -> frame.first(NdpAttribute.class).map(n -> new Said(n.dialogToken(),
                            n.typeAndStatus() & 0xF, n.typeAndStatus() >> 4, n.reason(), n.initiatorNdi(), n.ndpId(),
                            (n.control() & DataPath.SECURITY_PRESENT) != 0, n.publishId(), n.responderNdi(),
                            Optional.empty(), Optional.empty())));
        }
    }

    /** A NAN action frame came in; {@code secret} says whether it was protected. */
    void received(NanActionFrame frame, boolean secret) {
        Optional<Said> found = Said.of(frame);
        if (found.isEmpty()) {
            return;
        }
        Said said = found.get();
        MacAddress from = frame.header().address2();
        if (frame.subtype() == NanActionFrame.DATA_PATH_REQUEST) {
            Neighbour peer = paths.stream().filter(one -> from.equals(one.peerNdi())).map(one -> one.peer).findFirst()
                    .orElseGet(() -> neighbours.apply(from));
            if (secret || peer.paired.isEmpty()) {
                peer.learn(frame);
                requested(peer, said, frame);
            }
            return;
        }
        paths.stream().filter(one -> one.id == said.id() && one.initiatorNdi.equals(said.initiatorNdi())
                && (one.peer.nmi.equals(from) || from.equals(one.peerNdi()))
                && (secret || one.peer.paired.isEmpty())).reduce((_, last) -> last).ifPresent(path -> {
                    switch (frame.subtype()) {
                        case NanActionFrame.DATA_PATH_RESPONSE -> responded(path, said, frame);
                        case NanActionFrame.DATA_PATH_CONFIRM -> confirmed(path, said, frame);
                        case NanActionFrame.DATA_PATH_KEY_INSTALLMENT -> installed(path, said, frame);
                        case NanActionFrame.DATA_PATH_TERMINATION -> terminated(path, secret);
                        default -> { }
                    }
                });
    }

    private void requested(Neighbour peer, Said said, NanActionFrame frame) {
        Optional<PathSession> before = paths.stream().filter(one -> !one.initiator && one.peer == peer
                && one.id == said.id() && one.token == said.token() && one.state == PathState.RESPONDED).findFirst();
        if (before.isPresent()) {
            repeated(before.get(), frame);
            return;
        }
        if (station.seam.breaks("NAN-NDP-05")) {
            return;
        }
        Discoveries.Active active = said.publishId().isPresent()
                ? discoveries.active(said.publishId().getAsInt()).filter(one -> one.publishes).orElse(null)
                : discoveries.all().stream().filter(one -> one.publishes).findFirst().orElse(null);
        PathSession path = new PathSession(peer, false, said.token(), said.id(), said.publishId().orElse(0),
                Optional.ofNullable(active).map(one -> one.service), active == null ? 0 : active.id);
        path.initiatorNdi = said.initiatorNdi();
        path.responderNdi = station.ndi();
        path.peerInterfaceId = said.interfaceId();
        boolean known = paths.stream().anyMatch(one -> one.state == PathState.OPEN && one.peer == peer);
        if (known && station.firstBroken("NAN-NDP-07", "NAN-NDP-09").isPresent()) {
            return;
        }
        remember(path);
        path.take(PathState.Event.PEER_REQUEST);
        if (active == null) {
            refuse(path, INVALID_PARAMETERS, List.of());
        } else if (said.secured() ? secured(path, active.service, frame) : mayBeOpen(path, active.service)) {
            boolean tooLong = peer.availability.stream().flatMap(one -> one.entries().stream())
                    .flatMap(entry -> entry.timeBitmap().stream()).anyMatch(bitmap -> bitmap.period() > 512);
            if (tooLong && station.seam.breaks("NAN-AV-02")) {
                refuse(path, INVALID_AVAILABILITY, List.of());
                return;
            }
            if (Schedules.common(List.of(say.availability()), peer.availability).isEmpty()
                    && !station.seam.breaks("NAN-NDL-03")) {
                refuse(path, NDL_UNACCEPTABLE, List.of());
                return;
            }
            send("ndp-response", NanActionFrame.DATA_PATH_RESPONSE, path, messages.response(path,
                    DataPath.ACCEPTED), true);
            path.timer = station.after(STEP.multipliedBy(TRIES + 1L), () -> path.take(PathState.Event.NO_ANSWER));
        }
    }

    /** A frame that the handshake may know already: then the last answer is given again. */
    private void repeated(PathSession path, NanActionFrame frame) {
        if (path.handshake.isEmpty() || path.handshake.get().receive(frame) instanceof HandshakeStep.Repeat) {
            path.last.ifPresent(last -> transmit(path, path.lastName, last));
        }
    }

    private boolean mayBeOpen(PathSession path, AwareService service) {
        boolean known = paths.stream().anyMatch(one -> one.state == PathState.OPEN && one.secured()
                && one.peer == path.peer);
        boolean refused = (service.security() && !known || station.settings.habits().refusesOpen())
                && !station.seam.breaks("NAN-NDP-06");
        if (refused) {
            refuse(path, SECURITY_POLICY, List.of());
        }
        return !refused;
    }

    /** Takes message 1 of the handshake; refuses the data path where it does not fit. */
    private boolean secured(PathSession path, AwareService service, NanActionFrame frame) {
        Optional<CipherSuite> wanted = frame.first(CipherSuiteInfo.class).stream()
                .flatMap(info -> info.suites().stream()).flatMap(one -> CipherSuite.of(one.id()).stream())
                .filter(DataPaths::isOfDataPaths).findFirst();
        Optional<CipherSuite> suite = wanted.filter(one -> service.suites().contains(one)
                || station.seam.breaks("NAN-SEC-08"))
                .or(() -> service.suites().stream().filter(DataPaths::isOfDataPaths).findFirst());
        Optional<Secret> pmk = path.peer.paired.map(paired -> paired.keys().ndPmk())
                .or(() -> service.passphrase().flatMap(passphrase -> suite.map(one -> DataPathKeys.ndPmk(one,
                        passphrase.octets(), ServiceId.of(service.name()).octets(), station.nmi()))));
        if (suite.isEmpty() || pmk.isEmpty()) {
            refuse(path, suite.isEmpty() ? SECURITY_POLICY : INVALID_PARAMETERS, List.of());
            return false;
        }
        station.keys.keep(KeySink.Kind.PMK, pmk.get());
        DataPathHandshake handshake = DataPathHandshake.responder(HandshakeParameters.of(path.peer.nmi, station.nmi(),
                path.initiatorNdi, path.responderNdi, suite.get(), pmk.get(), serviceId(path), path.publishId)
                .withCapabilities(Announcements.CIPHER_CAPABILITIES).tolerating(tolerances()), station.random);
        if (handshake.receive(frame) instanceof HandshakeStep.Failed(HandshakeFailure failure, String detail)) {
            path.why = failure + " (" + detail + ")";
            if (failure != HandshakeFailure.WRONG_PMKID || !station.seam.breaks("NAN-SEC-11")) {
                refuse(path, failure.reason(), failure == HandshakeFailure.WRONG_PMKID ? handshake.announcement()
                        : List.of());
            }
            return false;
        }
        path.handshake = Optional.of(handshake);
        path.suite = suite;
        return true;
    }

    private static boolean isOfDataPaths(CipherSuite suite) {
        return suite == CipherSuite.NCS_SK_128 || suite == CipherSuite.NCS_SK_256;
    }

    private Set<HandshakeParameters.Tolerance> tolerances() {
        return station.seam.breaks("NAN-SEC-04") ? Set.of(HandshakeParameters.Tolerance.WRONG_MIC) : Set.of();
    }

    private void refuse(PathSession path, int reason, List<NanAttribute> announcement) {
        path.take(PathState.Event.REFUSAL);
        path.reason = reason;
        send("ndp-response", NanActionFrame.DATA_PATH_RESPONSE, path, messages.refusal(path, reason, announcement),
                false);
    }

    private void responded(PathSession path, Said said, NanActionFrame frame) {
        if (path.state == PathState.CONFIRMED) {
            repeated(path, frame);
            return;
        }
        if (path.state != PathState.REQUESTED || said.token() != path.token) {
            return;
        }
        if (said.status() == DataPath.REJECTED) {
            path.timer.cancel();
            path.reason = said.reason();
            path.take(PathState.Event.REFUSAL);
            return;
        }
        path.responderNdi = said.responderNdi().orElse(frame.header().address2());
        path.peerInterfaceId = said.interfaceId();
        said.info().ifPresent(info -> learnService(path, info));
        path.countered = frame.first(Ndl.class).map(Ndl::status).orElse(DataPath.ACCEPTED) == DataPath.CONTINUED;
        if (path.secured() && !goesOn(path, path.handshake.get().receive(frame))) {
            return;
        }
        path.tries = 0;
        send("ndp-confirm", NanActionFrame.DATA_PATH_CONFIRM, path, messages.confirm(path), true);
        if (path.secured()) {
            path.take(PathState.Event.RESPONSE_CONTINUED);
            repeat(path, PathState.CONFIRMED);
        } else {
            path.timer.cancel();
            path.take(PathState.Event.RESPONSE_ACCEPTED);
            open(path);
        }
    }

    /** Whether a message of the handshake is to be answered; ends the data path where it was wrong. */
    private static boolean goesOn(PathSession path, HandshakeStep step) {
        if (step instanceof HandshakeStep.Failed(HandshakeFailure failure, String detail)) {
            path.timer.cancel();
            path.why = failure + " (" + detail + ")";
            path.take(PathState.Event.REFUSAL);
        }
        if (step instanceof HandshakeStep.Established(DataPathKeys keys, var _, boolean _)) {
            path.keys = keys;
        }
        return step instanceof HandshakeStep.Next || step instanceof HandshakeStep.Established;
    }

    private static void learnService(PathSession path, ServiceInfo info) {
        for (ServiceInfo.SubAttribute sub : info.subAttributes()) {
            if (sub.type() == ServiceInfo.GENERIC_PORT && sub.value().length() == 2) {
                path.port = OptionalInt.of(sub.value().u16le(0));
            } else if (sub.type() == ServiceInfo.GENERIC_TRANSPORT_PROTOCOL && sub.value().length() == 1) {
                path.protocol = OptionalInt.of(sub.value().u8(0));
            }
        }
    }

    private void confirmed(PathSession path, Said said, NanActionFrame frame) {
        if (path.initiator || said.token() != path.token) {
            return;
        }
        if (path.state == PathState.OPEN && path.secured()) {
            repeated(path, frame);
            return;
        }
        if (path.state != PathState.RESPONDED) {
            return;
        }
        if (path.secured()) {
            if (station.seam.breaks("NAN-NDP-10") && path.tries++ == 0) {
                path.take(PathState.Event.NO_ANSWER);
                return;
            }
            if (!goesOn(path, path.handshake.get().receive(frame))) {
                return;
            }
            send("ndp-key-installment", NanActionFrame.DATA_PATH_KEY_INSTALLMENT, path, messages.installment(path),
                    true);
        } else if (said.status() == DataPath.REJECTED) {
            path.take(PathState.Event.REFUSAL);
            return;
        }
        path.timer.cancel();
        path.take(PathState.Event.CONFIRM);
        open(path);
    }

    private void installed(PathSession path, Said said, NanActionFrame frame) {
        if (path.state == PathState.CONFIRMED && said.token() == path.token
                && goesOn(path, path.handshake.orElseThrow().receive(frame))) {
            path.timer.cancel();
            path.take(PathState.Event.INSTALLMENT);
            open(path);
        }
    }

    private void open(PathSession path) {
        Optional<PathSession> older = paths.stream().filter(one -> one != path && one.state == PathState.OPEN
                && one.peerNdi().equals(path.peerNdi())).findFirst();
        if (path.secured()) {
            station.keys.keep(KeySink.Kind.TK, path.keys.tk());
            path.frames = ProtectedFrames.of(path.keys.tk());
            if (older.isPresent() && older.get().frames != null && !station.seam.breaks("NAN-SEC-12")
                    && !DataPathHandshake.upgrades(older.get().suite.orElseThrow(), path.suite.orElseThrow())) {
                path.frames = older.get().frames;
            }
            paths.stream().filter(one -> one.state == PathState.OPEN && one.peerNdi().equals(path.peerNdi()))
                    .forEach(one -> one.frames = path.frames);
        } else if (!station.seam.breaks("NAN-SEC-12")) {
            // What is open goes under the keys that the two interfaces have.
            older.ifPresent(one -> path.frames = one.frames);
        }
        station.engage(1);
        path.link = new NdiLink(station.loop, station.ndi(), frame -> transmit(path, frame), () -> end(path));
        AwareDataPath made = describe(path);
        if (!path.initiator) {
            events.add(number -> new AwareEvent.DataPathOpened(number, path.handle, made));
        }
    }

    /** The data path as its user sees it. */
    AwareDataPath describe(PathSession path) {
        Bytes identifier = path.peerInterfaceId.orElseGet(() -> PathMessages.interfaceId(path.peerNdi()));
        return new AwareDataPath(path.id, path.link, Optional.of(path.peerNdi()),
                linkLocal(identifier), path.port, path.protocol, path.frames != null);
    }

    private static Inet6Address linkLocal(Bytes identifier) {
        try {
            return (Inet6Address) InetAddress.getByAddress(Bytes.hex("fe80000000000000").concat(identifier).toArray());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an interface identifier has 8 octets", e);
        }
    }

    /** Sends an Ethernet frame. */
    private void transmit(PathSession path, Bytes frame) {
        MacAddress to = MacAddress.at(frame, 0);
        Bytes payload = new BytesWriter().u24be(0xAAAA03).u24be(0).u16be(frame.u16be(12))
                .bytes(frame.from(ETHERNET_HEADER)).toBytes();
        FrameHeader header = new FrameHeader(QOS_DATA, 0, to.isGroup() ? to : path.peerNdi(), station.ndi(),
                station.clusterId(), station.nextSequence() << 4);
        boolean plain = path.frames == null || station.seam.breaks("NAN-SEC-07");
        station.sendInSlot("data", plain ? header.encode().concat(Bytes.of(0, 0)).concat(payload)
                : path.frames.protect(header, 0, payload));
    }

    /** A data frame came in; {@code octets} is the whole of it. */
    void received(DataFrame frame, Bytes octets) {
        MacAddress from = frame.header().address2();
        boolean forMe = frame.header().address1().equals(station.ndi()) || frame.header().address1().isGroup();
        Optional<PathSession> path = paths.stream().filter(one -> forMe && one.state == PathState.OPEN
                && from.equals(one.peerNdi())).reduce((_, last) -> last);
        path.flatMap(one -> payload(one, frame, octets)).filter(payload -> payload.has(0, SNAP)).ifPresent(payload ->
                path.get().link.received(new BytesWriter().mac(frame.header().address1()).mac(from)
                        .u16be(payload.u16be(6)).bytes(payload.from(SNAP)).toBytes()));
    }

    private static Optional<Bytes> payload(PathSession path, DataFrame frame, Bytes octets) {
        if (path.frames == null) {
            return frame.header().isProtected() ? Optional.empty() : Optional.of(frame.payload());
        }
        return path.frames.open(octets) instanceof ProtectedFrames.Data data ? Optional.of(data.payload())
                : Optional.empty();
    }

    /** The keys of a data path with this NDI, for action frames between NDIs. */
    Optional<ProtectedFrames> framesOf(MacAddress peerNdi) {
        return paths.stream().filter(one -> one.state == PathState.OPEN && one.frames != null
                && peerNdi.equals(one.peerNdi())).map(one -> one.frames).findFirst();
    }

    private void terminated(PathSession path, boolean secret) {
        if (path.frames != null && !secret || station.seam.breaks("NAN-NDP-07")) {
            return;
        }
        close(path, "the other device ended the data path");
    }

    /** Ends a data path from this end. */
    private void end(PathSession path) {
        if (path.state == PathState.OPEN) {
            send("ndp-termination", NanActionFrame.DATA_PATH_TERMINATION, path, messages.termination(path,
                    UNSPECIFIED), false);
            close(path, "ended by this end");
        }
    }

    private void close(PathSession path, String why) {
        boolean wasOpen = path.state == PathState.OPEN;
        path.timer.cancel();
        if (path.take(PathState.Event.TERMINATION) && wasOpen) {
            station.engage(-1);
            path.link.ended(why);
            events.add(number -> new AwareEvent.DataPathClosed(number, path.id, why));
        }
    }

    /** Ends all data paths without a word, as when the power goes. */
    void drop(String why) {
        List.copyOf(paths).forEach(path -> close(path, why));
        paths.clear();
    }

    /** Ends all data paths with a word to their other ends. */
    void endAll() {
        List.copyOf(paths).forEach(this::end);
    }
}
