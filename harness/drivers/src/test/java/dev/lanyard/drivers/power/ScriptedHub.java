package dev.lanyard.drivers.power;

import dev.lanyard.drivers.usb.TransferRequest;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbDeviceInfo;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.drivers.usb.UsbTransfer;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.UsbSpeed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * A hub as USB 2.0 chapter 11 has it: four ports, each a status word, the class requests of §11.24.2 and a STALL for
 * whatever else it is asked.
 */
final class ScriptedHub implements UsbConnection {

    /** As lsusb shows it of a D-Link DUB-H7: ports switched one by one. */
    static final Bytes INDIVIDUAL = Bytes.hex("09 29 04 e900 32 64 00 ff");
    /** As of most cheap hubs: ganged. */
    static final Bytes GANGED = Bytes.hex("09 29 04 0000 32 64 00 ff");
    /** No switching at all. */
    static final Bytes NO_SWITCHING = Bytes.hex("09 29 04 0200 32 64 00 ff");
    static final Bytes SUPER_SPEED = Bytes.hex("0c 2a 04 0900 32 32 00 0000 0000");

    final List<SetupPacket> asked = new ArrayList<>();
    final TreeSet<Integer> unpowered = new TreeSet<>();
    boolean closed;

    private final Bytes descriptor;
    private final UsbSpeed speed;

    ScriptedHub(Bytes descriptor, UsbSpeed speed) {
        this.descriptor = descriptor;
        this.speed = speed;
    }

    @Override
    public UsbDeviceInfo device() {
        return new UsbDeviceInfo("1-2", 0x05e3, 0x0608, 0x0100, speed);
    }

    @Override
    public UsbTransfer submit(TransferRequest request) {
        SetupPacket setup = request.setup();
        asked.add(setup);
        CompletableFuture<Bytes> done = new CompletableFuture<>();
        Bytes answer = answer(setup);
        if (answer == null) {
            done.completeExceptionally(new UsbException(UsbError.STALL, request.toString(), ""));
        } else {
            done.complete(answer.truncate(setup.wLength()));
        }
        return new UsbTransfer() {
            @Override
            public CompletableFuture<Bytes> completion() {
                return done;
            }

            @Override
            public void cancel() {
                // Done already.
            }
        };
    }

    private Bytes answer(SetupPacket setup) {
        int port = setup.wIndex();
        boolean isPort = port >= 1 && port <= descriptor.u8(2);
        return switch (setup.bmRequestType() << 8 | setup.bRequest()) {
            case 0xA006 -> setup.wValue() == descriptor.u8(1) << 8 ? descriptor : null;
            case 0xA300 -> isPort ? status(port) : null;
            case 0x2303 -> isPort && setup.wValue() == 8 ? power(port, true) : null;
            case 0x2301 -> isPort && setup.wValue() == 8 ? power(port, false) : null;
            default -> null;
        };
    }

    private Bytes power(int port, boolean on) {
        boolean ganged = (descriptor.u16le(3) & 3) == 0;
        for (int each = 1; each <= descriptor.u8(2); each++) {
            if (each == port || ganged) {
                if (on) {
                    unpowered.remove(each);
                } else {
                    unpowered.add(each);
                }
            }
        }
        return Bytes.EMPTY;
    }

    /** A device at high speed is attached and enabled where there is power (0x0503, SuperSpeed 0x0203). */
    private Bytes status(int port) {
        boolean on = !unpowered.contains(port);
        return descriptor.u8(1) == 0x2A ? Bytes.of(on ? 3 : 0, on ? 2 : 0, 0, 0) : Bytes.of(on ? 3 : 0, on ? 5 : 0, 0, 0);
    }

    @Override
    public void setConfiguration(int bConfigurationValue, Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setInterface(int bInterfaceNumber, int bAlternateSetting, Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void clearHalt(int endpointAddress, Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void reset(Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void claim(int bInterfaceNumber) {
        throw new UnsupportedOperationException("the hub belongs to its driver");
    }

    @Override
    public CompletableFuture<String> detached() {
        return new CompletableFuture<>();
    }

    @Override
    public void close() {
        closed = true;
    }
}
