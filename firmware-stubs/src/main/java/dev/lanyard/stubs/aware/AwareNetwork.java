package dev.lanyard.stubs.aware;

import dev.lanyard.drivers.aware.AwareDataPath;
import dev.lanyard.drivers.aware.AwareSeam;
import dev.lanyard.drivers.link.Link;
import dev.lanyard.drivers.radio.AirLoop;
import dev.lanyard.stubs.loop.Timers;
import dev.lanyard.stubs.net.DeviceNetwork;
import dev.lanyard.stubs.net.NetworkSettings;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** The network behind a data path: IPv6 neighbours, ICMP and UDP echo, mDNS; all on the loop of the air. */
final class AwareNetwork {

    private static final int ETHERTYPE = 12;
    private static final int IPV6 = 0x86DD;

    private AwareNetwork() {}

    static void behind(AwareDataPath path, AirLoop loop, AwareSeam seam) {
        Link link = path.link();
        NetworkSettings settings = new NetworkSettings(link.macAddress(), address(), 24, 100, 50, Duration.ofHours(2),
                "lanyard-aware", new NetworkSettings.Service("Lanyard emulated aware", "_echo._udp", 7,
                        List.of("txtvers=1")));
        DeviceNetwork network = new DeviceNetwork(settings, new AirTimers(loop));
        network.connect(frame -> {
            if (isIpv6(frame) && !seam.breaks("NAN-APP-01")) {
                try {
                    link.send(frame);
                } catch (IOException | InterruptedException e) {
                    // The data path is closed; so is its network, at once.
                    network.linkDown();
                }
            }
        });
        link.listen(new Link.Listener() {
            @Override
            public void frame(byte[] buffer, int offset, int length) {
                byte[] frame = Arrays.copyOfRange(buffer, offset, offset + length);
                if (isIpv6(frame)) {
                    network.receive(frame);
                }
            }

            @Override
            public void linkState(boolean up) {
                if (!up) {
                    network.linkDown();
                }
            }
        });
        network.linkUp();
    }

    private static boolean isIpv6(byte[] frame) {
        return frame.length > ETHERTYPE + 1
                && ((frame[ETHERTYPE] & 0xFF) << 8 | frame[ETHERTYPE + 1] & 0xFF) == IPV6;
    }

    private static Inet4Address address() {
        try {
            return (Inet4Address) InetAddress.getByAddress(new byte[] {(byte) 172, 22, (byte) 192, 1});
        } catch (UnknownHostException e) {
            throw new AssertionError("four octets are an IPv4 address", e);
        }
    }

    /** Timers on the air's clock. */
    private record AirTimers(AirLoop loop) implements Timers {

        @Override
        public long nanos() {
            return loop.clock().nanos();
        }

        @Override
        public Timer after(Duration delay, Runnable task) {
            AirLoop.Timer timer = loop.after(delay, task);
            return timer::cancel;
        }
    }
}
