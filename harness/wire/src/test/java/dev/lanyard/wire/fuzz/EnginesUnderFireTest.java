package dev.lanyard.wire.fuzz;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A million frames, random ones and changed ones of sound exchanges, into every engine of pairing and data path in every
 * state: no exception, no key, and no end of the test's time.
 */
class EnginesUnderFireTest {

    private static final int FRAMES = 1_000_000;
    /** Every so many frames one that is like enough to a sound one to reach elliptic curves. */
    private static final int CHANGED = 400;
    /** Every so many frames those engines begin anew that a frame made fail; the others have to go on as they are. */
    private static final int RENEWED = 5_000;
    private static final int HEADER = 24;
    private static final Duration BOUND = Duration.ofMinutes(5);

    @Test
    void aMillionFramesGiveNoKey() {
        Set<String> ways = assertTimeoutPreemptively(BOUND, EnginesUnderFireTest::fire);
        assertTrue(ways.size() > 10, () -> "only these ways: " + ways);
    }

    private static Set<String> fire() {
        SecurityEngines engines = new SecurityEngines();
        List<byte[]> seeds = engines.genuine().stream().map(Bytes::toArray).toList();
        Random random = new Random(20_261_122L);
        Mutator mutator = new Mutator(random, 2048);
        Set<String> ways = new HashSet<>();
        for (int i = 0; i < FRAMES; i++) {
            byte[] seed = seeds.get(random.nextInt(seeds.size()));
            byte[] frame;
            if (i % RENEWED == 0) {
                engines.renew();
            }
            if (i % CHANGED == 0) {
                frame = mutator.mutate(seed, seeds);
            } else {
                // Header of a sound frame, so that it is looked at, and a body of noise.
                frame = new byte[HEADER + random.nextInt(64)];
                random.nextBytes(frame);
                System.arraycopy(seed, 0, frame, 0, Math.min(frame.length, HEADER + random.nextInt(8)));
            }
            ways.add(engines.feed(Bytes.wrap(frame)));
        }
        return ways;
    }
}
