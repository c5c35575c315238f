package dev.lanyard.drivers.aware;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.link.Link;
import dev.lanyard.drivers.radio.Impairment;
import dev.lanyard.drivers.radio.VirtualAir;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.PasnParametersElement;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.DataPath;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.Ndl;
import dev.lanyard.wire.nan.frame.NanFrame;
import dev.lanyard.wire.nan.frame.PasnFrame;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.net.MacAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NanStackTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String NAME = "_lanyard._udp";

    private final VirtualAir air = new VirtualAir(42);
    private final NanStack accessory = stack("accessory", 1, NanSettings.Habits.USUAL);
    private final NanStack phone = stack("phone", 2, NanSettings.Habits.USUAL);

    private NanStack stack(String name, int number, NanSettings.Habits habits) {
        return new NanStack(air.radio(name, Nan.CHANNEL_2_4GHZ), NanSettings.of(name,
                MacAddress.parse("02:11:22:33:44:0" + number), MacAddress.parse("06:11:22:33:44:0" + number), number)
                .withPin(Password.of("012345")).withHabits(habits));
    }

    @AfterEach
    void end() {
        air.close();
    }

    private static AwareService pairable(BootstrappingMethod method) {
        return AwareService.of(NAME).pairing(Set.of(method), OptionalInt.of(7));
    }

    private AwareService.Found discover(NanStack subscriber, int handle) throws InterruptedException {
        return subscriber.await(0, event -> event instanceof AwareEvent.Discovered found && found.handle() == handle,
                SOON).map(event -> ((AwareEvent.Discovered) event).service()).orElseThrow();
    }

    @Test
    void aSubscriberFindsAPublisher() throws Exception {
        accessory.publish(AwareService.of(NAME).withInfo(Bytes.of(1, 2, 3)).announced(false, true));
        int handle = phone.subscribe(AwareService.of(NAME));
        AwareService.Found found = discover(phone, handle);
        assertEquals("02:11:22:33:44:01", found.peer());
        assertEquals(Bytes.of(1, 2, 3), found.info());
        phone.followUp(handle, found, Bytes.of(9));
        AwareEvent message = accessory.await(0, AwareEvent.FollowUp.class::isInstance, SOON).orElseThrow();
        assertEquals(Bytes.of(9), ((AwareEvent.FollowUp) message).message());
    }

    @Test
    void anOpenDataPathCarriesFrames() throws Exception {
        accessory.publish(AwareService.of(NAME).open(OptionalInt.of(7)));
        int handle = phone.subscribe(AwareService.of(NAME).open(OptionalInt.empty()));
        AwareDataPath path = phone.openDataPath(handle, discover(phone, handle), new DataPathSecurity.Open(), SOON);
        assertEquals(OptionalInt.of(7), path.port());
        carries(path);
    }

    private void carries(AwareDataPath path) throws Exception {
        AwareEvent opened = accessory.await(0, AwareEvent.DataPathOpened.class::isInstance, SOON).orElseThrow();
        AwareDataPath other = ((AwareEvent.DataPathOpened) opened).path();
        assertEquals(path.secured(), other.secured());
        List<byte[]> received = new ArrayList<>();
        other.link().listen((buffer, offset, length) -> received.add(Bytes.copyOf(buffer, offset, length).toArray()));
        List<Boolean> states = new ArrayList<>();
        other.link().listen(new Link.Listener() {
            @Override
            public void frame(byte[] buffer, int offset, int length) {
                received.add(Bytes.copyOf(buffer, offset, length).toArray());
            }

            @Override
            public void linkState(boolean up) {
                states.add(up);
            }
        });
        byte[] frame = Bytes.hex("061122334401 061122334402 86dd 6000000000003b40").toArray();
        path.link().send(frame);
        assertTrue(air.await(() -> !received.isEmpty(), SOON));
        assertArrayEquals(frame, received.getFirst());
        path.close();
        assertTrue(air.await(() -> !states.isEmpty(), SOON));
        assertEquals(List.of(false), states);
    }

    @Test
    void noFrameIsLostToAChannelThatIsBusyAtTheEndOfASlot() throws Exception {
        accessory.publish(AwareService.of(NAME).open(OptionalInt.of(7)));
        int handle = phone.subscribe(AwareService.of(NAME).open(OptionalInt.empty()));
        AwareDataPath path = phone.openDataPath(handle, discover(phone, handle), new DataPathSecurity.Open(), SOON);
        AwareDataPath other = ((AwareEvent.DataPathOpened) accessory.await(0,
                AwareEvent.DataPathOpened.class::isInstance, SOON).orElseThrow()).path();
        int[] arrived = new int[2];
        path.link().listen((buffer, offset, length) -> arrived[0]++);
        other.link().listen((buffer, offset, length) -> arrived[1]++);
        byte[] frame = Bytes.hex("ffffffffffff 061122334402 86dd").concat(Bytes.copyOf(new byte[1_454], 0, 1_454))
                .toArray();
        int count = 1_000;
        for (int i = 0; i < count; i++) {
            path.link().send(frame);
            other.link().send(frame);
        }
        assertTrue(air.await(() -> arrived[0] == count && arrived[1] == count, SOON),
                () -> arrived[0] + " and " + arrived[1] + " of " + count);
    }

    @Test
    void aPinPairsAndTheDataPathIsSecured() throws Exception {
        accessory.publish(pairable(BootstrappingMethod.PIN_DISPLAY));
        int handle = phone.subscribe(pairable(BootstrappingMethod.PIN_KEYPAD));
        AwareService.Found found = discover(phone, handle);
        assertTrue(found.pairs());
        assertTrue(phone.bootstrap(handle, found, BootstrappingMethod.PIN_KEYPAD, SOON).done());
        AwareOutcome paired = phone.pair(handle, found, Optional.of(Password.of("012345")), SOON);
        assertTrue(paired.done(), paired::toString);
        AwareDataPath path = phone.openDataPath(handle, found, new DataPathSecurity.Paired(Optional.empty()), SOON);
        assertTrue(path.secured());
        carries(path);
        AwareOutcome verified = phone.verify(handle, discover(phone, handle), SOON);
        assertTrue(verified.done(), verified::toString);
    }

    @Test
    void anIdentityKeyThatGetsLostIsSaidAgainByEitherEnd() throws Exception {
        accessory.publish(pairable(BootstrappingMethod.PIN_DISPLAY));
        int handle = phone.subscribe(pairable(BootstrappingMethod.PIN_KEYPAD));
        AwareService.Found found = discover(phone, handle);
        assertTrue(phone.bootstrap(handle, found, BootstrappingMethod.PIN_KEYPAD, SOON).done());
        int[] secret = new int[1];
        // Protected action frames: the first two, one of each end, get lost.
        air.impair(Impairment.drop(frame -> frame.length() > 24 && frame.u8(0) == 0xD0 && (frame.u8(1) & 0x40) != 0
                && ++secret[0] != 2 && secret[0] < 4));
        AwareOutcome paired = phone.pair(handle, found, Optional.of(Password.of("012345")), SOON);
        assertTrue(paired.done(), paired::toString);
        assertTrue(secret[0] >= 4, "only " + secret[0] + " protected frames were sent");
        air.impair(Impairment.NONE);
        assertTrue(phone.verify(handle, discover(phone, handle), SOON).done());
    }

    @Test
    void aWrongPinPairsNobody() throws Exception {
        accessory.publish(pairable(BootstrappingMethod.PIN_DISPLAY));
        int handle = phone.subscribe(pairable(BootstrappingMethod.PIN_KEYPAD));
        AwareService.Found found = discover(phone, handle);
        assertTrue(phone.bootstrap(handle, found, BootstrappingMethod.PIN_KEYPAD, SOON).done());
        AwareOutcome outcome = phone.pair(handle, found, Optional.of(Password.of("999999")), SOON);
        assertEquals(AwareOutcome.Result.NOT_AUTHENTIC, outcome.result(), outcome::toString);
        assertTrue(phone.pair(handle, found, Optional.of(Password.of("012345")), SOON).done());
    }

    @Test
    void theSameRoleIsRefused() throws Exception {
        accessory.publish(pairable(BootstrappingMethod.PIN_DISPLAY));
        int handle = phone.subscribe(pairable(BootstrappingMethod.PIN_KEYPAD));
        AwareOutcome outcome = phone.bootstrap(handle, discover(phone, handle), BootstrappingMethod.PIN_DISPLAY, SOON);
        assertEquals(AwareOutcome.Result.REFUSED, outcome.result());
        assertEquals(13, outcome.code());
    }

    @Test
    void whoIsToldToComeBackComesBack() throws Exception {
        accessory.comebackFirst(true);
        accessory.publish(pairable(BootstrappingMethod.OPPORTUNISTIC));
        int handle = phone.subscribe(pairable(BootstrappingMethod.OPPORTUNISTIC));
        AwareService.Found found = discover(phone, handle);
        assertTrue(phone.bootstrap(handle, found, BootstrappingMethod.OPPORTUNISTIC, SOON).done());
        assertTrue(phone.pair(handle, found, Optional.empty(), SOON).done());
    }

    @Test
    void anOpenDataPathToASecuredServiceIsRefused() throws Exception {
        accessory.publish(pairable(BootstrappingMethod.PIN_DISPLAY));
        int handle = phone.subscribe(pairable(BootstrappingMethod.PIN_KEYPAD));
        AwareService.Found found = discover(phone, handle);
        AwareException refused = assertThrows(AwareException.class, () -> phone.openDataPath(handle, found,
                new DataPathSecurity.Open(), SOON));
        assertEquals(8, refused.reason());
        assertFalse(found.known());
    }

    @Test
    void aServiceIsFoundWithoutAClusterAndLeadsIntoOne() throws Exception {
        List<Bytes> frames = new ArrayList<>();
        air.watch((from, frame) -> frames.add(frame.octets()));
        accessory.publish(AwareService.of(NAME).unsynchronised(Usd.DEFAULT).withInfo(Bytes.of(5)));
        AwareService looking = AwareService.of(NAME).unsynchronised(Usd.DEFAULT).announced(false, true);
        int handle = phone.subscribe(looking);
        AwareService.Found found = discover(phone, handle);
        assertEquals(Bytes.of(5), found.info());
        phone.followUp(handle, found, Bytes.of(9));
        AwareEvent message = accessory.await(0, AwareEvent.FollowUp.class::isInstance, SOON).orElseThrow();
        assertEquals(Bytes.of(9), ((AwareEvent.FollowUp) message).message());
        assertTrue(frames.stream().allMatch(octets -> octets.u8(0) == 0xD0
                && MacAddress.at(octets, 16).equals(MacAddress.BROADCAST)), "action frames with the wildcard alone");
        AwareException unable = assertThrows(AwareException.class, () -> phone.openDataPath(handle, found,
                new DataPathSecurity.Open(), SOON));
        assertEquals(AwareException.Kind.UNABLE, unable.kind());
        accessory.publish(AwareService.of(NAME).open(OptionalInt.of(7)));
        int inCluster = phone.subscribe(AwareService.of(NAME).open(OptionalInt.empty()));
        carries(phone.openDataPath(inCluster, discover(phone, inCluster), new DataPathSecurity.Open(), SOON));
        assertEquals("outside", lonely().role());
    }

    /** One that has nothing but a service without a cluster. */
    private NanStack lonely() {
        NanStack one = stack("lonely", 3, NanSettings.Habits.USUAL);
        one.publish(AwareService.of(NAME).unsynchronised(Usd.DEFAULT));
        return one;
    }

    @Test
    void anAnnouncementWithoutAClusterComesInBurstsAndRestsWhileSomebodySpeaks() throws Exception {
        List<Long> announced = new ArrayList<>();
        List<Integer> channels = new ArrayList<>();
        air.watch((from, frame) -> {
            if (MacAddress.at(frame.octets(), 4).equals(Nan.NETWORK_ID)) {
                announced.add(frame.micros());
                channels.add(frame.frequency());
            }
        });
        accessory.publish(AwareService.of(NAME).unsynchronised(new Usd(List.of(2437, 2462))));
        air.await(() -> false, SOON);
        int first = (int) channels.stream().takeWhile(one -> one == 2437).count();
        assertTrue(first >= 5 && first <= 10, () -> channels.toString());
        assertTrue(channels.contains(2462));
        int handle = phone.subscribe(AwareService.of(NAME).unsynchronised(Usd.DEFAULT).announced(false, true));
        phone.followUp(handle, discover(phone, handle), Bytes.of(1));
        int before = announced.size();
        air.await(() -> false, Duration.ofSeconds(4));
        assertTrue(announced.size() <= before + 1, () -> announced.size() + " after " + before);
        air.await(() -> false, Duration.ofSeconds(4));
        assertTrue(announced.size() > before + 1);
    }

    private AwareDataPath openBetween(NanStack one, NanStack other, Optional<Password> secret) throws Exception {
        AwareService service = secret.map(text -> AwareService.of(NAME).passphrase(CipherSuite.NCS_SK_128, text,
                OptionalInt.of(7))).orElseGet(() -> AwareService.of(NAME).open(OptionalInt.of(7)));
        one.publish(service);
        int handle = other.subscribe(service);
        return other.openDataPath(handle, discover(other, handle), secret.<DataPathSecurity>map(text ->
                new DataPathSecurity.Passphrase(CipherSuite.NCS_SK_128, text)).orElseGet(DataPathSecurity.Open::new),
                SOON);
    }

    @Test
    void whoCommitsToTooFewSlotsGetsACounterProposal() throws Exception {
        int number = 4;
        for (Optional<Password> secret : List.of(Optional.<Password>empty(), Optional.of(Password.of("a secret")))) {
            number++;
            NanStack sparse = new NanStack(air.radio("sparse", Nan.CHANNEL_2_4GHZ), NanSettings.of("sparse",
                    MacAddress.parse("02:11:22:33:44:0" + number), MacAddress.parse("06:11:22:33:44:0" + number), number),
                    Set.of(Oddity.FEW_SLOTS));
            AwareDataPath path = openBetween(accessory, sparse, secret);
            assertTrue(path.countered());
            AwareDataPath other = ((AwareEvent.DataPathOpened) accessory.await(accessory.lastEvent() - 1,
                    AwareEvent.DataPathOpened.class::isInstance, SOON).orElseThrow()).path();
            assertTrue(other.countered());
            path.close();
            sparse.close();
        }
        assertFalse(openBetween(accessory, phone, Optional.empty()).countered());
    }

    @Test
    void aCounterProposalWithTooFewSlotsIsDeclined() throws Exception {
        for (Optional<Password> secret : List.of(Optional.<Password>empty(), Optional.of(Password.of("a secret")))) {
            NanStack miser = new NanStack(air.radio("miser", Nan.CHANNEL_2_4GHZ), NanSettings.of("miser",
                    MacAddress.parse("02:11:22:33:44:06"), MacAddress.parse("06:11:22:33:44:06"), 6), new AwareSeam() {
                        @Override
                        public List<NanAttribute> attributes(String frame, List<NanAttribute> honest) {
                            if (!frame.equals("ndp-response")) {
                                return honest;
                            }
                            return Oddity.seam(Set.of(Oddity.FEW_SLOTS)).attributes(frame, honest).stream()
                                    .map(one -> one instanceof Ndl ndl ? Ndl.of(ndl.dialogToken(), DataPath.RESPONSE,
                                            DataPath.CONTINUED, 0, ndl.control()) : one).toList();
                        }
                    });
            AwareException declined = assertThrows(AwareException.class, () -> openBetween(miser, phone, secret));
            assertEquals(11, declined.reason(), declined.getMessage());
            assertTrue(miser.await(0, AwareEvent.DataPathOpened.class::isInstance, SOON).isEmpty());
            miser.close();
        }
    }

    @Test
    void strongSuitesPairProtectAndVerify() throws Exception {
        List<CipherSuite> strong = List.of(CipherSuite.NCS_SK_256, CipherSuite.NCS_PK_PASN_256);
        List<CipherSuite> all = List.of(CipherSuite.NCS_SK_128, CipherSuite.NCS_SK_256, CipherSuite.NCS_PK_PASN_128,
                CipherSuite.NCS_PK_PASN_256);
        int[] group = new int[1];
        air.watch((from, frame) -> NanFrame.decode(frame.octets()).filter(PasnFrame.class::isInstance)
                .map(PasnFrame.class::cast).filter(pasn -> pasn.transaction() == 1).ifPresent(pasn -> group[0] =
                        pasn.authentication().elements().first(PasnParametersElement.class).orElseThrow().group()
                                .orElseThrow()));
        accessory.publish(pairable(BootstrappingMethod.PIN_DISPLAY).withSuites(strong));
        // Of what both offer, the strongest is taken.
        int handle = phone.subscribe(pairable(BootstrappingMethod.PIN_KEYPAD).withSuites(all));
        AwareService.Found found = discover(phone, handle);
        assertTrue(phone.bootstrap(handle, found, BootstrappingMethod.PIN_KEYPAD, SOON).done());
        AwareOutcome paired = phone.pair(handle, found, Optional.of(Password.of("012345")), SOON);
        assertTrue(paired.done(), paired::toString);
        assertEquals(20, group[0]);
        phone.followUp(handle, found, Bytes.of(9));
        assertEquals(Bytes.of(9), ((AwareEvent.FollowUp) accessory.await(0, AwareEvent.FollowUp.class::isInstance, SOON)
                .orElseThrow()).message());
        AwareDataPath path = phone.openDataPath(handle, found, new DataPathSecurity.Paired(
                Optional.of(CipherSuite.NCS_SK_256)), SOON);
        assertTrue(path.secured());
        carries(path);
        AwareOutcome verified = phone.verify(handle, discover(phone, handle), SOON);
        assertTrue(verified.done(), verified::toString);
    }
}
