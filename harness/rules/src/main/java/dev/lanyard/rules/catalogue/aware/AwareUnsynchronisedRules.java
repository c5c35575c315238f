package dev.lanyard.rules.catalogue.aware;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.air.Air;
import dev.lanyard.rules.air.AirFrame;
import dev.lanyard.rules.air.AirJudge;
import dev.lanyard.rules.air.Device;
import dev.lanyard.rules.air.Discovery;
import dev.lanyard.rules.air.FrameKind;
import dev.lanyard.rules.air.Ruling;
import dev.lanyard.rules.air.Sight;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.net.MacAddress;
import java.util.List;

/** Unsynchronised service discovery: NAN-USD. */
public final class AwareUnsynchronisedRules {

    /** Rules NAN-USD-*. */
    public static final List<Rule> RULES = List.of(
            rule("NAN-USD-01", "Unsynchronised discovery frames have FF:FF:FF:FF:FF:FF as address 3, and go to "
                    + "the NAN network id, that of Wi-Fi Direct, or one device.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("There is no cluster: put the wildcard into address 3, and begin on channel 6.")
                    .watchedBy(AirJudge.on(AwareUnsynchronisedRules::wildcard, FrameKind.SDF)),
            rule("NAN-USD-02", "An unsolicited publisher sends its frame 5 to 10 times in a burst.")
                    .obligation(Obligation.RECOMMENDED, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Repeat the frame while dwelling on the channel: a single one is easily missed.")
                    .watchedBy(AirJudge.on(AwareUnsynchronisedRules::count, FrameKind.SDF)
                            .where(frame -> frame.cluster().equals(MacAddress.BROADCAST)
                                    && Discovery.announces(frame))
                            .finallyBy(AwareUnsynchronisedRules::burst)));

    private static final int FEWEST = 5;
    private static final long GAP_NANOS = 1_000_000_000L;

    private AwareUnsynchronisedRules() {}

    /** Unsynchronised frames of a device. */
    private static final class Bursts {
        private long lastNanos;
        private int current;
        private int longest;
    }

    /** Who announces itself without a cluster and sends no beacons is unsynchronised in all that it sends. */
    private static void wildcard(Sight sight, Ruling ruling) {
        AirFrame frame = sight.frame();
        MacAddress receiver = frame.receiver();
        boolean network = receiver.equals(Nan.NETWORK_ID) || receiver.equals(Nan.P2P_NETWORK_ID);
        if (frame.cluster().equals(MacAddress.BROADCAST)) {
            if (network || !receiver.isGroup()) {
                ruling.kept();
            } else {
                ruling.broken("address 1 is " + receiver + ", a group that is no network id of discovery");
            }
        } else if (receiver.equals(Nan.P2P_NETWORK_ID) || sight.sender().cluster().isEmpty()
                && sight.air().cluster(frame.cluster()).isEmpty()
                && sight.sender().memory(Bursts.class, Bursts::new).longest > 0) {
            ruling.broken("address 3 is " + frame.cluster());
        }
    }

    private static void count(Sight sight, Ruling ruling) {
        AirFrame frame = sight.frame();
        Bursts bursts = sight.sender().memory(Bursts.class, Bursts::new);
        bursts.current = bursts.current > 0 && frame.nanos() - bursts.lastNanos > GAP_NANOS ? 1 : bursts.current + 1;
        bursts.longest = Math.max(bursts.longest, bursts.current);
        bursts.lastNanos = frame.nanos();
    }

    private static void burst(Air air, Device device, Ruling ruling) {
        Bursts bursts = device.memory(Bursts.class, Bursts::new);
        if (bursts.longest > 0) {
            ruling.require(bursts.longest >= FEWEST, () -> "its longest burst has " + bursts.longest + " frames");
        }
    }
}
