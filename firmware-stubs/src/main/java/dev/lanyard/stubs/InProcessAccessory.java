package dev.lanyard.stubs;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.console.ConsolePort;
import dev.lanyard.drivers.console.SerialSettings;
import dev.lanyard.drivers.power.PowerSwitch;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.drivers.usbip.UsbIpHost;
import dev.lanyard.stubs.usb.EmulatedDevice;
import dev.lanyard.stubs.usbip.UsbIpServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** An emulated device reached over USB/IP inside this process, by the same way as one behind a network. */
final class InProcessAccessory implements Accessory {

    private static final String BUS_ID = "1-1";

    private final AccessorySpec spec;
    private final EmulatedDevice device;
    private final EmulatedConsole console;
    private boolean powered = true;
    private UsbIpServer server;
    private UsbIpHost host;
    private UsbConnection last;
    private boolean closed;

    InProcessAccessory(AccessorySpec spec, EmulatedDevice device, byte[] consoleOddities) {
        this.spec = spec;
        this.device = device;
        this.console = new EmulatedConsole(spec.withoutVariant().toString(), consoleOddities);
    }

    @Override
    public AccessorySpec spec() {
        return spec;
    }

    @Override
    public boolean isExclusive() {
        return false;
    }

    @Override
    public synchronized UsbConnection open(Duration timeout) throws UsbException, InterruptedException {
        if (closed) {
            throw new UsbException(UsbError.DETACHED, "opening " + spec, "it was switched off");
        }
        if (server == null) {
            serve();
        }
        last = host.open(BUS_ID, timeout);
        return last;
    }

    private void serve() throws UsbException, InterruptedException {
        try {
            server = UsbIpServer.local();
        } catch (IOException e) {
            throw new UsbException(UsbError.IO, "serving " + spec + " inside this process", e);
        }
        server.export(BUS_ID, device);
        host = UsbIpHost.local(server.localAddress());
    }

    @Override
    public Optional<ConsolePort.Source> console(SerialSettings settings) {
        return Optional.of(console);
    }

    /** Cuts the device off its bus and silences its console. */
    @Override
    public Optional<PowerSwitch> power() {
        return Optional.of(new Switch());
    }

    private synchronized void power(boolean on) throws UsbException, InterruptedException {
        if (server == null) {
            serve();
        }
        if (on != powered) {
            powered = on;
            console.power(on);
            if (on) {
                server.export(BUS_ID, device);
            } else {
                server.withdraw(BUS_ID);
            }
        }
    }

    private synchronized boolean isPowered() {
        return powered;
    }

    /** The accessory's own switch: it is the power, so it knows. */
    private final class Switch implements PowerSwitch {

        @Override
        public String name() {
            return "power of " + spec;
        }

        @Override
        public Report set(boolean on, Duration within) throws UsbException, InterruptedException {
            power(on);
            return status(within);
        }

        @Override
        public Report status(Duration within) {
            boolean on = isPowered();
            return new Report(on ? State.ON : State.OFF, "the emulated accessory is " + (on ? "on" : "off"));
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    @Override
    public void setLink(boolean up) {
        device.setLink(up);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (last != null) {
            last.close();
        }
        if (server != null) {
            host.close();
            server.close();
        }
        device.close();
    }
}
