package dev.lanyard.stubs.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanyard.wire.Bytes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ArpTest {

    private static final String ANNOUNCEMENT = "ffffffffffff 00005e00530b 0806 0001 0800 06 04 0001"
            + " 00005e00530b ac164001 000000000000 ac164001";

    private final NetworkBench bench = NetworkBench.settled();

    private static byte[] request(String senderAddress, String target) {
        return Bytes.hex("ffffffffffff 00005e00530a 0806 0001 0800 06 04 0001 00005e00530a" + senderAddress
                + "000000000000" + target).toArray();
    }

    private static byte[] reply(String targetAddress) {
        return Bytes.hex("00005e00530a 00005e00530b 0806 0001 0800 06 04 0002 00005e00530b ac164001 00005e00530a"
                + targetAddress).toArray();
    }

    @Test
    void answersForItsAddressByUnicast() {
        bench.give(request("ac164064", "ac164001"));
        assertArrayEquals(reply("ac164064"), bench.only());
    }

    @Test
    void answersAPaddedRequestWithoutPadding() {
        bench.give(Bytes.wrap(request("ac164064", "ac164001")).concat(Bytes.wrap(new byte[18])).toArray());
        assertArrayEquals(reply("ac164064"), bench.only());
    }

    @Test
    void answersAProbeForItsAddress() {
        bench.give(request("00000000", "ac164001"));
        assertArrayEquals(reply("00000000"), bench.only());
    }

    @Test
    void doesNotAnswerForOtherAddresses() {
        bench.give(request("ac164064", "ac1640fe"));
        bench.give(request("ac164064", "ac164064"));
        assertEquals(0, bench.sent.size());
    }

    @Test
    void passesOverWhatIsTooShortOrOfAnotherKind() {
        bench.give(Bytes.wrap(request("ac164064", "ac164001")).truncate(41).toArray());
        byte[] otherHardware = request("ac164064", "ac164001");
        otherHardware[15] = 6;
        bench.give(otherHardware);
        assertEquals(0, bench.sent.size());
    }

    @Test
    void announcesTwiceWhenTheLinkComesUp() {
        NetworkBench fresh = new NetworkBench();
        fresh.network.linkUp();
        fresh.timers.advance(Duration.ofSeconds(5));
        assertEquals(2, fresh.sent.stream().map(Bytes::wrap).filter(Bytes.hex(ANNOUNCEMENT)::equals).count());
    }

    @Test
    void defendsItsAddressOnceInTenSeconds() {
        byte[] conflict = request("ac164001", "ac164001");
        bench.give(conflict);
        bench.give(conflict);
        assertArrayEquals(Bytes.hex(ANNOUNCEMENT).toArray(), bench.only());
        bench.timers.advance(Duration.ofSeconds(11));
        bench.give(conflict);
        assertArrayEquals(Bytes.hex(ANNOUNCEMENT).toArray(), bench.only());
    }

    @Test
    void saysNothingWhileTheLinkIsDown() {
        bench.network.linkDown();
        bench.give(request("ac164064", "ac164001"));
        bench.timers.advance(Duration.ofSeconds(30));
        assertEquals(0, bench.sent.size());
    }
}
