package dev.lanyard.drivers.aware;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.ServiceId;
import dev.lanyard.wire.nan.attribute.DataPath;
import dev.lanyard.wire.nan.attribute.Ndl;
import dev.lanyard.wire.nan.attribute.ServiceInfo;
import dev.lanyard.wire.nan.datapath.DataPathHandshake;
import dev.lanyard.wire.nan.datapath.HandshakeFailure;
import dev.lanyard.wire.nan.datapath.HandshakeParameters;
import dev.lanyard.wire.nan.datapath.HandshakeStep;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.nan.security.Secret;
import dev.lanyard.wire.net.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The end of a data path that asks for it. */
final class PathInitiator {

    private static final MacAddress NO_NDI = new MacAddress(0);
    private static final int NDL_UNACCEPTABLE = 11;

    private final Station station;
    private final Announcements say;
    private final PathMessages messages;
    private final PathSender sender;
    private final PathSessions sessions;
    private final PathTraffic traffic;
    private final OwnGroupKeys groupKeys;
    private int nextId;

    PathInitiator(Station station, Announcements say, PathMessages messages, PathSender sender, PathSessions sessions,
                  PathTraffic traffic, OwnGroupKeys groupKeys) {
        this.station = station;
        this.groupKeys = groupKeys;
        this.say = say;
        this.messages = messages;
        this.sender = sender;
        this.sessions = sessions;
        this.traffic = traffic;
    }

    /**
     * Asks for a data path, secured where there is a suite; the state of the result says what comes of it.
     *
     * @throws IllegalStateException when there are {@value PathSessions#MOST} of them already
     */
    PathSession request(int handle, Neighbour peer, int publishId, Optional<AwareService> service,
                        Optional<CipherSuite> suite, Secret pmk) {
        nextId = nextId % 255 + 1;
        PathSession path = new PathSession(peer, true, 1 + station.random.nextInt(255), nextId, publishId, service,
                handle);
        path.initiatorNdi = station.ndi();
        sessions.keyed(peer).filter(_ -> peer.paired.isEmpty()).ifPresent(keyed -> {
            path.carrier = Optional.of(keyed.frames);
            path.responderNdi = keyed.peerNdi();
        });
        path.suite = suite;
        path.pmk = suite.map(_ -> pmk);
        suite.ifPresent(_ -> station.keys.keep(KeySink.Kind.PMK, pmk));
        path.handshake = suite.map(one -> DataPathHandshake.initiator(HandshakeParameters.of(station.nmi(), peer.nmi,
                station.ndi(), NO_NDI, one, pmk, serviceId(path), publishId)
                .withCapabilities(Announcements.CIPHER_CAPABILITIES).giving(groupKeys.offer(one))
                .tolerating(station.seam.breaks("NAN-PAIR-24")
                        ? Set.of(HandshakeParameters.Tolerance.SWAPPED_PMKID) : Set.of()), station.random));
        path.take(PathState.Event.REQUEST);
        sessions.add(path);
        sender.sendSealed("ndp-request", NanActionFrame.DATA_PATH_REQUEST, path, messages.request(path));
        sender.repeat(path, PathState.REQUESTED);
        return path;
    }

    static Bytes serviceId(PathSession path) {
        return path.service.map(service -> ServiceId.of(service.name()).octets()).orElse(Bytes.wrap(new byte[6]));
    }

    /** A Response came. */
    void responded(PathSession path, PathNotice said, NanActionFrame frame, boolean secret) {
        if (path.state == PathState.CONFIRMED) {
            if (path.knows(frame)) {
                sender.repeat(path);
            }
            return;
        }
        if (said.status() == DataPath.REJECTED && path.secured() && !secret) {
            // The reason of the first one: in doubt all are from somebody else.
            path.reason = path.refused ? path.reason : said.reason();
            goesOn(path, frame);
            return;
        }
        if (said.status() == DataPath.REJECTED) {
            path.timer.cancel();
            path.reason = said.reason();
            path.take(PathState.Event.REFUSAL);
            return;
        }
        MacAddress ndi = said.responderNdi().orElse(frame.header().address2());
        if (path.secured() && !goesOn(path, frame)) {
            return;
        }
        path.refused = false;
        path.doubt = Optional.empty();
        if (ndi.isGroup() || ndi.equals(station.ndi()) || sessions.isOfAnother(path.peer, ndi)) {
            path.fail("a Response with a data interface address that is not its own");
            return;
        }
        path.responderNdi = ndi;
        path.peerInterfaceId = said.interfaceId();
        said.info().ifPresent(info -> learnService(path, info));
        path.peer.learn(frame);
        path.countered = frame.first(Ndl.class).map(Ndl::status).orElse(DataPath.ACCEPTED) == DataPath.CONTINUED;
        path.tries = 0;
        if (path.countered && !NdlNegotiation.takes(List.of(say.availability()), path.peer.availability,
                Optional.of(PathMessages.QOS))) {
            path.timer.cancel();
            path.reason = NDL_UNACCEPTABLE;
            path.take(PathState.Event.REFUSAL);
            sender.sendPlain("ndp-confirm", NanActionFrame.DATA_PATH_CONFIRM, path, messages.decline(path,
                    NDL_UNACCEPTABLE));
            return;
        }
        sender.sendSealed("ndp-confirm", NanActionFrame.DATA_PATH_CONFIRM, path, messages.confirm(path));
        if (path.secured()) {
            path.take(PathState.Event.RESPONSE_CONTINUED);
            sender.repeat(path, PathState.CONFIRMED);
        } else {
            path.timer.cancel();
            path.take(PathState.Event.RESPONSE_ACCEPTED);
            traffic.open(path);
        }
    }

    private boolean goesOn(PathSession path, NanActionFrame frame) {
        HandshakeStep step = path.handshake.orElseThrow().receive(frame);
        boolean goesOn = path.goesOn(step);
        if (step instanceof HandshakeStep.Dropped(HandshakeFailure failure, String _)) {
            sender.doubted(path, failure == HandshakeFailure.PEER_REFUSED);
        }
        return goesOn;
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

    /** A Key Installment came. */
    void installed(PathSession path, NanActionFrame frame) {
        if (goesOn(path, frame)) {
            path.timer.cancel();
            path.take(PathState.Event.INSTALLMENT);
            traffic.open(path);
        }
    }
}
