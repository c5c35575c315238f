package dev.lanyard.drivers.console;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** A pair of pseudo terminals: the test has the master, and what is tested opens the other end as a serial port. */
public final class Pty implements AutoCloseable {

    private static final int O_RDWR = 2;
    private static final int O_NOCTTY = 0x100;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;

    /** The C library's calls. */
    private interface C extends Library {
        C INSTANCE = Native.load("c", C.class);

        int posix_openpt(int flags) throws LastErrorException;

        int grantpt(int fd) throws LastErrorException;

        int unlockpt(int fd) throws LastErrorException;

        Pointer ptsname(int fd);

        int write(int fd, byte[] data, long length) throws LastErrorException;

        int read(int fd, byte[] data, long length) throws LastErrorException;

        int close(int fd);
    }

    private final int master;
    private final Path path;
    private boolean closed;

    public Pty() {
        master = C.INSTANCE.posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
        C.INSTANCE.grantpt(master);
        C.INSTANCE.unlockpt(master);
        path = Path.of(C.INSTANCE.ptsname(master).getString(0));
    }

    /** The other end. */
    public Path path() {
        return path;
    }

    public void write(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < octets.length;) {
            try {
                byte[] rest = Arrays.copyOfRange(octets, at, octets.length);
                at += C.INSTANCE.write(master, rest, rest.length);
            } catch (LastErrorException e) {
                // EAGAIN: the other end has not read yet.
                Thread.onSpinWait();
            }
        }
    }

    /** What the other end wrote since the last call; empty when it wrote nothing. */
    public String read() throws IOException {
        byte[] buffer = new byte[4_096];
        try {
            return new String(buffer, 0, Math.max(0, C.INSTANCE.read(master, buffer, buffer.length)),
                    StandardCharsets.UTF_8);
        } catch (LastErrorException e) {
            return "";
        }
    }

    /** As when a plug is pulled. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            C.INSTANCE.close(master);
        }
    }
}
