package dev.lanyard.rules.air;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.nan.ServiceId;
import java.util.Optional;

/** Where a judge puts what it finds about one device. */
public final class Ruling {

    private final Tally tally;
    private AirFrame frame;

    Ruling(Tally tally) {
        this.tally = tally;
    }

    Ruling about(AirFrame current) {
        frame = current;
        return this;
    }

    /** The rule was kept. */
    public void kept() {
        tally.kept();
    }

    /** The rule was broken by the frame as a whole, or by what it lacks. */
    public void broken(String reason) {
        broken(Optional.empty(), Bytes.EMPTY, reason);
    }

    /** The rule was broken by an attribute or element of the frame. */
    public void broken(Placed<?> at, String reason) {
        broken(Optional.empty(), at.octets(), reason);
    }

    /** The rule was broken by what the frame says of one service. */
    public void broken(ServiceId service, Bytes octets, String reason) {
        broken(Optional.of(service), octets, reason);
    }

    /** Broken when {@code good} is false. */
    public void require(boolean good, Placed<?> at, String reason) {
        if (good) {
            kept();
        } else {
            broken(at, reason);
        }
    }

    /** Broken when {@code good} is false. */
    public void require(boolean good, String reason) {
        if (good) {
            kept();
        } else {
            broken(reason);
        }
    }

    /** Broken when there is a fault. */
    public void judge(Placed<?> at, Optional<String> fault) {
        fault.ifPresentOrElse(reason -> broken(at, reason), this::kept);
    }

    private void broken(Optional<ServiceId> service, Bytes octets, String reason) {
        tally.broken(service, frame, octets, reason);
    }
}
