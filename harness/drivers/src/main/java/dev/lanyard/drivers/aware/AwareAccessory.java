package dev.lanyard.drivers.aware;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.radio.Impairment;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Recorder;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** A Wi-Fi Aware device under test, and the radio by which the harness reaches it. */
public interface AwareAccessory extends Accessory {

    /** The clock of the air: evidence of what happens there has its times. */
    MonotonicClock clock();

    /**
     * Brings the harness' own device up; one at a time.
     *
     * @param habits   whose ways it takes
     * @param pin      what it shows, or types where the other end shows one and nobody is asked
     * @param oddities what it does to see how the device bears it
     * @param recorder takes down every frame of the air, as far as the radio shows them
     */
    AwarePeer join(NanSettings.Habits habits, Optional<Password> pin, Set<Oddity> oddities, Recorder recorder)
            throws AwareException, InterruptedException;

    /**
     * Takes the power from the accessory and gives it back.
     *
     * @param off how long it is without
     */
    default void powerCycle(Duration off) throws AwareException, InterruptedException {
        throw new AwareException(AwareException.Kind.UNABLE, 0, "nobody has a hand on the power of " + spec());
    }

    /** Does this to every frame of the air from now on; empty where it is not ours to disturb. */
    default void impair(Impairment impairment) throws AwareException {
        throw new AwareException(AwareException.Kind.UNABLE, 0, "only the virtual air can be disturbed");
    }

    @Override
    default UsbConnection open(Duration timeout) throws UsbException {
        throw new UsbException(UsbError.UNSUPPORTED, "opening " + spec(), "it is a Wi-Fi Aware device; its scenarios "
                + "begin with aware.subscribe or aware.publish");
    }
}
