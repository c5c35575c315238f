package dev.lanyard.wire.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Changes octets the way parsers fear: lengths, counts, ends, repetitions. */
final class Mutator {

    private static final int[] INTERESTING = {0, 1, 2, 7, 8, 15, 16, 31, 32, 63, 64, 127, 128, 254, 255, 221, 242};

    private final RandomGenerator random;
    private final int maxLength;

    Mutator(RandomGenerator random, int maxLength) {
        this.random = random;
        this.maxLength = maxLength;
    }

    /** A few changes of {@code seed}; {@code others} lend parts of theirs. */
    byte[] mutate(byte[] seed, List<byte[]> others) {
        byte[] octets = seed.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            octets = change(octets, others);
        }
        return octets.length <= maxLength ? octets : Arrays.copyOf(octets, maxLength);
    }

    private byte[] change(byte[] octets, List<byte[]> others) {
        if (octets.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        int at = random.nextInt(octets.length);
        int length = 1 + random.nextInt(Math.min(16, octets.length - at));
        return switch (random.nextInt(9)) {
            case 0 -> set(octets, at, octets[at] ^ 1 << random.nextInt(8));
            case 1 -> set(octets, at, INTERESTING[random.nextInt(INTERESTING.length)]);
            case 2 -> set(octets, at, random.nextInt(256));
            case 3 -> at + 1 < octets.length ? set(set(octets, at, INTERESTING[random.nextInt(INTERESTING.length)]),
                    at + 1, random.nextBoolean() ? 0 : INTERESTING[random.nextInt(INTERESTING.length)]) : octets;
            case 4 -> splice(octets, at, at + length, new byte[0]);
            case 5 -> splice(octets, at, at, Arrays.copyOfRange(octets, at, at + length));
            case 6 -> Arrays.copyOf(octets, at);
            case 7 -> splice(octets, at, at, part(others.get(random.nextInt(others.size()))));
            default -> splice(octets, at, at + length, part(others.get(random.nextInt(others.size()))));
        };
    }

    private byte[] part(byte[] other) {
        if (other.length == 0) {
            return other;
        }
        int from = random.nextInt(other.length);
        return Arrays.copyOfRange(other, from, from + 1 + random.nextInt(Math.min(48, other.length - from)));
    }

    private static byte[] set(byte[] octets, int at, int value) {
        octets[at] = (byte) value;
        return octets;
    }

    private static byte[] splice(byte[] octets, int from, int to, byte[] middle) {
        byte[] joined = Arrays.copyOf(octets, octets.length - (to - from) + middle.length);
        System.arraycopy(middle, 0, joined, from, middle.length);
        System.arraycopy(octets, to, joined, from + middle.length, octets.length - to);
        return joined;
    }
}
