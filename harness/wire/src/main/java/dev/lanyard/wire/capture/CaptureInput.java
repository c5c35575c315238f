package dev.lanyard.wire.capture;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * The octets of a capture, front to back, through one buffer that grows to the largest piece asked for. Compressed data
 * that end early or are damaged count as the end of the stream; {@link #trouble()} then says why.
 */
final class CaptureInput {

    static final int CHUNK = 64 << 10;
    private static final int INITIAL = 256 << 10;

    private final InputStream in;
    private byte[] buffer = new byte[INITIAL];
    private int start;
    private int end;
    private long offset;
    private String trouble;

    CaptureInput(InputStream in) {
        this.in = in;
    }

    /** How many octets were read. */
    long offset() {
        return offset;
    }

    /** Why the stream ended before its time, if it did. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** The next {@code count} octets, fewer only at the end of the stream. Valid until the next call. */
    ByteBuffer read(int count) throws IOException {
        int length = hold(count);
        ByteBuffer octets = ByteBuffer.wrap(buffer, start, length).slice();
        skip(length);
        return octets;
    }

    /** As {@link #read}, but the octets stay to be read. */
    ByteBuffer peek(int count) throws IOException {
        // Filling the buffer moves its start.
        int length = hold(count);
        return ByteBuffer.wrap(buffer, start, length).slice();
    }

    /** Has the next {@code count} octets at hand; returns how many there are, fewer only at the end of the stream. */
    int hold(int count) throws IOException {
        if (end - start < count) {
            fill(count);
        }
        return Math.min(count, end - start);
    }

    /** Where octets are held: from {@link #position}, until the next call of any other method. */
    byte[] array() {
        return buffer;
    }

    /** Where in {@link #array} the next octet stands. */
    int position() {
        return start;
    }

    /** Passes over octets that are held. */
    void skip(int count) {
        start += count;
        offset += count;
    }

    /** What is left, as a stream. */
    InputStream asStream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                ByteBuffer octet = CaptureInput.this.read(1);
                return octet.hasRemaining() ? octet.get() & 0xFF : -1;
            }

            @Override
            public int read(byte[] target, int from, int count) throws IOException {
                ByteBuffer octets = CaptureInput.this.read(Math.min(count, CHUNK));
                int got = octets.remaining();
                octets.get(target, from, got);
                return got == 0 && count > 0 ? -1 : got;
            }
        };
    }

    private void fill(int count) throws IOException {
        byte[] target = count > buffer.length ? new byte[Math.max(count, buffer.length * 2)] : buffer;
        System.arraycopy(buffer, start, target, 0, end - start);
        end -= start;
        start = 0;
        buffer = target;
        try {
            while (end < count && trouble == null) {
                int got = in.read(buffer, end, buffer.length - end);
                if (got < 0) {
                    return;
                }
                end += got;
            }
        } catch (EOFException e) {
            trouble = "the compressed capture ends early";
        } catch (ZipException e) {
            trouble = "the compressed capture is damaged (" + e.getMessage() + ")";
        }
    }
}
