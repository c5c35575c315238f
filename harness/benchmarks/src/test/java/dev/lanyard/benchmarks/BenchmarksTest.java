package dev.lanyard.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BenchmarksTest {

    /** A benchmark that measures less work than it says is worth nothing. */
    @Test
    void ntbBenchmarksMoveEveryOctet() {
        NtbBenchmark benchmark = new NtbBenchmark();
        benchmark.prepare();
        byte[][] before = Arrays.stream(benchmark.frames()).map(byte[]::clone).toArray(byte[][]::new);
        for (byte[] frame : benchmark.frames()) {
            Arrays.fill(frame, (byte) 0);
        }
        assertEquals(NtbBenchmark.FRAMES, benchmark.decode());
        assertArrayEquals(before, benchmark.frames());
        for (byte[] frame : benchmark.frames()) {
            Arrays.fill(frame, (byte) 0);
        }
        benchmark.decodeCopy();
        assertArrayEquals(before, benchmark.frames());
    }

    @Test
    void comparesSideBySide() {
        double speed = SideBySide.speed(times -> busy(2 * times), BenchmarksTest::busy);
        assertTrue(speed > 0.25 && speed < 0.9, "twice the work at the speed of " + speed);
    }

    private static long busy(int times) {
        long sum = 0;
        for (int i = 0; i < times * 20; i++) {
            sum = sum * 31 + i;
        }
        return sum;
    }

    @Test
    void echoBenchmarksPassTheEmulatedAccessory() throws Exception {
        UdpEchoBenchmark benchmark = new UdpEchoBenchmark();
        benchmark.attach();
        try {
            assertEquals(UdpEchoBenchmark.PAYLOAD, benchmark.oneInFlight().payload().length());
        } finally {
            benchmark.detach();
        }
    }

    @Test
    void saysWhetherGoalsAreMet() {
        assertEquals("\nX: 0.79 of the speed of System.arraycopy, side by side (goal 0.8: missed)\n",
                Benchmarks.ratio("X", 0.79));
        assertEquals("\nUDP echo: 123,456 datagrams/s one way, as many back (goal 100,000: met)\n",
                Benchmarks.rate(123_456));
        assertEquals("\nUDP echo: round trip p50 90 µs, p99 1200 µs (goal below 1000 µs: missed)\n",
                Benchmarks.roundTrip(90, 1200));
    }

    @Test
    void manyAccessoriesEchoAtTheSameTime() throws Exception {
        ManyAccessories.Figures figures = ManyAccessories.measure(6);
        assertEquals(6, figures.accessories());
        assertTrue(figures.echoes() > 0 && figures.heapBytes() > 0, figures::line);
    }
}
