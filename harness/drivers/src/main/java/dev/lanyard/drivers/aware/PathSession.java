package dev.lanyard.drivers.aware;

import dev.lanyard.drivers.radio.AirLoop;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.datapath.DataPathHandshake;
import dev.lanyard.wire.nan.datapath.GroupKeys;
import dev.lanyard.wire.nan.datapath.HandshakeFailure;
import dev.lanyard.wire.nan.datapath.HandshakeStep;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.nan.security.DataPathKeys;
import dev.lanyard.wire.nan.security.ProtectedFrames;
import dev.lanyard.wire.nan.security.Secret;
import dev.lanyard.wire.net.MacAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** One data path, from its request to its end. */
final class PathSession {

    /** Who it is with, and what it is for. */
    final Neighbour peer;
    final boolean initiator;
    final int token;
    final int id;
    final int publishId;
    final Optional<AwareService> service;
    final int handle;

    PathState state = PathState.TABLE.start();
    int reason;
    String why = "";
    int tries;
    AirLoop.Timer timer = () -> { };

    MacAddress initiatorNdi;
    MacAddress responderNdi;
    Optional<Bytes> peerInterfaceId = Optional.empty();
    OptionalInt port = OptionalInt.empty();
    OptionalInt protocol = OptionalInt.empty();
    /** The responder has proposed another schedule, which the initiator confirms. */
    boolean countered;

    /** Of a secured one. */
    Optional<DataPathHandshake> handshake = Optional.empty();
    /** The first frame that fitted and was not authentic. */
    Optional<HandshakeStep.Dropped> doubt = Optional.empty();
    /** A refusal came that anybody may have sent, and the time runs in which it may be contradicted. */
    boolean refused;
    /** The last frame sent, to be repeated as it was. */
    Optional<NanActionFrame> last = Optional.empty();
    String lastName = "";
    Optional<CipherSuite> suite = Optional.empty();
    Optional<Secret> pmk = Optional.empty();
    DataPathKeys keys;
    /** The keys of the two interfaces while it is open; none on one without security. */
    ProtectedFrames frames;
    /** What the other end gave for its frames to groups. */
    GroupKeys peerGroupKeys = GroupKeys.NONE;
    /** Its data frames to groups, by key id; those of all data paths between the two interfaces. */
    Map<Integer, ProtectedFrames> peerGroups = new HashMap<>();
    /** Whether ours go under our group key. */
    boolean gaveGroupKeys;
    /** The keys of the two interfaces under which it is set up, where an older data path has such. */
    Optional<ProtectedFrames> carrier = Optional.empty();
    /** Those under which the last frame was sent. */
    Optional<ProtectedFrames> lastCarrier = Optional.empty();

    NdiLink link;

    PathSession(Neighbour peer, boolean initiator, int token, int id, int publishId, Optional<AwareService> service,
                int handle) {
        this.peer = peer;
        this.initiator = initiator;
        this.token = token;
        this.id = id;
        this.publishId = publishId;
        this.service = service;
        this.handle = handle;
    }

    boolean take(PathState.Event event) {
        return PathState.TABLE.next(state, event).map(next -> {
            state = next;
            return true;
        }).orElse(false);
    }

    boolean isOver() {
        return state == PathState.OPEN || state == PathState.REFUSED || state == PathState.SILENT
                || state == PathState.CLOSED;
    }

    boolean isEnded() {
        return isOver() && state != PathState.OPEN;
    }

    boolean secured() {
        return handshake.isPresent();
    }

    /** Whether the handshake has this frame already, so that the answer to it was lost. */
    boolean knows(NanActionFrame frame) {
        return handshake.isPresent() && handshake.get().receive(frame) instanceof HandshakeStep.Repeat;
    }

    /** Whether a message of the handshake is to be answered; ends the data path where it was authentic and wrong. */
    boolean goesOn(HandshakeStep step) {
        if (step instanceof HandshakeStep.Dropped dropped) {
            doubt = doubt.or(() -> Optional.of(dropped));
        }
        if (step instanceof HandshakeStep.Failed(HandshakeFailure failure, String detail)) {
            fail(failure == HandshakeFailure.PEER_REFUSED ? "" : failure + " (" + detail + ")");
        }
        if (step instanceof HandshakeStep.Established(DataPathKeys agreed, GroupKeys theirs, boolean _)) {
            keys = agreed;
            peerGroupKeys = theirs;
            gaveGroupKeys = handshake.filter(DataPathHandshake::givesGroupKeys).isPresent();
        }
        return step instanceof HandshakeStep.Next || step instanceof HandshakeStep.Established;
    }

    /**
     * The time is over. What came and was not authentic is the reason, where there was such; without, the other end is
     * silent.
     */
    void giveUp() {
        timer.cancel();
        handshake.ifPresent(DataPathHandshake::timeOut);
        if (doubt.isEmpty()) {
            take(PathState.Event.NO_ANSWER);
        } else if (doubt.get().failure() == HandshakeFailure.PEER_REFUSED) {
            take(PathState.Event.REFUSAL);
        } else {
            fail("nothing authentic, and something that was not: " + doubt.get().failure() + " ("
                    + doubt.get().detail() + ")");
        }
    }

    /** What the other end sent is wrong. */
    void fail(String what) {
        timer.cancel();
        why = what;
        take(PathState.Event.REFUSAL);
    }

    MacAddress peerNdi() {
        return initiator ? responderNdi : initiatorNdi;
    }
}
