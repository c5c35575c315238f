package dev.lanyard.rules.air;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.nan.ServiceId;
import java.util.Optional;
import java.util.function.Supplier;

/** Where a judge puts what it finds about one device. */
public final class Ruling {

    private final Tally tally;
    private AirFrame frame;
    private boolean broken;

    Ruling(Tally tally) {
        this.tally = tally;
    }

    Ruling about(AirFrame current) {
        frame = current;
        broken = false;
        return this;
    }

    /** Whether the frame that it is about broke the rule. */
    boolean isBroken() {
        return broken;
    }

    /** The rule was kept. */
    public void kept() {
        tally.kept();
    }

    /** The rule was broken by the frame as a whole, or by what it lacks. */
    public void broken(String reason) {
        broken(Optional.empty(), Bytes.EMPTY, () -> reason);
    }

    /** The rule was broken by an attribute or element of the frame. */
    public void broken(Placed<?> at, String reason) {
        broken(Optional.empty(), at.octets(), () -> reason);
    }

    /** The rule was broken by what the frame says of one service. */
    public void broken(ServiceId service, Bytes octets, String reason) {
        broken(Optional.of(service), octets, () -> reason);
    }

    /** Broken when {@code good} is false. */
    public void require(boolean good, Placed<?> at, String reason) {
        require(good, at, () -> reason);
    }

    /** Broken when {@code good} is false; the reason is worded only then. */
    public void require(boolean good, Placed<?> at, Supplier<String> reason) {
        if (good) {
            kept();
        } else {
            broken(Optional.empty(), at.octets(), reason);
        }
    }

    /** Broken when {@code good} is false. */
    public void require(boolean good, String reason) {
        require(good, () -> reason);
    }

    /** Broken when {@code good} is false; the reason is worded only then. */
    public void require(boolean good, Supplier<String> reason) {
        if (good) {
            kept();
        } else {
            broken(Optional.empty(), Bytes.EMPTY, reason);
        }
    }

    /** Broken when there is a fault. */
    public void judge(Placed<?> at, Optional<String> fault) {
        fault.ifPresentOrElse(reason -> broken(at, reason), this::kept);
    }

    private void broken(Optional<ServiceId> service, Bytes octets, Supplier<String> reason) {
        broken = true;
        tally.broken(service, frame, octets, reason);
    }
}
