package dev.lanyard.drivers.aware.supplicant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.aware.AwareDataPath;
import dev.lanyard.drivers.aware.AwareEvent;
import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.drivers.aware.AwareOutcome;
import dev.lanyard.drivers.aware.AwarePeer;
import dev.lanyard.drivers.aware.AwarePeerContract;
import dev.lanyard.drivers.aware.AwareService;
import dev.lanyard.drivers.aware.Password;
import dev.lanyard.drivers.aware.Usd;
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
        return new SupplicantPeer(UdpControl.connect(fake.address()), "nan_data0", _ -> new SilentLink(),
                Optional.of(Password.of(PIN)));
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

    private static final String NDI = "02:aa:bb:cc:dd:ef";

    private <T extends AwareEvent> T next(AwarePeer peer, Class<T> kind) throws InterruptedException {
        return kind.cast(peer.await(0, kind::isInstance, SOON).orElseThrow());
    }

    @Test
    void answersWhoBootstrapsPairsAndOpensADataPath() throws Exception {
        try (AwarePeer peer = peer()) {
            int handle = peer.publish(AwareService.of(SERVICE).pairing(Set.of(BootstrappingMethod.PIN_DISPLAY),
                    OptionalInt.of(7)));
            assertEquals(Optional.of(Password.of(PIN)), peer.shownPin());
            fake.event("NAN-BOOTSTRAP-REQUEST peer_nmi=" + FakeSupplicant.DEVICE + " pbm=0x0002 handle=1 "
                    + "requestor_instance_id=9");
            AwareEvent.Bootstrapped bootstrapped = next(peer, AwareEvent.Bootstrapped.class);
            assertEquals(BootstrappingMethod.PIN_DISPLAY, bootstrapped.own());
            assertEquals(handle, bootstrapped.handle());
            assertEquals(FakeSupplicant.DEVICE, bootstrapped.with().peer());
            assertEquals(9, bootstrapped.with().instanceId());
            fake.event("NAN-PAIRING-REQUEST peer_nmi=" + FakeSupplicant.DEVICE + " csid=7 instance_id=9 verify=0");
            assertTrue(next(peer, AwareEvent.Paired.class).outcome().done());
            fake.event("NAN-NDP-REQUEST peer_nmi=" + FakeSupplicant.DEVICE + " init_ndi=" + NDI + " ndp_id=5 "
                    + "publish_inst_id=1 ssi= csid=1");
            AwareDataPath path = next(peer, AwareEvent.DataPathOpened.class).path();
            assertTrue(path.secured());
            assertEquals(Optional.of(MacAddress.parse(NDI)), path.peerNdi());
        }
        String hex = Bytes.wrap(PIN.getBytes(StandardCharsets.US_ASCII)).toHex();
        assertEquals(List.of("NAN_BOOTSTRAP " + FakeSupplicant.DEVICE + " handle=1 req_instance_id=9 method=2 auth",
                "NAN_PAIR " + FakeSupplicant.DEVICE + " handle=1 peer_instance_id=9 auth=1 cipher=CCMP responder pwd_hex="
                        + hex, "NAN_NDP_RESPONSE accept peer_nmi=" + FakeSupplicant.DEVICE + " ndi=nan_data0 handle=1 "
                        + "init_ndi=" + NDI + " ndp_id=5 csid=1"), fake.commands().subList(2, 5));
    }

    @Test
    void refusesWhatItsServiceDoesNotOffer() throws Exception {
        try (AwarePeer peer = peer()) {
            peer.publish(AwareService.of(SERVICE).pairing(Set.of(BootstrappingMethod.PIN_DISPLAY), OptionalInt.of(7)));
            fake.event("NAN-BOOTSTRAP-REQUEST peer_nmi=" + FakeSupplicant.DEVICE + " pbm=0x0080 handle=1");
            fake.event("NAN-NDP-REQUEST peer_nmi=" + FakeSupplicant.DEVICE + " init_ndi=" + NDI + " ndp_id=5 "
                    + "publish_inst_id=1 ssi= csid=0");
            org.awaitility.Awaitility.await().atMost(SOON).until(() -> fake.commands().size() >= 4);
        }
        assertEquals(List.of("NAN_BOOTSTRAP_RESET " + FakeSupplicant.DEVICE, "NAN_NDP_RESPONSE reject peer_nmi="
                + FakeSupplicant.DEVICE + " reason_code=8 init_ndi=" + NDI + " ndp_id=5"), fake.commands().subList(2, 4));
    }

    @Test
    void aServiceWithoutAClusterIsAskedForWithItsChannels() throws Exception {
        try (AwarePeer peer = peer()) {
            peer.subscribe(AwareService.of("_x._udp").unsynchronised(new Usd(List.of(2437, 2412, 2462))));
        }
        assertEquals("NAN_SUBSCRIBE service_name=_x._udp freq=2437 freq_list=2412,2462 srv_proto_type=2 active=1",
                fake.commands().get(1));
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
