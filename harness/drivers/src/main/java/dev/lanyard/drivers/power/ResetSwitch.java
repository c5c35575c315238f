package dev.lanyard.drivers.power;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import java.io.IOException;
import java.time.Duration;

/**
 * No switch at all, for benches that have none: what comes nearest to a power cycle is a reset of the port (USB 2.0
 * §7.1.7.5). The accessory keeps its power, and the report says so.
 */
public final class ResetSwitch implements PowerSwitch {

    private static final String SAID = "the port was reset; a reset cuts no power";

    private final Accessory accessory;

    public ResetSwitch(Accessory accessory) {
        this.accessory = accessory;
    }

    @Override
    public String name() {
        return "USB reset of " + accessory.spec();
    }

    @Override
    public boolean onlyCycles() {
        return true;
    }

    @Override
    public Report set(boolean on, Duration within) throws IOException {
        if (!on) {
            throw new UsbException(UsbError.UNSUPPORTED, name() + ": switching off",
                    "a reset cuts no power; power.cycle resets");
        }
        return status(within);
    }

    @Override
    public Report status(Duration within) {
        return new Report(State.UNKNOWN, "nothing tells of the power");
    }

    @Override
    public Report cycle(Duration off, Duration within) throws IOException, InterruptedException {
        try (UsbConnection connection = accessory.open(within)) {
            connection.reset(within);
        }
        return new Report(State.UNKNOWN, SAID);
    }

    @Override
    public void close() {
        // The accessory is its owner's.
    }
}
