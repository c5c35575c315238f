package dev.lanyard.drivers.ip.echo;

import java.util.List;

/**
 * What came of a UDP echo run. {@code sent = received + lost} once a run is over.
 *
 * @param planned     datagrams planned
 * @param sent        handed to the link
 * @param received    answered in time with the right octets, each counted once
 * @param lost        not answered in time, or answered only with wrong octets
 * @param reordered   answers that overtook an answer to a datagram sent earlier
 * @param duplicates  answers beyond the first
 * @param corrupted   answers whose octets or length differ from what was sent
 * @param late        answers that came after their datagram had been counted as lost
 * @param stray       datagrams from the target that fit nothing sent, or from elsewhere
 * @param unreachable ICMP errors
 * @param elapsedNanos from the first datagram to the last answer or the end of waiting
 * @param rttNanos    round-trip times in the order of arrival, at most {@link UdpEcho#KEPT_RTTS} of them
 * @param lostSizes   payload sizes of datagrams that were lost, smallest first, each once, at most 32
 * @param ended       why the run ended before all was sent and answered; empty when it did not
 * @param examples    the first few oddities, each a sentence
 */
public record UdpEchoResult(int planned, int sent, int received, int lost, int reordered, int duplicates,
                            int corrupted, int late, int stray, int unreachable, long elapsedNanos, long[] rttNanos,
                            List<Integer> lostSizes, String ended, List<String> examples) {

    /** Answered datagrams in a second of the run. */
    public double datagramsPerSecond() {
        return elapsedNanos <= 0 ? 0 : received * 1e9 / elapsedNanos;
    }

    /** Whether all was sent and every answer was right, once and in order. */
    public boolean isClean() {
        return received == planned && reordered + duplicates + corrupted + late + stray + unreachable == 0;
    }
}
