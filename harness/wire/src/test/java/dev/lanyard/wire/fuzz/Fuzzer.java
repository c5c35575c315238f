package dev.lanyard.wire.fuzz;

import dev.lanyard.wire.Bytes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * Feeds a target with mutations of its seeds and of every input that led it somewhere new. An input fails that throws,
 * takes longer than {@link #LIMIT}, or makes the parser allocate out of proportion.
 */
final class Fuzzer {

    /** The corpus: one file per target, one input per line in hexadecimal digits. */
    static final Path CORPUS = Path.of("..", "..", "fixtures", "wifi-aware", "fuzz-corpus");

    /** Of one input; a machine under load needs some of it for itself. */
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** More would fill the heap in a long run. */
    private static final int MAX_SHAPES = 100_000;
    private static final long ALLOCATION = 48L << 20;
    private static final long ALLOCATION_PER_OCTET = 16_384;
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Target target;
    private final Set<String> shapes = new HashSet<>();
    private final List<byte[]> population = new ArrayList<>();
    private final List<Bytes> kept = new ArrayList<>();

    Fuzzer(Target target) {
        this.target = target;
    }

    /** What is wrong with the handling of an input. */
    static final class Failure extends AssertionError {
        private static final long serialVersionUID = 1;
        private final transient Bytes input;

        Failure(Target target, Bytes input, String what, Throwable cause) {
            super("%s: %s; input %s".formatted(target, what, input.toHex()), cause);
            this.input = input;
        }

        Bytes input() {
            return input;
        }
    }

    /** Examines one input, and says whether it led somewhere new. */
    boolean examine(Bytes input) {
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().threadId());
        long start = System.nanoTime();
        String shape;
        try {
            shape = target.examine(input);
        } catch (IOException | RuntimeException | Error e) {
            throw new Failure(target, input, e.toString(), e);
        }
        long nanos = System.nanoTime() - start;
        if (nanos > LIMIT.toNanos()) {
            throw new Failure(target, input, "took " + Duration.ofNanos(nanos), null);
        }
        long allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().threadId()) - before;
        if (allocated > ALLOCATION + ALLOCATION_PER_OCTET * input.length()) {
            throw new Failure(target, input, "allocated " + allocated + " octets", null);
        }
        return shapes.size() < MAX_SHAPES && shapes.add(shape);
    }

    /** Examines seeds and corpus. */
    Fuzzer replay() throws IOException {
        for (Bytes seed : target.seeds()) {
            examine(seed);
            population.add(seed.toArray());
        }
        for (Bytes input : corpus(target)) {
            examine(input);
            population.add(input.toArray());
        }
        return this;
    }

    /** Tries mutations until the time is over or so many were tried; the result is how many. */
    long run(long seed, Duration time, long limit) {
        Random random = new Random(seed);
        Mutator mutator = new Mutator(random, target.maxLength());
        long end = System.nanoTime() + time.toNanos();
        long tried = 0;
        while (tried < limit && System.nanoTime() < end) {
            Bytes input = Bytes.wrap(mutator.mutate(population.get(random.nextInt(population.size())), population));
            tried++;
            if (examine(input) && population.size() < 20_000) {
                population.add(input.toArray());
                kept.add(input);
            }
        }
        return tried;
    }

    /** The inputs that led somewhere new, in the order in which they were found. */
    List<Bytes> found() {
        return kept;
    }

    int shapes() {
        return shapes.size();
    }

    static List<Bytes> corpus(Target target) throws IOException {
        Path file = file(target);
        return !Files.exists(file) ? List.of() : Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#")).map(Bytes::hex).toList();
    }

    static Path file(Target target) {
        return CORPUS.resolve(target.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".hex");
    }

    /** Adds an input to the corpus. */
    static void keep(Target target, Bytes input) throws IOException {
        Files.createDirectories(CORPUS);
        Files.writeString(file(target), input.toHex() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
