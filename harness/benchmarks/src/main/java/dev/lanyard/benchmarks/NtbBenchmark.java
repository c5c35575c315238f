package dev.lanyard.benchmarks;

import dev.lanyard.wire.ntb.NtbAlignment;
import dev.lanyard.wire.ntb.NtbFormat;
import dev.lanyard.wire.ntb.NtbReader;
import dev.lanyard.wire.ntb.NtbWriter;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * An NTB16 of ten full frames, packed and unpacked, beside nothing but copying the same octets between the same
 * places. The goal is 0.8 of the copy's speed, which {@link SideBySide} compares.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(3)
public class NtbBenchmark {

    static final int FRAMES = 10;
    static final int FRAME_LENGTH = 1514;
    private static final int MAX_PACKET_SIZE = 512;

    private final byte[][] frames = new byte[FRAMES][FRAME_LENGTH];
    private final int[] places = new int[FRAMES];
    private final NtbWriter writer = new NtbWriter(new NtbWriter.Options(NtbFormat.NTB16, false, 16_384, 0,
            new NtbAlignment(4, 0, 4), NtbWriter.NdpPlace.LAST, NtbWriter.Padding.SPECIFICATION));
    private final NtbReader reader = new NtbReader(NtbFormat.NTB16, false);
    private byte[] block;
    private int sequence;
    private int received;

    /** Makes the frames, and the block that decoding reads. */
    @Setup
    public void prepare() {
        Random random = new Random(1);
        for (byte[] frame : frames) {
            random.nextBytes(frame);
        }
        block = Arrays.copyOf(writer.buffer(), encode());
        int[] next = {0};
        reader.read(block, 0, block.length, (buffer, offset, length) -> places[next[0]++] = offset);
    }

    /** Ten frames into one block. */
    @Benchmark
    public int encode() {
        for (byte[] frame : frames) {
            writer.append(frame, 0, frame.length);
        }
        return writer.finish(sequence++, MAX_PACKET_SIZE);
    }

    /** Only the copying that encoding does. */
    @Benchmark
    public byte[] encodeCopy() {
        // The writer's own buffer: where arrays lie relative to one another changes the speed of copies.
        byte[] target = writer.buffer();
        for (int i = 0; i < FRAMES; i++) {
            System.arraycopy(frames[i], 0, target, places[i], FRAME_LENGTH);
        }
        return target;
    }

    /** Ten frames out of one block, each copied to its own place. */
    @Benchmark
    public int decode() {
        received = 0;
        reader.read(block, 0, block.length, this::take);
        return received;
    }

    private void take(byte[] buffer, int offset, int length) {
        System.arraycopy(buffer, offset, frames[received++], 0, length);
    }

    /** Only the copying that decoding does. */
    @Benchmark
    public byte[] decodeCopy() {
        byte[] source = block;
        for (int i = 0; i < FRAMES; i++) {
            System.arraycopy(source, places[i], frames[i], 0, FRAME_LENGTH);
        }
        return source;
    }

    long encodeTimes(int times) {
        long octets = 0;
        for (int i = 0; i < times; i++) {
            octets += encode();
        }
        return octets;
    }

    long encodeCopyTimes(int times) {
        long octets = 0;
        for (int i = 0; i < times; i++) {
            octets += encodeCopy().length;
        }
        return octets;
    }

    long decodeTimes(int times) {
        long frames = 0;
        for (int i = 0; i < times; i++) {
            frames += decode();
        }
        return frames;
    }

    long decodeCopyTimes(int times) {
        long octets = 0;
        for (int i = 0; i < times; i++) {
            octets += decodeCopy().length;
        }
        return octets;
    }

    byte[][] frames() {
        return frames;
    }
}
