package dev.lanyard.stubs.aware;

import dev.lanyard.drivers.aware.AwareDataPath;
import dev.lanyard.drivers.aware.AwareSeam;
import dev.lanyard.drivers.link.Link;
import dev.lanyard.drivers.radio.AirLoop;
import dev.lanyard.stubs.loop.Timers;
import dev.lanyard.stubs.net.DeviceNetwork;
import dev.lanyard.stubs.net.NetworkSettings;
import dev.lanyard.wire.net.MacAddress;
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
    private static final int NEXT_HEADER = 14 + 6;
    private static final int PAYLOAD = 14 + 40;
    private static final int UDP = 17;
    private static final int ICMPV6 = 58;
    private static final int NEIGHBOUR_ADVERTISEMENT = 136;
    private static final Duration LATE = Duration.ofMillis(800);

    private AwareNetwork() {}

    static void behind(AwareDataPath path, AirLoop loop, AwareSeam seam) {
        Link link = path.link();
        MacAddress mac = seam.breaks("NAN-IP-01") ? new MacAddress(link.macAddress().value() ^ 0x30) : link.macAddress();
        NetworkSettings settings = new NetworkSettings(mac, address(), 24, 100, 50, Duration.ofHours(2),
                "lanyard-aware", new NetworkSettings.Service("Lanyard emulated aware", "_echo._udp", 7,
                        List.of("txtvers=1")));
        DeviceNetwork network = new DeviceNetwork(settings, new AirTimers(loop));
        int[] datagrams = new int[1];
        network.connect(frame -> {
            if (isIpv6(frame) && !isLost(frame, seam, datagrams)) {
                if (seam.breaks("NAN-APP-02") && isUdp(frame)) {
                    loop.after(LATE, () -> send(link, network, frame));
                } else {
                    send(link, network, frame);
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

    private static void send(Link link, DeviceNetwork network, byte[] frame) {
        try {
            link.send(frame);
        } catch (IOException | InterruptedException e) {
            // The data path is closed; so is its network, at once.
            network.linkDown();
        }
    }

    private static boolean isUdp(byte[] frame) {
        return frame[NEXT_HEADER] == UDP;
    }

    private static boolean isLost(byte[] frame, AwareSeam seam, int[] datagrams) {
        boolean advertisement = frame[NEXT_HEADER] == ICMPV6 && (frame[PAYLOAD] & 0xFF) == NEIGHBOUR_ADVERTISEMENT;
        return advertisement && seam.breaks("NAN-IP-02")
                || isUdp(frame) && seam.breaks("NAN-APP-01") && datagrams[0]++ % 5 == 0;
    }

    private static boolean isIpv6(byte[] frame) {
        return frame.length > PAYLOAD
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
