package dev.lanyard.stubs.fault;

import static dev.lanyard.stubs.fault.Fault.fault;
import static dev.lanyard.stubs.fault.NetworkDefects.frames;

import dev.lanyard.stubs.cdc.FunctionSettings;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;

/** Faults of the Ethernet frames that the accessory sends. */
final class FrameFaults {

    private static final int FCS = 4;
    private static final int SOURCE = 6;

    static final List<Fault> ALL = List.of(
            fault("ECM-DATA-06", "Frames carry their frame check sequence, as far as there is room.")
                    .does(frames(frame -> Optional.of(
                            frame.length + FCS > FunctionSettings.MAX_SEGMENT_SIZE ? frame : withFcs(frame)))),
            fault("ECM-DATA-07", "Every frame comes from another address.")
                    .doing(FrameFaults::changingSource),
            fault("ECM-DATA-08", "The largest frames have four octets more than wMaxSegmentSize.")
                    .breaks("NCM-NTB-10", Model.NCM, "a datagram holds the frame, so it is as much too long")
                    .does(frames(frame -> Optional.of(frame.length < FunctionSettings.MAX_SEGMENT_SIZE ? frame
                            : Arrays.copyOf(frame, frame.length + FCS)))));

    private FrameFaults() {}

    private static byte[] withFcs(byte[] frame) {
        CRC32 crc = new CRC32();
        crc.update(frame);
        byte[] longer = Arrays.copyOf(frame, frame.length + FCS);
        ByteBuffer.wrap(longer).order(ByteOrder.LITTLE_ENDIAN).putInt(frame.length, (int) crc.getValue());
        return longer;
    }

    private static Defect changingSource() {
        AtomicInteger count = new AtomicInteger();
        return frames(frame -> {
            byte[] other = frame.clone();
            other[SOURCE + 4] = (byte) count.incrementAndGet();
            return Optional.of(other);
        });
    }
}
