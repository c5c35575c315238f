package dev.lanyard.drivers.aware;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.DataFrame;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.nan.security.GroupIntegrity;
import dev.lanyard.wire.nan.security.ProtectedFrames;
import dev.lanyard.wire.nan.security.Secret;
import dev.lanyard.wire.net.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Data paths: hands what comes in to the end that it is for. */
final class DataPaths {

    private final Station station;
    private final Function<MacAddress, Neighbour> neighbours;
    private final PathSessions sessions = new PathSessions();
    private final PathInitiator initiator;
    private final PathResponder responder;
    private final PathTraffic traffic;
    private final OwnGroupKeys groupKeys;

    DataPaths(Station station, Announcements say, Discoveries discoveries, Function<MacAddress, Neighbour> neighbours,
              EventLog events) {
        this.station = station;
        this.neighbours = neighbours;
        PathMessages messages = new PathMessages(station, say);
        PathSender sender = new PathSender(station);
        this.groupKeys = new OwnGroupKeys(station);
        this.traffic = new PathTraffic(station, messages, sender, sessions, events, groupKeys);
        this.initiator = new PathInitiator(station, say, messages, sender, sessions, traffic, groupKeys);
        this.responder = new PathResponder(station, say, messages, sender, sessions, traffic, discoveries, groupKeys);
    }

    /** Asks for a data path, secured where there is a suite; the state of the result says what comes of it. */
    PathSession request(int handle, Neighbour peer, int publishId, Optional<AwareService> service,
                        Optional<CipherSuite> suite, Secret pmk) {
        return initiator.request(handle, peer, publishId, service, suite, pmk);
    }

    /** A NAN action frame came in; {@code secret} says whether it was protected. */
    void received(NanActionFrame frame, boolean secret) {
        Optional<PathNotice> found = PathNotice.of(frame);
        if (found.isEmpty()) {
            return;
        }
        PathNotice said = found.get();
        MacAddress from = frame.header().address2();
        switch (frame.subtype()) {
            case NanActionFrame.DATA_PATH_REQUEST -> {
                Neighbour peer = sessions.open().filter(one -> secret && from.equals(one.peerNdi()))
                        .map(one -> one.peer).findFirst().orElseGet(() -> neighbours.apply(from));
                if (secret || peer.paired.isEmpty()) {
                    peer.learn(frame);
                    responder.requested(peer, said, frame, secret);
                }
            }
            case NanActionFrame.DATA_PATH_RESPONSE -> session(said, from, secret, one -> one.initiator
                    && one.token == said.token()
                    && (one.state == PathState.REQUESTED || one.state == PathState.CONFIRMED))
                    .ifPresent(path -> initiator.responded(path, said, frame, secret));
            case NanActionFrame.DATA_PATH_CONFIRM -> {
                // Somebody may have asked under the same name: of several it is the one in which it is authentic.
                List<PathSession> several = about(said, from, secret).filter(one -> !one.initiator
                        && one.token == said.token()
                        && (one.state == PathState.RESPONDED || one.state == PathState.OPEN)).toList();
                if (!several.isEmpty() && several.reversed().stream().noneMatch(path ->
                        responder.confirmed(path, said, frame))) {
                    station.reject();
                }
            }
            case NanActionFrame.DATA_PATH_KEY_INSTALLMENT -> session(said, from, secret, one -> one.initiator
                    && one.token == said.token() && one.state == PathState.CONFIRMED)
                    .ifPresent(path -> initiator.installed(path, frame));
            case NanActionFrame.DATA_PATH_TERMINATION -> session(said, from, secret, one ->
                    one.state == PathState.OPEN).or(() -> session(said, from, secret, one -> !one.isOver()))
                    .ifPresent(path -> traffic.terminated(path, secret));
            default -> { }
        }
    }

    /** The data path that a frame is about: of what {@code fits}, the latest. */
    private Optional<PathSession> session(PathNotice said, MacAddress from, boolean secret,
                                          Predicate<PathSession> fits) {
        return about(said, from, secret).filter(fits).reduce((_, last) -> last);
    }

    private Stream<PathSession> about(PathNotice said, MacAddress from, boolean secret) {
        return sessions.stream().filter(one -> one.id == said.id() && one.initiatorNdi.equals(said.initiatorNdi())
                && (one.peer.nmi.equals(from) || secret && from.equals(one.peerNdi()))
                && (secret || one.peer.paired.isEmpty() && one.carrier.isEmpty()));
    }

    /** A data frame came in; {@code octets} is the whole of it. */
    void received(DataFrame frame, Bytes octets) {
        traffic.received(frame, octets);
    }

    /** The data path as its user sees it. */
    AwareDataPath describe(PathSession path) {
        return traffic.describe(path);
    }

    /** Under which keys action frames from this NDI may come. */
    List<ProtectedFrames> keysOf(MacAddress peerNdi) {
        return sessions.keysOf(peerNdi);
    }

    /** The integrity of this device's own management frames to groups; empty while nobody has the key for it. */
    Optional<GroupIntegrity> groupIntegrity() {
        return groupKeys.integrity();
    }

    /** Whether something goes on with a device that must not be forgotten. */
    boolean isWith(Neighbour peer) {
        return sessions.stream().anyMatch(one -> one.peer == peer
                && (one.state == PathState.OPEN || !one.isOver() && one.initiator));
    }

    /** Ends all data paths without a word, as when the power goes. */
    void drop(String why) {
        sessions.copy().forEach(path -> traffic.close(path, why));
        sessions.clear();
    }

    /** Ends all data paths with a word to their other ends. */
    void endAll() {
        sessions.copy().forEach(traffic::end);
    }
}
