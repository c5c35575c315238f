package dev.lanyard.drivers.aware;

import dev.lanyard.drivers.radio.AirLoop;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.NanActionFrame;
import dev.lanyard.wire.nan.datapath.DataPathHandshake;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.nan.security.DataPathKeys;
import dev.lanyard.wire.nan.security.ProtectedFrames;
import dev.lanyard.wire.net.MacAddress;
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
    /** The NDL was countered by the other end and is to be confirmed. */
    boolean countered;

    /** Of a secured one. */
    Optional<DataPathHandshake> handshake = Optional.empty();
    /** The last frame sent, to be repeated as it was. */
    Optional<NanActionFrame> last = Optional.empty();
    String lastName = "";
    Optional<CipherSuite> suite = Optional.empty();
    DataPathKeys keys;
    ProtectedFrames frames;

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

    boolean secured() {
        return handshake.isPresent();
    }

    MacAddress peerNdi() {
        return initiator ? responderNdi : initiatorNdi;
    }
}
