package dev.lanyard.drivers.aware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.radio.MonitorRadio;
import dev.lanyard.drivers.radio.RealTimeLoop;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.Radiotap;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Two of our stacks in real time, on monitor interfaces that hear each other and themselves. */
class MonitorRadioPairTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String SERVICE = "_lanyard._udp";

    /**
     * Every packet of one adapter is heard by all, whatever their channels: a busy machine is late, and what then gets
     * lost is another test's matter. The header is as received frames have it.
     */
    private static final class Ether {

        private final List<Adapter> adapters = new CopyOnWriteArrayList<>();

        Adapter adapter() {
            Adapter adapter = new Adapter(this);
            adapters.add(adapter);
            return adapter;
        }
    }

    /** Needs its time to change the channel, and hears itself, as monitor interfaces do. */
    private static final class Adapter implements MonitorRadio.Tap, MonitorRadio.Tuner {

        private static final long TUNING_MILLIS = 3;

        private final Ether ether;
        private volatile int channel;
        private volatile MonitorRadio.Heard heard = (packet, age) -> { };

        Adapter(Ether ether) {
            this.ether = ether;
        }

        @Override
        public void tune(int mhz) throws InterruptedException {
            channel = 0;
            Thread.sleep(TUNING_MILLIS);
            channel = mhz;
        }

        @Override
        public void send(Bytes packet) {
            Bytes frame = packet.from(Radiotap.decode(packet).length());
            Bytes received = Radiotap.received(0, channel, -40).encode().concat(frame);
            ether.adapters.forEach(adapter -> adapter.heard.packet(received, 0));
        }

        @Override
        public void start(MonitorRadio.Heard packets) {
            heard = packets;
        }

        @Override
        public void close() {
            ether.adapters.remove(this);
        }
    }

    private static final MonitorRadio.Observer NOBODY = new MonitorRadio.Observer() {
        @Override
        public void frame(boolean received, int frequency, int signal, Bytes octets) {
            assertTrue(octets.length() > 0);
        }

        @Override
        public void trouble(String text) {
            throw new IllegalStateException(text);
        }
    };

    private static NanStack stack(Ether ether, int number) throws IOException {
        Adapter adapter = ether.adapter();
        MonitorRadio radio = new MonitorRadio(new RealTimeLoop("air " + number), adapter, adapter, Nan.CHANNEL_2_4GHZ,
                NOBODY);
        return new NanStack(radio, NanSettings.of("stack " + number, MacAddress.parse("02:11:22:33:44:0" + number),
                MacAddress.parse("06:11:22:33:44:0" + number), number).withPin(Password.of("012345")));
    }

    @Test
    void discoverPairAndOpenASecuredDataPath() throws Exception {
        Ether ether = new Ether();
        try (NanStack accessory = stack(ether, 1); NanStack phone = stack(ether, 2)) {
            accessory.publish(AwareService.of(SERVICE).pairing(Set.of(BootstrappingMethod.PIN_DISPLAY),
                    OptionalInt.of(7)));
            int handle = phone.subscribe(AwareService.of(SERVICE).pairing(Set.of(BootstrappingMethod.PIN_KEYPAD),
                    OptionalInt.empty()));
            AwareService.Found found = ((AwareEvent.Discovered) phone.await(0, AwareEvent.Discovered.class::isInstance,
                    SOON).orElseThrow()).service();
            AwareOutcome bootstrapped = phone.bootstrap(handle, found, BootstrappingMethod.PIN_KEYPAD, SOON);
            assertTrue(bootstrapped.done(), bootstrapped.text());
            AwareOutcome paired = phone.pair(handle, found, Optional.of(Password.of("012345")), SOON);
            assertTrue(paired.done(), paired.text());
            AwareDataPath path = phone.openDataPath(handle, found, new DataPathSecurity.Paired(Optional.empty()), SOON);
            assertTrue(path.secured());
            assertEquals(OptionalInt.of(7), path.port());
            path.close();
        }
    }
}
