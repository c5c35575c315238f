package dev.lanyard.drivers.aware;

import dev.lanyard.wire.nan.security.ProtectedFrames;
import dev.lanyard.wire.net.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The data paths of a device, those that are being set up and those that are open. There is a bound to them, and no
 * open one ever makes room: whoever may send frames may ask for any number of data paths.
 */
final class PathSessions {

    static final int MOST = 64;
    /** Requests of one device that are answered and not confirmed. */
    static final int UNCONFIRMED = 4;

    private final List<PathSession> all = new ArrayList<>();

    Stream<PathSession> stream() {
        return all.stream();
    }

    List<PathSession> copy() {
        return List.copyOf(all);
    }

    Stream<PathSession> open() {
        return all.stream().filter(one -> one.state == PathState.OPEN);
    }

    /** Takes one in; false when there is no room. */
    boolean add(PathSession path) {
        all.removeIf(one -> one.isOver() && one.state != PathState.OPEN);
        boolean flooded = !path.initiator && all.stream().filter(one -> one.peer == path.peer && !one.initiator
                && one.state == PathState.RESPONDED).count() >= UNCONFIRMED;
        if (all.size() >= MOST && path.initiator) {
            throw new IllegalStateException("a device has " + MOST + " data paths at most");
        }
        if (flooded || all.size() >= MOST) {
            return false;
        }
        all.add(path);
        return true;
    }

    void clear() {
        all.clear();
    }

    /** The open data path to {@code peer} whose keys further ones go by: that of the same pair of interfaces. */
    Optional<PathSession> keyed(Neighbour peer) {
        return open().filter(one -> one.peer == peer && one.frames != null).findFirst();
    }

    /** Whether an interface address is that of another device than {@code peer}. */
    boolean isOfAnother(Neighbour peer, MacAddress ndi) {
        return open().anyMatch(one -> one.peer != peer && ndi.equals(one.peerNdi()));
    }

    /**
     * The keys under which action frames from {@code peerNdi} may come: those in force, and those before them as long
     * as the last message under them may have to be repeated. None where the devices are paired: then such frames go
     * between the NMIs.
     */
    List<ProtectedFrames> keysOf(MacAddress peerNdi) {
        return open().filter(one -> one.frames != null && one.peer.paired.isEmpty() && peerNdi.equals(one.peerNdi()))
                .flatMap(one -> Stream.concat(Stream.of(one.frames), one.carrier.stream())).distinct().toList();
    }
}
