package dev.lanyard.drivers.console;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A serial port of this machine, by jSerialComm. */
public final class SerialLine implements ConsolePort {

    private static final int READ_MILLIS = 100;
    /** A read that ends this soon without an octet did not wait: the line hung up. */
    private static final long INSTANT_NANOS = 5_000_000;
    private static final int HUNG_UP = 20;
    private static final int EACCES = 13;
    private static final int EBUSY = 16;

    private final SerialPort port;
    private final Path path;
    private final String name;
    private int instantReads;

    private SerialLine(SerialPort port, Path path, String name) {
        this.port = port;
        this.path = path;
        this.name = name;
    }

    /**
     * Opens the port at {@code path}: a device file, or a link to one such as those in {@code /dev/serial/by-id}.
     *
     * @throws IOException when it is not there, in use, or not allowed; the message says which, and what to do
     */
    public static SerialLine open(Path path, SerialSettings settings) throws IOException {
        requireUsable(path);
        Path real = path.toRealPath();
        try {
            SerialPort port = SerialPort.getCommPort(real.toString());
            port.setComPortParameters(settings.baud(), settings.dataBits(),
                    settings.stopBits() == 2 ? SerialPort.TWO_STOP_BITS : SerialPort.ONE_STOP_BIT,
                    parity(settings.parity()));
            port.setFlowControl(settings.rtsCts()
                    ? SerialPort.FLOW_CONTROL_RTS_ENABLED | SerialPort.FLOW_CONTROL_CTS_ENABLED
                    : SerialPort.FLOW_CONTROL_DISABLED);
            port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, READ_MILLIS, 0);
            settings.dtr().ifPresent(on -> lead(on, port::setDTR, port::clearDTR));
            settings.rts().ifPresent(on -> lead(on, port::setRTS, port::clearRTS));
            if (!port.openPort(0)) {
                throw new IOException(path + " cannot be opened: " + reason(path, port.getLastErrorCode()));
            }
            return new SerialLine(port, real, path + " at " + settings);
        } catch (SerialPortInvalidPortException e) {
            throw new IOException(path + " is no serial port", e);
        } catch (LinkageError e) {
            throw new IOException("serial ports cannot be used on this machine: jSerialComm has no native library "
                    + "that loads here (" + e.getMessage() + ")", e);
        }
    }

    /** What can be told without opening. */
    static void requireUsable(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new IOException(path + " is not there");
        }
        if (!Files.isReadable(path) || !Files.isWritable(path)) {
            throw new IOException(path + " cannot be opened: " + reason(path, EACCES));
        }
    }

    private static String reason(Path path, int errno) {
        return switch (errno) {
            case EACCES -> "no rights (" + owner(path) + ")";
            case EBUSY -> "another program has it (sudo fuser -v " + path + " names it)";
            default -> "it is in use, or no serial port (error " + errno + ")";
        };
    }

    private static String owner(Path path) {
        try {
            String group = Files.getAttribute(path, "posix:group").toString();
            return group.equals("root") ? "only root may open it; a udev rule with GROUP=\"dialout\" would give it away"
                    : "it belongs to group " + group + "; sudo usermod -aG " + group + " $USER, then log in again";
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return "it belongs to somebody else";
        }
    }

    private static void lead(boolean on, Runnable set, Runnable clear) {
        (on ? set : clear).run();
    }

    private static int parity(SerialSettings.Parity parity) {
        return switch (parity) {
            case NONE -> SerialPort.NO_PARITY;
            case EVEN -> SerialPort.EVEN_PARITY;
            case ODD -> SerialPort.ODD_PARITY;
            case MARK -> SerialPort.MARK_PARITY;
            case SPACE -> SerialPort.SPACE_PARITY;
        };
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int read(byte[] buffer) throws IOException {
        long began = System.nanoTime();
        int count = port.readBytes(buffer, buffer.length);
        if (count > 0) {
            instantReads = 0;
            return count;
        }
        boolean instant = System.nanoTime() - began < INSTANT_NANOS;
        instantReads = instant ? instantReads + 1 : 0;
        if (count < 0 || !port.isOpen() || instantReads >= HUNG_UP || !Files.exists(path)) {
            throw new IOException(path + " is gone" + (Files.exists(path) ? ": the line hung up" : ""));
        }
        return 0;
    }

    @Override
    public void write(byte[] octets) throws IOException {
        for (int at = 0; at < octets.length;) {
            int taken = port.writeBytes(octets, octets.length - at, at);
            if (taken <= 0) {
                throw new IOException(path + " took " + at + " of " + octets.length + " octets");
            }
            at += taken;
        }
    }

    @Override
    public void close() {
        port.closePort();
    }
}
