package dev.lanyard.wire.fuzz;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every build replays the corpus and tries some thousand mutations, always the same. {@code
 * -Dlanyard.fuzz=PT10M} tries new ones for so long per target; what fails is added to the corpus, and with {@code
 * -Dlanyard.fuzz.keep=N} so many inputs that led a parser somewhere new are, too.
 */
class FuzzTest {

    private static final long SEED = 20_261_122L;
    private static final int TRIES = 3_000;
    /** Of a run that nobody asked to be long; it needs a second or two. */
    private static final Duration BOUND = Duration.ofMinutes(4);

    @ParameterizedTest
    @EnumSource
    void takesWhatItTookBeforeAndItsMutations(Target target) throws Exception {
        String asked = System.getProperty("lanyard.fuzz");
        Duration time = asked == null ? BOUND : Duration.parse(asked);
        Fuzzer fuzzer = new Fuzzer(target).replay();
        if (asked == null) {
            long tried = assertTimeoutPreemptively(time.plusMinutes(1), () -> fuzzer.run(SEED, time, TRIES));
            assertTrue(tried == TRIES && fuzzer.shapes() > 1, () -> "only " + tried + " inputs were tried");
        } else {
            fuzz(target, fuzzer, time);
        }
    }

    private static void fuzz(Target target, Fuzzer fuzzer, Duration time) throws Exception {
        long seed = Long.getLong("lanyard.fuzz.seed", System.nanoTime());
        try {
            long tried = assertTimeoutPreemptively(time.plusMinutes(2),
                    () -> fuzzer.run(seed, time, Long.MAX_VALUE));
            System.out.printf("%s: %,d inputs, %,d ways through, seed %d%n", target, tried, fuzzer.shapes(), seed);
        } catch (Fuzzer.Failure failure) {
            Fuzzer.keep(target, failure.input());
            throw failure;
        }
        List<Bytes> found = fuzzer.found();
        int wanted = Math.min(Integer.getInteger("lanyard.fuzz.keep", 0), found.size());
        for (int i = 0; i < wanted; i++) {
            Fuzzer.keep(target, found.get((int) ((long) i * found.size() / wanted)));
        }
    }
}
