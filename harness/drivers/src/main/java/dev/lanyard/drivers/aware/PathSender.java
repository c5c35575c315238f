package dev.lanyard.drivers.aware;

import dev.lanyard.wire.ieee80211.ActionBody;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import dev.lanyard.wire.nan.security.ProtectedFrames;
import java.util.List;
import java.util.Optional;

/**
 * Sends the action frames of data paths: between the NMIs, under the NM-TK where the devices are paired; between the
 * NDIs under the keys of a secured data path where such a path is up without pairing.
 */
final class PathSender {

    private final Station station;

    PathSender(Station station) {
        this.station = station;
    }

    /** Makes a frame and sends it; the handshake, where there is one, adds its integrity code. */
    void sendSealed(String name, int subtype, PathSession path, List<NanAttribute> attributes) {
        NanActionFrame frame = frame(name, subtype, path, attributes);
        send(name, path, path.secured() ? path.handshake.get().seal(frame) : frame);
    }

    /** Sends a frame that is no message of a handshake. */
    void sendPlain(String name, int subtype, PathSession path, List<NanAttribute> attributes) {
        send(name, path, frame(name, subtype, path, attributes));
    }

    private NanActionFrame frame(String name, int subtype, PathSession path, List<NanAttribute> attributes) {
        boolean overNdi = carrier(path).isPresent();
        boolean secret = overNdi || path.peer.paired.isPresent();
        FrameHeader header = FrameHeader.management(FrameHeader.ACTION, overNdi ? path.peerNdi() : path.peer.nmi,
                overNdi ? station.ndi() : station.nmi(), station.clusterId(), 0);
        return NanActionFrame.create(secret ? ActionBody.PROTECTED_DUAL : ActionBody.PUBLIC, subtype, header,
                station.edited(name, attributes));
    }

    /** The keys between the NDIs under which frames about {@code path} go, where it is so. */
    private Optional<ProtectedFrames> carrier(PathSession path) {
        if (path.peer.paired.isPresent() || station.seam.breaks("NAN-SEC-10")) {
            return Optional.empty();
        }
        return path.state == PathState.OPEN && path.secured() ? Optional.of(path.frames) : path.carrier;
    }

    private void send(String name, PathSession path, NanActionFrame frame) {
        path.last = Optional.of(station.seam.sealed(name, frame));
        path.lastName = name;
        path.lastCarrier = carrier(path);
        repeat(path);
    }

    /** Sends the last frame once more, as it was. */
    void repeat(PathSession path) {
        if (path.last.isEmpty()) {
            return;
        }
        NanActionFrame frame = path.last.get();
        FrameHeader old = frame.header();
        NanActionFrame numbered = NanActionFrame.create(frame.action().category(), frame.subtype(),
                FrameHeader.management(FrameHeader.ACTION, old.address1(), old.address2(), old.address3(),
                        station.nextSequence()), frame.attributes().values());
        if (frame.action().category() == ActionBody.PUBLIC) {
            station.sendInSlot(path.lastName, numbered.encode());
        } else {
            path.lastCarrier.or(() -> path.peer.paired.map(PairedKeys::frames)).ifPresent(keys ->
                    station.sendInSlot(path.lastName, keys.protect(numbered.frame())));
        }
    }

    /**
     * An answer came that anybody may have sent, and was not acted on. A refusal is believed when nothing better comes
     * for the time of a step; after anything else the last frame is still repeated.
     */
    void doubted(PathSession path, boolean refusal) {
        station.reject();
        path.tries = Retries.DATA_PATH.afterDoubt(path.tries, station.loop);
        if (refusal && !path.refused) {
            path.refused = true;
            path.timer.cancel();
            path.timer = station.after(Retries.DATA_PATH.interval(), path::giveUp);
        }
    }

    /** Sends the last frame again from time to time, while {@code during} lasts; then nobody has answered. */
    void repeat(PathSession path, PathState during) {
        path.timer.cancel();
        path.timer = station.after(Retries.DATA_PATH.interval(), () -> {
            if (path.state != during) {
                return;
            }
            if (++path.tries < Retries.DATA_PATH.most(station.loop)) {
                repeat(path);
                repeat(path, during);
            } else {
                path.giveUp();
            }
        });
    }
}
