package dev.lanyard.drivers.aware;

import dev.lanyard.wire.nan.ServiceId;
import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.attribute.DataPath;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.Ndl;
import dev.lanyard.wire.nan.attribute.NdlQos;
import dev.lanyard.wire.nan.datapath.DataPathHandshake;
import dev.lanyard.wire.nan.datapath.HandshakeFailure;
import dev.lanyard.wire.nan.datapath.HandshakeParameters;
import dev.lanyard.wire.nan.datapath.HandshakeStep;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.nan.security.DataPathKeys;
import dev.lanyard.wire.nan.security.Secret;
import dev.lanyard.wire.net.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** The end of a data path that is asked for it. */
final class PathResponder {

    private static final int INVALID_PARAMETERS = 3;
    private static final int INVALID_AVAILABILITY = 6;
    private static final int IMMUTABLE_UNACCEPTABLE = 7;
    private static final int SECURITY_POLICY = 8;
    private static final int QOS_UNACCEPTABLE = 9;
    private static final int NDL_UNACCEPTABLE = 11;

    private final Station station;
    private final Announcements say;
    private final PathMessages messages;
    private final PathSender sender;
    private final PathSessions sessions;
    private final PathTraffic traffic;
    private final Discoveries discoveries;
    private final OwnGroupKeys groupKeys;

    PathResponder(Station station, Announcements say, PathMessages messages, PathSender sender, PathSessions sessions,
                  PathTraffic traffic, Discoveries discoveries, OwnGroupKeys groupKeys) {
        this.station = station;
        this.groupKeys = groupKeys;
        this.say = say;
        this.messages = messages;
        this.sender = sender;
        this.sessions = sessions;
        this.traffic = traffic;
        this.discoveries = discoveries;
    }

    /** A Request came; {@code secret} when it was protected. */
    void requested(Neighbour peer, PathNotice said, NanActionFrame frame, boolean secret) {
        // Another request under the same name may be the genuine one, and what was answered a forged one.
        Optional<PathSession> before = sessions.stream().filter(one -> !one.initiator && one.peer == peer
                && one.id == said.id() && one.token == said.token() && one.state == PathState.RESPONDED
                && (one.handshake.isEmpty() || one.knows(frame))).findFirst();
        if (before.isPresent()) {
            sender.repeat(before.get());
            return;
        }
        boolean known = sessions.open().anyMatch(one -> one.peer == peer);
        if (station.seam.breaks("NAN-NDP-05")
                || known && station.firstBroken("NAN-NDP-07", "NAN-NDP-09").isPresent()) {
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
        if (secret && peer.paired.isEmpty()) {
            path.carrier = sessions.keyed(peer).map(keyed -> keyed.frames);
        }
        path.take(PathState.Event.PEER_REQUEST);
        if (!sessions.add(path)) {
            return;
        }
        MacAddress ndi = said.initiatorNdi();
        if (active == null || ndi.isGroup() || ndi.equals(station.ndi()) || sessions.isOfAnother(peer, ndi)) {
            refuse(path, INVALID_PARAMETERS, List.of());
        } else if (said.secured() ? secured(path, active.service, frame) : mayBeOpen(path, active.service)) {
            answer(path, frame);
        }
    }

    private void answer(PathSession path, NanActionFrame frame) {
        boolean tooLong = path.peer.availability.stream().flatMap(one -> one.entries().stream())
                .flatMap(entry -> entry.timeBitmap().stream()).anyMatch(bitmap -> bitmap.period() > 512);
        if (tooLong && station.seam.breaks("NAN-AV-02")) {
            refuse(path, INVALID_AVAILABILITY, List.of());
            return;
        }
        NdlNegotiation.Answer answer = station.seam.breaks("NAN-NDL-03") ? NdlNegotiation.Answer.ACCEPT
                : NdlNegotiation.answer(List.of(say.availability()), path.peer.availability, frame.first(Ndl.class),
                        frame.first(NdlQos.class));
        int refusal = switch (answer) {
            case COUNTER -> station.seam.breaks("NAN-NDL-02") ? QOS_UNACCEPTABLE : 0;
            case ACCEPT -> 0;
            case NOTHING_IN_COMMON -> NDL_UNACCEPTABLE;
            case TOO_FEW_SLOTS -> QOS_UNACCEPTABLE;
            case IMMUTABLE_OUTSIDE -> IMMUTABLE_UNACCEPTABLE;
        };
        if (refusal != 0) {
            refuse(path, refusal, List.of());
            return;
        }
        path.countered = answer == NdlNegotiation.Answer.COUNTER;
        sender.sendSealed("ndp-response", NanActionFrame.DATA_PATH_RESPONSE, path, messages.response(path,
                path.countered ? DataPath.CONTINUED : DataPath.ACCEPTED));
        path.timer = station.after(Retries.DATA_PATH.bound(station.loop).plus(Retries.DATA_PATH.interval()),
                path::giveUp);
    }

    private boolean mayBeOpen(PathSession path, AwareService service) {
        boolean known = sessions.open().anyMatch(one -> one.secured() && one.peer == path.peer);
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
                .filter(PathResponder::isOfDataPaths).findFirst();
        Optional<CipherSuite> suite = wanted.filter(one -> service.suites().contains(one)
                || station.seam.breaks("NAN-SEC-08"))
                .or(() -> service.suites().stream().filter(PathResponder::isOfDataPaths).findFirst());
        Optional<Secret> pmk = path.peer.paired.map(paired -> paired.keys().ndPmk())
                .or(() -> service.passphrase().flatMap(passphrase -> suite.map(one -> DataPathKeys.ndPmk(one,
                        passphrase.octets(), ServiceId.of(service.name()).octets(), station.nmi()))));
        if (suite.isEmpty() || pmk.isEmpty()) {
            refuse(path, suite.isEmpty() ? SECURITY_POLICY : INVALID_PARAMETERS, List.of());
            return false;
        }
        station.keys.keep(KeySink.Kind.PMK, pmk.get());
        DataPathHandshake handshake = DataPathHandshake.responder(HandshakeParameters.of(path.peer.nmi, station.nmi(),
                path.initiatorNdi, path.responderNdi, suite.get(), pmk.get(), PathInitiator.serviceId(path),
                path.publishId).withCapabilities(Announcements.CIPHER_CAPABILITIES)
                .giving(groupKeys.offer(suite.get())).tolerating(tolerances()),
                station.seam.breaks("NAN-SEC-06") ? new SplittableRandom(path.publishId) : station.random);
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
        path.pmk = pmk;
        return true;
    }

    private static boolean isOfDataPaths(CipherSuite suite) {
        return suite == CipherSuite.NCS_SK_128 || suite == CipherSuite.NCS_SK_256;
    }

    private Set<HandshakeParameters.Tolerance> tolerances() {
        return station.seam.breaks("NAN-SEC-04") ? Set.of(HandshakeParameters.Tolerance.WRONG_MIC)
                : station.seam.breaks("NAN-PAIR-24") ? Set.of(HandshakeParameters.Tolerance.ONE_PMKID_ORDER) : Set.of();
    }

    private void refuse(PathSession path, int reason, List<NanAttribute> announcement) {
        path.take(PathState.Event.REFUSAL);
        path.reason = reason;
        sender.sendPlain("ndp-response", NanActionFrame.DATA_PATH_RESPONSE, path, messages.refusal(path, reason,
                announcement));
    }

    /** A Confirm came; whether it is of this data path, as far as can be told. */
    boolean confirmed(PathSession path, PathNotice said, NanActionFrame frame) {
        if (path.state == PathState.OPEN) {
            boolean again = path.secured() && path.knows(frame);
            if (again) {
                sender.repeat(path);
            }
            return again || !path.secured();
        }
        boolean declined = path.countered && frame.first(Ndl.class).map(Ndl::status).orElse(DataPath.ACCEPTED)
                == DataPath.REJECTED;
        if (path.secured()) {
            if (station.seam.breaks("NAN-NDP-10") && path.tries++ == 0) {
                path.take(PathState.Event.NO_ANSWER);
                return true;
            }
            HandshakeStep step = path.handshake.get().receive(frame);
            if (!path.goesOn(step)) {
                return !(step instanceof HandshakeStep.Dropped);
            }
            sender.sendSealed("ndp-key-installment", NanActionFrame.DATA_PATH_KEY_INSTALLMENT, path,
                    messages.installment(path));
        } else if (said.status() == DataPath.REJECTED || declined) {
            path.timer.cancel();
            path.take(PathState.Event.REFUSAL);
            return true;
        }
        path.timer.cancel();
        path.take(PathState.Event.CONFIRM);
        traffic.open(path);
        return true;
    }
}
