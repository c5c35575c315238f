package dev.lanyard.evidence;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** The two files of an attempt. Used by the recorder's thread alone. */
final class FileSink implements FileRecorder.Sink {

    private static final int FLUSH_OCTETS = 256 << 10;

    /** Lines that are not in the file yet. */
    private static final class Lines extends ByteArrayOutputStream {

        void drainTo(FileChannel file) throws IOException {
            ByteBuffer pending = ByteBuffer.wrap(buf, 0, count);
            while (pending.hasRemaining()) {
                file.write(pending);
            }
            reset();
        }
    }

    private final FileChannel events;
    private final Lines lines = new Lines();
    private final EventWriter json = new EventWriter(lines);
    private final CaptureFile.Writer capture;

    FileSink(AttemptDirectory directory, Instant start) throws IOException {
        events = FileChannel.open(directory.events(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        capture = new CaptureFile.Writer(directory.capture(), start);
        json.header();
        flush();
    }

    @Override
    public void write(Recorded recorded) throws IOException {
        json.event(recorded, switch (recorded.event()) {
            case Event.Transfer transfer -> capture.transfer(recorded.nanos(), transfer);
            case Event.Frame frame -> capture.frame(recorded.nanos(), frame);
            case Event.AirFrame frame -> capture.airFrame(recorded.nanos(), frame);
            case Event.Attached attached -> {
                capture.attached();
                yield 0;
            }
            default -> 0;
        });
        if (lines.size() > FLUSH_OCTETS) {
            flush();
        }
    }

    @Override
    public void flush() throws IOException {
        // First, so that no line in its file ever names a packet that is not in the other.
        capture.flush();
        json.flush();
        lines.drainTo(events);
    }

    @Override
    public void close() throws IOException {
        try (events; capture) {
            flush();
        }
    }
}
