package dev.lanyard.drivers.aware.supplicant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.aware.AwareEvent;
import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.drivers.aware.AwareOutcome;
import dev.lanyard.drivers.aware.AwarePeer;
import dev.lanyard.drivers.aware.AwarePeerContract;
import dev.lanyard.drivers.aware.AwareService;
import dev.lanyard.drivers.aware.Password;
import dev.lanyard.drivers.link.Link;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SupplicantPeerTest extends AwarePeerContract {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final FakeSupplicant fake = new FakeSupplicant(SERVICE, INFO.toHex(), PIN);

    SupplicantPeerTest() throws IOException {}

    @AfterEach
    void end() {
        fake.close();
    }

    @Override
    protected AwarePeer peer() throws Exception {
        return new SupplicantPeer(UdpControl.connect(fake.address()), "nan_data0", _ -> new SilentLink());
    }

    @Test
    void speaksTheCommandsOfHostapsTests() throws Exception {
        try (AwarePeer peer = peer()) {
            int handle = peer.publish(AwareService.of("_x._udp").withInfo(Bytes.of(0xAB)).announced(true, false)
                    .pairing(Set.of(BootstrappingMethod.PIN_DISPLAY), OptionalInt.of(7))
                    .withSuites(List.of(CipherSuite.NCS_SK_128, CipherSuite.NCS_PK_PASN_128)));
            peer.cancel(handle);
        }
        assertEquals(List.of("ATTACH", "NAN_PUBLISH service_name=_x._udp sync=1 srv_proto_type=2 ssi=ab solicited=0 "
                + "pbm=0x2 cipher_suites=1,7 data_path=1", "NAN_CANCEL_PUBLISH publish_id=1", "DETACH"),
                fake.commands());
    }

    @Test
    void aRefusedMethodHasItsReason() throws Exception {
        try (AwarePeer peer = peer()) {
            int handle = peer.subscribe(AwareService.of(SERVICE));
            AwareService.Found found = ((AwareEvent.Discovered) peer.await(0, AwareEvent.Discovered.class::isInstance,
                    SOON).orElseThrow()).service();
            AwareOutcome outcome = peer.bootstrap(handle, found, BootstrappingMethod.QR_SCAN, SOON);
            assertEquals(AwareOutcome.Result.REFUSED, outcome.result());
            assertEquals(13, outcome.code());
        }
    }

    @Test
    void messagesAndDisconnectionsComeAsEvents() throws Exception {
        try (AwarePeer peer = peer()) {
            fake.event("NAN-RECEIVE id=1 peer_instance_id=9 address=" + FakeSupplicant.DEVICE + " ssi=0a0b");
            fake.event("NAN-SOMETHING-NEW x");
            fake.event("NAN-NDP-DISCONNECTED peer=" + FakeSupplicant.DEVICE + " ndp_id=3 reason=1");
            fake.event("");
            AwareEvent.FollowUp message = (AwareEvent.FollowUp) peer.await(0, AwareEvent.FollowUp.class::isInstance,
                    SOON).orElseThrow();
            assertEquals(Bytes.hex("0a0b"), message.message());
            assertEquals(FakeSupplicant.DEVICE, message.from().peer());
            assertEquals(3, ((AwareEvent.DataPathClosed) peer.await(0, AwareEvent.DataPathClosed.class::isInstance,
                    SOON).orElseThrow()).pathId());
        }
    }

    @Test
    void aServiceNameCannotSmuggleArguments() throws Exception {
        try (AwarePeer peer = peer()) {
            assertThrows(AwareException.class, () -> peer.publish(AwareService.of("x pbm=0x20")));
        }
    }

    @Test
    void noErrorShowsThePin() throws Exception {
        try (AwarePeer peer = peer()) {
            fake.close();
            AwareService.Found found = new AwareService.Found(FakeSupplicant.DEVICE, 9, Bytes.EMPTY, List.of(), true,
                    true, true, true, false);
            AwareException failed = assertThrows(AwareException.class, () -> peer.pair(1, found,
                    Optional.of(Password.of("424242")), SOON));
            String hex = Bytes.wrap("424242".getBytes(StandardCharsets.US_ASCII)).toHex();
            assertFalse(failed.getMessage().contains("424242") || failed.getMessage().contains(hex));
        }
    }

    @Test
    void somethingElseOnThePortIsNamed() throws Exception {
        try (DatagramSocket other = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            Thread.ofVirtual().start(() -> {
                DatagramPacket packet = new DatagramPacket(new byte[100], 100);
                try {
                    other.receive(packet);
                    packet.setData("HTTP/1.1 400".getBytes(StandardCharsets.US_ASCII));
                    other.send(packet);
                } catch (IOException _) {
                    return;
                }
            });
            IOException failed = assertThrows(IOException.class, () -> UdpControl.connect(
                    (InetSocketAddress) other.getLocalSocketAddress()));
            assertTrue(failed.getMessage().contains("no control interface"), failed.getMessage());
        }
    }

    @Test
    void aMissingSocketFileIsNamed() {
        IOException failed = assertThrows(IOException.class, () -> UnixControl.connect(Path.of("/nonexistent/nan0")));
        assertTrue(failed.getMessage().contains("/nonexistent/nan0 cannot be reached: nothing is there")
                || !UnixControl.isAvailable(), failed.getMessage());
    }

    /** A link that nothing comes from. */
    private static final class SilentLink implements Link {
        @Override
        public MacAddress macAddress() {
            return MacAddress.parse("020000000001");
        }

        @Override
        public int mtu() {
            return 1500;
        }

        @Override
        public boolean isUp() {
            return true;
        }

        @Override
        public void send(byte[] frame, int offset, int length) {
            throw new UnsupportedOperationException("nobody sends in these tests");
        }

        @Override
        public void flush() {
            throw new UnsupportedOperationException("nobody sends in these tests");
        }

        @Override
        public void listen(Listener listener) {
            // Nothing comes.
            return;
        }

        @Override
        public void close() {
            return;
        }
    }
}
