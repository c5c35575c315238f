package dev.lanyard.wire.fuzz;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
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

    @ParameterizedTest
    @EnumSource
    void takesWhatItTookBeforeAndItsMutations(Target target) {
        assertTimeoutPreemptively(Duration.ofMinutes(5), () -> {
            Fuzzer fuzzer = new Fuzzer(target).replay();
            long tried = fuzzer.run(SEED, Duration.ofMinutes(4), TRIES);
            assertTrue(tried == TRIES && fuzzer.shapes() > 1, () -> "only " + tried + " inputs were tried");
        });
    }

    @ParameterizedTest
    @EnumSource
    void fuzzes(Target target) throws Exception {
        String time = System.getProperty("lanyard.fuzz");
        Assumptions.assumeTrue(time != null, "fuzzing takes long: -Dlanyard.fuzz=PT10M");
        Fuzzer fuzzer = new Fuzzer(target).replay();
        long seed = Long.getLong("lanyard.fuzz.seed", System.nanoTime());
        Duration duration = Duration.parse(time);
        try {
            long tried = assertTimeoutPreemptively(duration.plusMinutes(2),
                    () -> fuzzer.run(seed, duration, Long.MAX_VALUE));
            System.out.printf("%s: %,d inputs, %,d ways through, seed %d%n", target, tried, fuzzer.shapes(), seed);
        } catch (Fuzzer.Failure failure) {
            String text = failure.getMessage();
            Fuzzer.keep(target, Bytes.hex(text.substring(text.lastIndexOf(' ') + 1)));
            throw failure;
        }
        List<Bytes> found = fuzzer.found();
        int wanted = Math.min(Integer.getInteger("lanyard.fuzz.keep", 0), found.size());
        for (int i = 0; i < wanted; i++) {
            Fuzzer.keep(target, found.get((int) ((long) i * found.size() / wanted)));
        }
    }
}
