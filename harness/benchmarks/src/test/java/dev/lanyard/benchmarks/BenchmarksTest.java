package dev.lanyard.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Map;
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
    void comparesWithTheCopyOfTheSameRun() {
        String lines = Benchmarks.ratios(Map.of("a.b.X.encode", 9.0, "a.b.X.encodeCopy", 10.0, "a.b.X.decode", 7.0,
                "a.b.X.decodeCopy", 10.0, "a.b.Y.other", 3.0));
        assertEquals("""

                X.decode: 0.70 of the speed of System.arraycopy (goal 0.8: missed)
                X.encode: 0.90 of the speed of System.arraycopy (goal 0.8: met)
                """, lines);
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
        assertEquals("\nUDP echo: 123,456 datagrams/s one way, as many back (goal 100,000: met)\n",
                Benchmarks.rate(123_456));
        assertEquals("\nUDP echo: round trip p50 90 µs, p99 1200 µs (goal below 1000 µs: missed)\n",
                Benchmarks.roundTrip(90, 1200));
    }
}
