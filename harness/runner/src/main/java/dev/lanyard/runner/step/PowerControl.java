package dev.lanyard.runner.step;

import dev.lanyard.drivers.power.PowerSwitch;
import java.io.IOException;
import java.time.Duration;

/** The power switch of the accessory under test, and who remembers that it must be on in the end. */
public interface PowerControl {

    /** What people call it. */
    String name();

    /** As {@link PowerSwitch#onlyCycles}. */
    boolean onlyCycles();

    /** As {@link PowerSwitch#set}; what is switched off is switched on again when the attempt ends, whatever happens. */
    PowerSwitch.Report set(boolean on, Duration within) throws IOException, InterruptedException;

    /** As {@link PowerSwitch#cycle}, for switches that can do nothing else. */
    PowerSwitch.Report cycle(Duration off, Duration within) throws IOException, InterruptedException;
}
