package dev.lanyard.runner.run;

import dev.lanyard.drivers.power.PowerSwitch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A switch that remembers its orders; may lie, refuse, and tear the accessory off as real ones do. */
final class FakeSwitch implements PowerSwitch {

    final List<String> orders = new CopyOnWriteArrayList<>();
    volatile State says = State.UNKNOWN;
    volatile boolean refuses;
    volatile Runnable cuts = () -> { };

    @Override
    public String name() {
        return "fake switch";
    }

    @Override
    public Report set(boolean on, Duration within) throws IOException {
        orders.add(on ? "on" : "off");
        if (refuses) {
            throw new IOException("fake switch: no answer");
        }
        if (!on) {
            cuts.run();
        }
        return status(within);
    }

    @Override
    public Report status(Duration within) {
        return new Report(says, says == State.UNKNOWN ? "it tells nothing" : "it says so");
    }

    @Override
    public void close() {
        orders.add("closed");
    }
}
