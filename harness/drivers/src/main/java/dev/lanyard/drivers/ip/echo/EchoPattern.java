package dev.lanyard.drivers.ip.echo;

import dev.lanyard.drivers.ip.echo.EchoTraffic.Fill;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The octets of each datagram: the run's number, the datagram's number, then a stretch of the fill, which for noise
 * begins elsewhere for each datagram. Comparing costs one vectorised pass.
 */
final class EchoPattern {

    static final int HEADER = 8;
    private static final int STARTS = 4096;
    private static final int STRIDE = 61;
    private static final int LENGTH = 65_536 + STARTS;
    private static final Map<Fill, byte[]> FILLS = new EnumMap<>(Fill.class);

    static {
        for (Fill fill : Fill.values()) {
            byte[] octets = new byte[LENGTH];
            for (int i = 0; i < LENGTH; i++) {
                octets[i] = (byte) switch (fill) {
                    case NOISE, ZEROS -> 0;
                    case ONES -> 0xFF;
                    case ALTERNATING -> i % 2 == 0 ? 0x55 : 0xAA;
                    case COUNTING -> i;
                };
            }
            FILLS.put(fill, octets);
        }
        new SplittableRandom(862).nextBytes(FILLS.get(Fill.NOISE));
    }

    private final int run = ThreadLocalRandom.current().nextInt();
    private final byte[] octets;
    private final boolean moving;

    EchoPattern() {
        this(Fill.NOISE);
    }

    EchoPattern(Fill fill) {
        octets = FILLS.get(fill);
        moving = fill == Fill.NOISE;
    }

    /** Writes the payload of datagram {@code number} to the start of {@code target}. */
    void write(byte[] target, int number, int size) {
        System.arraycopy(octets, start(number), target, 0, size);
        if (size >= HEADER) {
            put32(target, 0, run);
            put32(target, 4, number);
        }
    }

    /** The number that a payload carries; -1 when it is not of this run. */
    int number(byte[] buffer, int offset, int length) {
        return length >= HEADER && get32(buffer, offset) == run ? get32(buffer, offset + 4) : -1;
    }

    /** Whether a payload is that of datagram {@code number}, whose header has been compared where it has one. */
    boolean matches(byte[] buffer, int offset, int length, int number, int size) {
        if (length != size) {
            return false;
        }
        int skip = size >= HEADER ? HEADER : 0;
        int from = start(number);
        return Arrays.equals(buffer, offset + skip, offset + length, octets, from + skip, from + size);
    }

    private int start(int number) {
        return moving ? number * STRIDE & STARTS - 1 : 0;
    }

    private static void put32(byte[] target, int offset, int value) {
        for (int i = 0; i < 4; i++) {
            target[offset + i] = (byte) (value >> 24 - 8 * i);
        }
    }

    private static int get32(byte[] buffer, int offset) {
        return (buffer[offset] & 0xFF) << 24 | (buffer[offset + 1] & 0xFF) << 16 | (buffer[offset + 2] & 0xFF) << 8
                | buffer[offset + 3] & 0xFF;
    }
}
