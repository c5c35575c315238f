package dev.lanyard.rules.catalogue.aware;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.air.AirFrame;
import dev.lanyard.rules.air.AirJudge;
import dev.lanyard.rules.air.Device;
import dev.lanyard.rules.air.Discovery;
import dev.lanyard.rules.air.FrameKind;
import dev.lanyard.rules.air.Ruling;
import dev.lanyard.rules.air.Sight;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.IdentityResolution;
import dev.lanyard.wire.net.MacAddress;
import java.util.List;
import java.util.Optional;

/** The address that a device uses: NAN-ATTR-10. */
public final class AwareAddressRules {

    /** Rule NAN-ATTR-10. */
    public static final List<Rule> RULES = List.of(
            rule("NAN-ATTR-10", "A management interface address is unicast, and locally administered or accompanied by "
                    + "an identity (NIRA); and it stays, unless the device shows its identity.")
                    .obligation(Obligation.RECOMMENDED, Aware.FROM_MEMORY).hosts(Aware.ALL)
                    .fieldFailures("opendroneid/receiver-android#44")
                    .remediation("Use a random, locally administered address and keep it; where it changes, send the "
                            + "NAN Identity Resolution attribute so that paired peers know the device again.")
                    .watchedBy(AirJudge.on(AwareAddressRules::address, FrameKind.SDF)));

    /** As long as a publisher may be silent, and as long as another address must be to be called left. */
    private static final long CYCLE_NANOS = Nan.tu(Nan.DW_CYCLE * (long) Nan.DW_PERIOD).toNanos();
    private static final int SEQUENCE_NUMBERS = 0x1000;
    /** A device's frames between its last one under the old address and the first one under the new that was heard. */
    private static final int STEP = 256;

    private AwareAddressRules() {}

    /** The announcements of a device. */
    private static final class Announced {
        private long content;
        private int firstSequence = -1;
        private int lastSequence;
        private long firstNanos;
        private long lastNanos;
        private boolean judged;
    }

    private static void address(Sight sight, Ruling ruling) {
        MacAddress nmi = sight.frame().transmitter();
        if (nmi.isGroup()) {
            ruling.broken("the sender's address " + nmi + " is a group address");
        } else if (!nmi.isLocallyAdministered() && !sight.has(IdentityResolution.class)) {
            ruling.broken("the sender's address " + nmi + " is not locally administered");
        } else {
            ruling.kept();
            if (Discovery.announces(sight.frame())) {
                constant(sight, ruling);
            }
        }
    }

    /**
     * A device is the same under another address when it says the very same, counts its frames on, and began when the
     * other fell silent; a cycle of discovery windows later it is certain enough.
     */
    private static void constant(Sight sight, Ruling ruling) {
        AirFrame frame = sight.frame();
        Announced own = sight.sender().memory(Announced.class, Announced::new);
        int sequence = frame.sequenceNumber();
        own.content = frame.bodyHash();
        own.lastNanos = frame.nanos();
        own.lastSequence = sequence;
        if (own.firstSequence < 0) {
            own.firstSequence = sequence;
            own.firstNanos = frame.nanos();
        }
        if (own.judged || frame.nanos() - own.firstNanos < CYCLE_NANOS) {
            return;
        }
        own.judged = true;
        Optional<Device> left = sight.has(IdentityResolution.class) ? Optional.empty()
                : sight.air().devices().stream().filter(other -> wentOn(other, sight.sender(), own)).findFirst();
        if (left.isPresent()) {
            ruling.broken("the device of " + left.get().nmi() + ", silent since frame " + left.get().lastFrame()
                    + ", goes on under this address and shows no identity (NIRA)");
        }
    }

    private static boolean wentOn(Device other, Device now, Announced own) {
        Announced before = other.memory(Announced.class, Announced::new);
        return other != now && before.firstSequence >= 0 && before.content == own.content
                && other.lastFrame() < now.firstFrame() && own.firstNanos - before.lastNanos < CYCLE_NANOS
                && Math.floorMod(own.firstSequence - before.lastSequence, SEQUENCE_NUMBERS) < STEP;
    }
}
