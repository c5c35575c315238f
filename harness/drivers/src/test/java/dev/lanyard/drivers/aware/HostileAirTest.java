package dev.lanyard.drivers.aware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.radio.Radio;
import dev.lanyard.drivers.radio.VirtualAir;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.ActionBody;
import dev.lanyard.wire.ieee80211.AuthenticationBody;
import dev.lanyard.wire.ieee80211.Dot11Frame;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.ieee80211.ManagementFrame;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.ServiceId;
import dev.lanyard.wire.nan.attribute.ClusterAttribute;
import dev.lanyard.wire.nan.attribute.DeviceCapabilityExtension;
import dev.lanyard.wire.nan.attribute.MasterIndication;
import dev.lanyard.wire.nan.attribute.MasterRank;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import dev.lanyard.wire.nan.frame.NanBeacon;
import dev.lanyard.wire.nan.frame.NanFrame;
import dev.lanyard.wire.nan.frame.PasnFrame;
import dev.lanyard.wire.nan.frame.ServiceDiscoveryFrame;
import dev.lanyard.wire.nan.pairing.PasnCredential;
import dev.lanyard.wire.nan.pairing.PasnExchange;
import dev.lanyard.wire.nan.pairing.PasnParameters;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.net.MacAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Somebody else on the air, who hears everything and sends under any address. */
class HostileAirTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration A_WHILE = Duration.ofSeconds(6);
    private static final String NAME = "_lanyard._udp";
    private static final Password PIN = Password.of("012345");
    private static final Password SECRET = Password.of("a passphrase");
    private static final MacAddress ACCESSORY = MacAddress.parse("02:11:22:33:44:01");
    private static final MacAddress PHONE = MacAddress.parse("02:11:22:33:44:02");
    private static final MacAddress PHONE_NDI = MacAddress.parse("06:11:22:33:44:02");

    private final VirtualAir air = new VirtualAir(4);
    private final NanStack accessory = stack("accessory", ACCESSORY, MacAddress.parse("06:11:22:33:44:01"));
    private final NanStack phone = stack("phone", PHONE, PHONE_NDI);
    /** The attacker is on both channels at once. */
    private final List<Radio> attacker = List.of(air.radio("attacker", Nan.CHANNEL_2_4GHZ),
            air.radio("attacker too", Station.DATA_CHANNEL));
    private final List<Bytes> heard = new ArrayList<>();
    private final Random random = new Random(4);
    private MacAddress cluster = MacAddress.BROADCAST;

    HostileAirTest() {
        air.watch((from, frame) -> {
            if (!attacker.contains(from)) {
                heard.add(frame.octets());
                cluster = MacAddress.at(frame.octets(), 16);
            }
        });
    }

    private NanStack stack(String name, MacAddress nmi, MacAddress ndi) {
        return new NanStack(air.radio(name, Nan.CHANNEL_2_4GHZ),
                NanSettings.of(name, nmi, ndi, nmi.value()).withPin(PIN));
    }

    @AfterEach
    void end() {
        air.close();
    }

    // --- what the attacker does ---

    private void inject(Bytes frame) {
        air.run(() -> attacker.forEach(radio -> radio.send(frame)));
    }

    private void injectAll(List<Bytes> frames) throws InterruptedException {
        for (Bytes frame : frames) {
            inject(frame);
            pass(Duration.ofMillis(2));
        }
    }

    private void pass(Duration time) throws InterruptedException {
        air.await(() -> false, time);
    }

    private FrameHeader header(int subtype, MacAddress to, MacAddress from) {
        return FrameHeader.management(subtype, to, from, cluster, random.nextInt(4096));
    }

    /** A message 1 that is sound, from somebody who does not know the PIN. */
    private Bytes firstMessage(MacAddress under) {
        PasnExchange exchange = PasnExchange.initiator(PasnParameters.of(under, ACCESSORY, cluster,
                CipherSuite.NCS_PK_PASN_128, new PasnCredential.Password(Password.of("999999").octets()),
                List.of(Announcements.suites(1, List.of(CipherSuite.NCS_PK_PASN_128)),
                        new DeviceCapabilityExtension(0, 3),
                        PairingBootstrapping.request(1, BootstrappingMethod.PIN_KEYPAD.bit()))), random);
        AuthenticationBody body = exchange.start().send().orElseThrow();
        return header(FrameHeader.AUTHENTICATION, ACCESSORY, under).encode().concat(body.encode());
    }

    private Bytes bootstrapRequest(MacAddress under, BootstrappingMethod method) {
        return ServiceDiscoveryFrame.create(ActionBody.PUBLIC, header(FrameHeader.ACTION, ACCESSORY, under), List.of(
                ServiceDescriptor.of(ServiceDescriptor.Type.FOLLOW_UP, ServiceId.of(NAME), 1, 1),
                PairingBootstrapping.request(77, method.bit()))).encode();
    }

    private static boolean isPasn(Bytes octets, int transaction) {
        return NanFrame.decode(octets).filter(PasnFrame.class::isInstance).map(PasnFrame.class::cast)
                .filter(frame -> frame.transaction() == transaction).isPresent();
    }

    private static boolean isAction(Bytes octets, int subtype) {
        return NanFrame.decode(octets).filter(NanActionFrame.class::isInstance).map(NanActionFrame.class::cast)
                .filter(frame -> frame.subtype() == subtype).isPresent();
    }

    private MacAddress nobody() {
        return new MacAddress(0x0A00_0000_0000L | random.nextLong() & 0xFF_FFFF_FFFFL);
    }

    // --- what goes on meanwhile ---

    private AwareService.Found discover(int handle) throws InterruptedException {
        return phone.await(0, event -> event instanceof AwareEvent.Discovered found && found.handle() == handle,
                SOON).map(event -> ((AwareEvent.Discovered) event).service()).orElseThrow();
    }

    private static AwareService pairable(BootstrappingMethod method) {
        return AwareService.of(NAME).pairing(Set.of(method), OptionalInt.of(7));
    }

    private AwareService.Found bootstrapped(int handle) throws Exception {
        // Two devices that came up at once are of one cluster by then.
        pass(SOON);
        AwareService.Found found = discover(handle);
        assertTrue(phone.bootstrap(handle, found, BootstrappingMethod.PIN_KEYPAD, SOON).done());
        return found;
    }

    private int beginPairing() {
        accessory.publish(pairable(BootstrappingMethod.PIN_DISPLAY));
        return phone.subscribe(pairable(BootstrappingMethod.PIN_KEYPAD));
    }

    private AwareOutcome pair(int handle, AwareService.Found found) throws Exception {
        return phone.pair(handle, found, Optional.of(PIN), SOON);
    }

    private void saysUnderKeys(int handle, AwareService.Found found, int what) throws Exception {
        long before = accessory.lastEvent();
        phone.followUp(handle, found, Bytes.of(what));
        AwareEvent message = accessory.await(before, AwareEvent.FollowUp.class::isInstance, SOON).orElseThrow();
        assertEquals(Bytes.of(what), ((AwareEvent.FollowUp) message).message());
        assertTrue(Dot11Frame.decode(heard.reversed().stream().filter(octets -> Dot11Frame.decode(octets)
                instanceof ManagementFrame frame && frame.header().address1().equals(ACCESSORY)
                && frame.header().subtype() == FrameHeader.ACTION).findFirst().orElseThrow()).macHeader().orElseThrow()
                .isProtected(), "the follow-up went without protection");
    }

    private AwareDataPath openWithPassphrase(int handle) throws Exception {
        return phone.openDataPath(handle, discover(handle), new DataPathSecurity.Passphrase(CipherSuite.NCS_SK_128,
                SECRET), SOON);
    }

    private int beginPassphrase() {
        AwareService service = AwareService.of(NAME).passphrase(CipherSuite.NCS_SK_128, SECRET, OptionalInt.of(7));
        accessory.publish(service);
        return phone.subscribe(service);
    }

    private AwareDataPath otherEnd() throws InterruptedException {
        return ((AwareEvent.DataPathOpened) accessory.await(0, AwareEvent.DataPathOpened.class::isInstance, SOON)
                .orElseThrow()).path();
    }

    /** Frames that arrive at the far end. */
    private static List<Bytes> arrivals(AwareDataPath at) {
        List<Bytes> arrived = new ArrayList<>();
        at.link().listen((buffer, offset, length) -> arrived.add(Bytes.copyOf(buffer, offset, length)));
        return arrived;
    }

    private void carries(AwareDataPath path, List<Bytes> arrived, int what) throws Exception {
        Bytes frame = Bytes.hex("061122334401 061122334402 86dd").concat(Bytes.of(what));
        int before = arrived.size();
        path.link().send(frame.toArray());
        assertTrue(air.await(() -> arrived.size() > before, SOON), "the frame did not arrive");
        assertEquals(frame, arrived.getLast());
        assertEquals(before + 1, arrived.size());
    }

    // --- pairing ---

    @Test
    void aFirstMessageCutsNoPairing() throws Exception {
        int handle = beginPairing();
        AwareService.Found found = bootstrapped(handle);
        assertTrue(pair(handle, found).done());
        Bytes genuine = heard.stream().filter(octets -> isPasn(octets, 1)).findFirst().orElseThrow();
        injectAll(List.of(genuine, firstMessage(PHONE), genuine));
        saysUnderKeys(handle, found, 1);
        pass(A_WHILE);
        saysUnderKeys(handle, found, 2);
        assertTrue(phone.openDataPath(handle, found, new DataPathSecurity.Paired(Optional.empty()), SOON).secured());
    }

    @Test
    void aFirstMessageDuringTheExchangeOfIdentityKeysDisturbsNothing() throws Exception {
        int handle = beginPairing();
        AwareService.Found found = bootstrapped(handle);
        boolean[] done = new boolean[1];
        air.watch((from, frame) -> {
            if (!done[0] && isPasn(frame.octets(), 3)) {
                done[0] = true;
                inject(firstMessage(PHONE));
            }
        });
        AwareOutcome outcome = pair(handle, found);
        assertTrue(done[0]);
        assertTrue(outcome.done(), outcome.text());
        AwareEvent.Paired other = (AwareEvent.Paired) accessory.await(0, AwareEvent.Paired.class::isInstance, SOON)
                .orElseThrow();
        assertTrue(other.outcome().done(), other.outcome().text());
    }

    @Test
    void aFloodOfFirstMessagesCostsItsFirstFewAndPairingWorksAfterIt() throws Exception {
        int handle = beginPairing();
        AwareService.Found found = bootstrapped(handle);
        int before = heard.size();
        for (int i = 0; i < 100; i++) {
            inject(firstMessage(PHONE));
            pass(Duration.ofMillis(3));
        }
        pass(A_WHILE);
        long answers = heard.subList(before, heard.size()).stream().filter(octets -> isPasn(octets, 2)).count();
        assertTrue(answers >= 1 && answers <= 3L * PairingAttempts.CLAIMS_OF_ONE, answers + " answers");
        assertTrue(pair(handle, found).done());
    }

    @Test
    void aRequestThatIsRejectedUndoesNoBootstrapping() throws Exception {
        int handle = beginPairing();
        AwareService.Found found = bootstrapped(handle);
        injectAll(List.of(bootstrapRequest(PHONE, BootstrappingMethod.QR_SCAN)));
        AwareOutcome outcome = pair(handle, found);
        assertTrue(outcome.done(), outcome.text());
    }

    @Test
    void aFloodOfStrangersMakesNobodyForgetABootstrapping() throws Exception {
        int handle = beginPairing();
        AwareService.Found found = bootstrapped(handle);
        for (int i = 0; i < 1_500; i++) {
            inject(ServiceDiscoveryFrame.create(ActionBody.PUBLIC, header(FrameHeader.ACTION, Nan.NETWORK_ID,
                    nobody()), List.of(ServiceDescriptor.of(ServiceDescriptor.Type.SUBSCRIBE, ServiceId.of(NAME),
                            1 + i % 255, 0))).encode());
            pass(Duration.ofMillis(1));
        }
        AwareOutcome outcome = pair(handle, found);
        assertTrue(outcome.done(), outcome.text());
    }

    @Test
    void whatWasHeardBeforeAndWhatIsReflectedHasNoEffect() throws Exception {
        int handle = beginPairing();
        AwareService.Found found = bootstrapped(handle);
        assertTrue(pair(handle, found).done());
        AwareDataPath path = phone.openDataPath(handle, found, new DataPathSecurity.Paired(Optional.empty()), SOON);
        AwareDataPath other = otherEnd();
        List<Bytes> arrived = arrivals(other);
        carries(path, arrived, 1);
        saysUnderKeys(handle, found, 2);
        long events = accessory.lastEvent();
        List<Bytes> before = List.copyOf(heard.subList(Math.max(0, heard.size() - 400), heard.size()));
        injectAll(before);
        injectAll(before.stream().map(HostileAirTest::reflected).toList());
        pass(A_WHILE);
        assertEquals(1, arrived.size(), "a replayed data frame was taken");
        assertTrue(accessory.await(events, event -> !(event instanceof AwareEvent.Bootstrapped)
                && !(event instanceof AwareEvent.Discovered), Duration.ZERO).isEmpty());
        carries(path, arrived, 3);
        saysUnderKeys(handle, found, 4);
        assertTrue(accessory.rejected() > 0);
    }

    /** Sender and receiver exchanged. */
    private static Bytes reflected(Bytes frame) {
        return frame.slice(0, 4).concat(frame.slice(10, 6)).concat(frame.slice(4, 6)).concat(frame.from(16));
    }

    // --- data paths ---

    @Test
    void aFloodOfRequestsCutsNoDataPath() throws Exception {
        int handle = beginPassphrase();
        AwareDataPath path = openWithPassphrase(handle);
        List<Bytes> arrived = arrivals(otherEnd());
        carries(path, arrived, 1);
        Bytes request = heard.stream().filter(octets -> isAction(octets, NanActionFrame.DATA_PATH_REQUEST)).findFirst()
                .orElseThrow();
        for (int i = 0; i < 300; i++) {
            inject(i % 2 == 0 ? request : request.slice(0, 10).concat(nobody().bytes()).concat(request.from(16)));
            pass(Duration.ofMillis(3));
        }
        carries(path, arrived, 2);
        // The replayed request has the identity of the path that is open: its end must find that one.
        path.close();
        assertTrue(accessory.await(0, AwareEvent.DataPathClosed.class::isInstance, SOON).isPresent());
    }

    @Test
    void nobodyTakesTheDataInterfaceOfAnother() throws Exception {
        int handle = beginPassphrase();
        AwareDataPath path = openWithPassphrase(handle);
        List<Bytes> arrived = arrivals(otherEnd());
        NanStack thief = stack("thief", MacAddress.parse("02:11:22:33:44:03"), PHONE_NDI);
        AwareService service = AwareService.of(NAME).passphrase(CipherSuite.NCS_SK_128, SECRET, OptionalInt.of(7));
        int wanted = thief.subscribe(service);
        AwareService.Found found = ((AwareEvent.Discovered) thief.await(0, AwareEvent.Discovered.class::isInstance, SOON)
                .orElseThrow()).service();
        AwareException refused = assertThrows(AwareException.class, () -> thief.openDataPath(wanted, found,
                new DataPathSecurity.Passphrase(CipherSuite.NCS_SK_128, SECRET), SOON));
        assertEquals(3, refused.reason(), refused.getMessage());
        carries(path, arrived, 1);
    }

    @Test
    void aRepeatedConfirmInstallsNoKeyAnew() throws Exception {
        int handle = beginPassphrase();
        AwareDataPath path = openWithPassphrase(handle);
        List<Bytes> arrived = arrivals(otherEnd());
        carries(path, arrived, 1);
        carries(path, arrived, 2);
        List<Bytes> all = List.copyOf(heard);
        injectAll(all.stream().filter(octets -> isAction(octets, NanActionFrame.DATA_PATH_CONFIRM)
                || isAction(octets, NanActionFrame.DATA_PATH_KEY_INSTALLMENT)
                || isAction(octets, NanActionFrame.DATA_PATH_RESPONSE)).toList());
        // With the key installed anew the packet numbers would begin again, and old frames would pass.
        injectAll(all.stream().filter(octets -> octets.u8(0) == 0x88).toList());
        pass(Duration.ofSeconds(2));
        assertEquals(2, arrived.size());
        carries(path, arrived, 3);
    }

    // --- time ---

    @Test
    void beaconsOfAnyKindLeaveTheStackAtWork() throws Exception {
        int handle = beginPassphrase();
        AwareDataPath path = openWithPassphrase(handle);
        List<Bytes> arrived = arrivals(otherEnd());
        long[] times = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 60, 1L << 52};
        for (int i = 0; i < 600; i++) {
            MacAddress sender = nobody();
            inject(NanBeacon.create(sender, cluster, i, times[i % 5], NanBeacon.SYNC_INTERVAL, new MasterIndication(1, i),
                    new ClusterAttribute(new MasterRank(sender, i & 0xFF, 1), 255, times[i % 5] & 0xFFFF_FFFFL))
                    .encode());
            pass(Duration.ofMillis(2));
        }
        pass(SOON);
        carries(path, arrived, 1);
        assertFalse(phone.role().isEmpty());
    }
}
