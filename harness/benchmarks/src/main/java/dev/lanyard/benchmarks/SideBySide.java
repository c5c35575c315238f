package dev.lanyard.benchmarks;

import java.util.Arrays;

/**
 * Compares two pieces of work in slices of some microseconds that take turns. What else the machine does hits both
 * alike, and the median leaves out the slices that it interrupts; figures of work measured one after the other differ
 * by half on a busy machine.
 */
final class SideBySide {

    /** Does the work this many times; the result only keeps it from being optimised away. */
    @FunctionalInterface
    interface Work {
        long run(int times);
    }

    private static final int TIMES = 200;
    private static final int SLICES = 5000;
    private static final int WARM_UP_ROUNDS = 3;

    private static volatile long sink;

    private SideBySide() {}

    /** The speed of {@code work} in units of the speed of {@code reference}. */
    static double speed(Work work, Work reference) {
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            median(work, reference);
        }
        return median(work, reference);
    }

    private static double median(Work work, Work reference) {
        double[] ratios = new double[SLICES];
        for (int i = 0; i < SLICES; i++) {
            long begin = System.nanoTime();
            long worked = work.run(TIMES);
            long between = System.nanoTime();
            long referred = reference.run(TIMES);
            long end = System.nanoTime();
            sink = worked + referred;
            ratios[i] = (double) (end - between) / Math.max(1, between - begin);
        }
        Arrays.sort(ratios);
        return ratios[SLICES / 2];
    }
}
