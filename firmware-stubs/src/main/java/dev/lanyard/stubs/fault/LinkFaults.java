package dev.lanyard.stubs.fault;

import static dev.lanyard.stubs.fault.Fault.fault;
import static dev.lanyard.stubs.fault.LinkDefects.notifications;

import dev.lanyard.stubs.usb.ControlRequest;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.cdc.Notification;
import dev.lanyard.wire.dhcp.DhcpMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Faults of what is notified when, how often, and before what is ready. */
final class LinkFaults {

    private static final Duration IDLE_REPEAT = Duration.ofMillis(32);
    private static final long AT_ONCE = Duration.ofMillis(150).toNanos();
    private static final long SERVER_START = Duration.ofSeconds(3).toNanos();

    static final List<Fault> ALL = List.of(
            fault("CDC-NOTIF-07", "The link is notified after the first selection of alternate setting 1 alone.")
                    .doing(() -> new Defect() {
                        private boolean told;

                        @Override
                        public List<Bytes> notifications(boolean linkUp, List<Bytes> honest) {
                            boolean again = told;
                            told = true;
                            return again ? List.of() : honest;
                        }
                    }),
            fault("CDC-NOTIF-08", "A link that drops is not notified.")
                    .does(new Defect() {
                        @Override
                        public List<Bytes> notifications(boolean linkUp, List<Bytes> honest) {
                            return linkUp ? honest : List.of();
                        }
                    }),
            fault("CDC-NOTIF-09", "When the link returns before its drop was fetched, the drop is notified all the "
                    + "same.")
                    .doing(StaleState::new),
            fault("CDC-NOTIF-10", "In alternate setting 0 the link is notified every 32 ms.")
                    .does(new Defect() {
                        @Override
                        public Optional<Duration> repeatsNotifications() {
                            return Optional.of(IDLE_REPEAT);
                        }
                    }),
            fault("CDC-NOTIF-11", "The notification endpoint is halted when there is nothing left to notify.")
                    .does(new Defect() {
                        @Override
                        public boolean haltsNotifications() {
                            return true;
                        }
                    }),
            fault("CDC-NOTIF-12", "The link is not notified before the first SetEthernetPacketFilter.")
                    .doing(AwaitsFilter::new),
            fault("CDC-NOTIF-14", "NetworkConnection comes twice in one packet.")
                    .does(notifications(honest -> honest.stream().map(one ->
                            one.u8(1) == Notification.NETWORK_CONNECTION ? one.concat(one) : one).toList())),
            fault("CDC-NOTIF-15", "The DHCP server starts 3 s after the link was notified.")
                    .doing(LateServer::new));

    private LinkFaults() {}

    private static final class StaleState implements Defect {

        private long dropped = System.nanoTime() - AT_ONCE;
        private List<Bytes> lastDrop = List.of();

        @Override
        public List<Bytes> notifications(boolean linkUp, List<Bytes> honest) {
            long now = System.nanoTime();
            if (!linkUp) {
                dropped = now;
                lastDrop = honest;
                return honest;
            }
            return now - dropped < AT_ONCE ? lastDrop : honest;
        }
    }

    private static final class AwaitsFilter implements Defect {

        private boolean filtered;

        @Override
        public void attached() {
            filtered = false;
        }

        @Override
        public Optional<ControlRequest> request(ControlRequest request) {
            filtered |= ControlDefects.request(CdcRequest.SET_ETHERNET_PACKET_FILTER).test(request.setup());
            return Optional.of(request);
        }

        @Override
        public List<Bytes> notifications(boolean linkUp, List<Bytes> honest) {
            return filtered ? honest : List.of();
        }
    }

    private static final class LateServer implements Defect {

        private long told = System.nanoTime();

        @Override
        public List<Bytes> notifications(boolean linkUp, List<Bytes> honest) {
            told = System.nanoTime();
            return honest;
        }

        @Override
        public Optional<byte[]> frameFromHost(byte[] frame) {
            boolean early = System.nanoTime() - told < SERVER_START;
            boolean dhcp = Ipv4Udp.in(frame).filter(udp -> udp.sourcePort() == DhcpMessage.CLIENT_PORT).isPresent();
            return early && dhcp ? Optional.empty() : Optional.of(frame);
        }
    }
}
