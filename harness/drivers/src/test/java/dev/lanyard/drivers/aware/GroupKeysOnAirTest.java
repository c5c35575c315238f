package dev.lanyard.drivers.aware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.radio.Radio;
import dev.lanyard.drivers.radio.VirtualAir;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.ActionBody;
import dev.lanyard.wire.ieee80211.DataFrame;
import dev.lanyard.wire.ieee80211.Dot11Frame;
import dev.lanyard.wire.ieee80211.SecurityHeader;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.nan.security.Secret;
import dev.lanyard.wire.net.MacAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Frames to groups between two stacks that announce group keys. */
class GroupKeysOnAirTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String NAME = "_lanyard._udp";
    private static final Password SECRET = Password.of("a passphrase");
    private static final Bytes TO_ALL = Bytes.hex("3333 00000001 061122334402 86dd 6000000000003b40");

    private final VirtualAir air = new VirtualAir(6);
    private final NanStack accessory = stack("accessory", 1);
    private final NanStack phone = stack("phone", 2);
    private final Radio attacker = air.radio("attacker", Station.DATA_CHANNEL);
    private final Radio other = air.radio("attacker too", Nan.CHANNEL_2_4GHZ);
    private final List<Bytes> heard = new ArrayList<>();

    GroupKeysOnAirTest() {
        air.watch((from, frame) -> {
            if (from != attacker && from != other) {
                heard.add(frame.octets());
            }
        });
    }

    private NanStack stack(String name, int number) {
        return new NanStack(air.radio(name, Nan.CHANNEL_2_4GHZ), NanSettings.of(name,
                MacAddress.parse("02:11:22:33:44:0" + number), MacAddress.parse("06:11:22:33:44:0" + number), number));
    }

    @AfterEach
    void end() {
        air.close();
    }

    private AwareDataPath open(CipherSuite suite) throws Exception {
        AwareService service = AwareService.of(NAME).passphrase(suite, SECRET, OptionalInt.of(7));
        accessory.publish(service);
        int handle = phone.subscribe(service);
        AwareService.Found found = ((AwareEvent.Discovered) phone.await(0, event ->
                event instanceof AwareEvent.Discovered one && one.handle() == handle, SOON).orElseThrow()).service();
        return phone.openDataPath(handle, found, new DataPathSecurity.Passphrase(suite, SECRET), SOON);
    }

    private List<Bytes> arrivals() throws InterruptedException {
        AwareDataPath path = ((AwareEvent.DataPathOpened) accessory.await(0, AwareEvent.DataPathOpened.class::isInstance,
                SOON).orElseThrow()).path();
        List<Bytes> arrived = new ArrayList<>();
        path.link().listen((buffer, offset, length) -> arrived.add(Bytes.copyOf(buffer, offset, length)));
        return arrived;
    }

    private List<Bytes> groupFrames() {
        return heard.stream().filter(octets -> Dot11Frame.decode(octets) instanceof DataFrame frame
                && frame.header().address1().isGroup()).toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"NCS_SK_128", "NCS_SK_256"})
    void aFrameToAGroupGoesUnderTheGroupKeyAndPassesOnce(CipherSuite suite) throws Exception {
        List<Secret> keys = new ArrayList<>();
        phone.keepKeys((kind, key) -> keys.add(key));
        AwareDataPath path = open(suite);
        List<Bytes> arrived = arrivals();
        path.link().send(TO_ALL.toArray());
        assertTrue(air.await(() -> !arrived.isEmpty(), SOON));
        assertEquals(TO_ALL, arrived.getFirst());
        Bytes frame = groupFrames().getLast();
        assertEquals(suite == CipherSuite.NCS_SK_128 ? 1 : 2, ((DataFrame) Dot11Frame.decode(frame)).security()
                .map(SecurityHeader::keyId).orElseThrow());
        air.run(() -> attacker.send(frame));
        air.await(() -> false, Duration.ofSeconds(1));
        assertEquals(1, arrived.size(), "a replay passed");
        assertTrue(keys.stream().map(Secret::length).collect(Collectors.toSet()).contains(suite.tkLength()));
    }

    @Test
    void theNextDataPathHasNewKeysAndFramesUnderOldOnesDoNotPass() throws Exception {
        AwareDataPath first = open(CipherSuite.NCS_SK_128);
        first.link().send(TO_ALL.toArray());
        assertTrue(air.await(() -> !groupFrames().isEmpty(), SOON));
        Bytes old = groupFrames().getFirst();
        first.close();
        air.await(() -> false, Duration.ofSeconds(2));
        long before = accessory.lastEvent();
        AwareDataPath second = open(CipherSuite.NCS_SK_128);
        AwareDataPath there = ((AwareEvent.DataPathOpened) accessory.await(before,
                AwareEvent.DataPathOpened.class::isInstance, SOON).orElseThrow()).path();
        List<Bytes> arrived = new ArrayList<>();
        there.link().listen((buffer, offset, length) -> arrived.add(Bytes.copyOf(buffer, offset, length)));
        air.run(() -> attacker.send(old));
        air.await(() -> false, Duration.ofSeconds(1));
        assertEquals(List.of(), arrived);
        second.link().send(TO_ALL.toArray());
        assertTrue(air.await(() -> !arrived.isEmpty(), SOON));
        assertNotEquals(old.from(34), groupFrames().getLast().from(34));
    }

    @Test
    void aMessageToEverybodyHasTheCodeOfItsGroupAndOnlySuchAreTaken() throws Exception {
        open(CipherSuite.NCS_SK_128);
        long before = phone.lastEvent();
        accessory.tellAll(1, Bytes.of(9));
        AwareEvent message = phone.await(before, AwareEvent.FollowUp.class::isInstance, SOON).orElseThrow();
        assertEquals(Bytes.of(9), ((AwareEvent.FollowUp) message).message());
        Bytes genuine = heard.reversed().stream().filter(octets -> octets.u8(0) == 0xD0
                && octets.u8(24) == ActionBody.PROTECTED_DUAL && MacAddress.at(octets, 4).equals(Nan.NETWORK_ID))
                .findFirst().orElseThrow();
        byte[] changed = genuine.toArray();
        changed[changed.length - 30] ^= 1;
        byte[] without = genuine.truncate(genuine.length() - 18).toArray();
        long after = phone.lastEvent();
        long rejected = phone.rejected();
        for (byte[] frame : List.of(genuine.toArray(), changed, without)) {
            air.run(() -> List.of(attacker, other).forEach(radio -> radio.send(Bytes.wrap(frame))));
            air.await(() -> false, Duration.ofMillis(20));
        }
        assertTrue(phone.await(after, AwareEvent.FollowUp.class::isInstance, Duration.ofSeconds(2)).isEmpty());
        assertTrue(phone.rejected() >= rejected + 3);
    }
}
