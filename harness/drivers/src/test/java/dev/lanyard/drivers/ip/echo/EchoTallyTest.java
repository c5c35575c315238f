package dev.lanyard.drivers.ip.echo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.ip.Peer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EchoTallyTest {

    private static final int SIZE = 32;
    private static final InetSocketAddress ECHO = new InetSocketAddress(Peer.ADDRESS, 7);

    private final EchoPattern pattern = new EchoPattern();
    private final EchoTally tally = new EchoTally(UdpEchoPlan.of(ECHO, 1000, List.of(SIZE), 4, Duration.ofSeconds(1)),
            pattern, 16);

    private void answer(int number) {
        byte[] payload = new byte[SIZE];
        pattern.write(payload, number, SIZE);
        tally.datagram(number + 1, ECHO, Peer.HOST, 64, payload, 0, SIZE);
    }

    @Test
    void longRunRemembersOnlyTheLastDatagrams() {
        for (int number = 0; number < 100; number++) {
            assertFalse(tally.isFull(number));
            tally.sending(number, number);
            answer(number);
        }
        answer(50);
        answer(99);
        UdpEchoResult result = tally.result();
        assertEquals(100, result.received());
        assertEquals(1, result.stray());
        assertEquals(1, result.duplicates());
    }

    @Test
    void datagramUnderWayIsNotForgottenBeforeItIsLost() {
        for (int number = 0; number < 16; number++) {
            tally.sending(number, number);
            if (number > 0) {
                answer(number);
            }
        }
        assertTrue(tally.isFull(16));
        tally.giveUp(1);
        assertFalse(tally.isFull(16));
        assertEquals(1, tally.result().lost());
        assertEquals(16, tally.done());
    }
}
