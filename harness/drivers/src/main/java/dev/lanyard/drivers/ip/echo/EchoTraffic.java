package dev.lanyard.drivers.ip.echo;

import java.time.Duration;
import java.util.Optional;

/**
 * How the datagrams of an echo run follow each other, and what is in them.
 *
 * @param fill               the octets behind the first {@link EchoPattern#HEADER}, which number the datagram
 * @param burst              datagrams sent back to back, the next ones when all of these are done; 0 for no bursts
 * @param datagramsPerSecond how many leave in a second at most; 0 for as many as the window lets
 * @param bitsPerSecond      the same in bits of payload; 0 for as many
 * @param sendFor            ends the sending after this time, whatever is still planned
 */
public record EchoTraffic(Fill fill, int burst, double datagramsPerSecond, double bitsPerSecond,
                          Optional<Duration> sendFor) {

    /** Noise, as fast as the window lets. */
    public static final EchoTraffic PLAIN = new EchoTraffic(Fill.NOISE, 0, 0, 0, Optional.empty());

    /** Octets that bring out different mistakes. */
    public enum Fill {
        /** Another stretch of noise for each datagram: shifted, stale and mixed-up data show. */
        NOISE,
        /** Only 00: what was cut off and padded again does not show, what was scrambled does. */
        ZEROS,
        /** Only FF: sums that overflow. */
        ONES,
        /** 55 and AA in turn: neighbouring bits. */
        ALTERNATING,
        /** 00 to FF again and again: where octets are missing can be read off. */
        COUNTING
    }

    public EchoTraffic {
        if (burst < 0 || datagramsPerSecond < 0 || bitsPerSecond < 0) {
            throw new IllegalArgumentException("bursts and rates are not negative: " + burst + ", "
                    + datagramsPerSecond + ", " + bitsPerSecond);
        }
    }

    /** Whether nothing but the window holds a datagram back. */
    boolean isPlain() {
        return burst == 0 && datagramsPerSecond == 0 && bitsPerSecond == 0 && sendFor.isEmpty();
    }

    /** When a datagram may leave, in nanoseconds after the first, of which {@code before} with {@code bits} left. */
    long dueNanos(long before, long bits) {
        double byNumber = datagramsPerSecond > 0 ? before / datagramsPerSecond : 0;
        double byBits = bitsPerSecond > 0 ? bits / bitsPerSecond : 0;
        return (long) (Math.max(byNumber, byBits) * 1e9);
    }
}
