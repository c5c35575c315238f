package dev.lanyard.drivers.aware;

import dev.lanyard.wire.nan.attribute.DeviceCapability;
import dev.lanyard.wire.net.MacAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Who a device is, and how it behaves where devices differ.
 *
 * @param name             for people
 * @param nmi              management interface address
 * @param ndi              data interface address
 * @param masterPreference once it is warm, 1 to 254; 0 never to be master
 * @param capabilities     last octet of Device Capability
 * @param habits           what phones do differently
 * @param pin              what it shows when a peer types; six digits
 * @param store            where it keeps its pairings; in memory when absent
 * @param seed             of everything that it draws
 */
public record NanSettings(String name, MacAddress nmi, MacAddress ndi, int masterPreference, int capabilities,
                          Habits habits, Optional<Password> pin, Optional<Path> store, long seed) {

    /**
     * Where implementations differ within what peers have to bear.
     *
     * @param identityKeyDelay how long after PASN it sends its identity key
     * @param keyLifetime      whether a Key Lifetime KDE goes with it
     * @param needsNira        it keeps a pairing only if a NIRA came with the peer's identity key
     * @param needsDcea        it finds only devices that say in discovery that they pair
     * @param refusesOpen      it opens no data path without security
     * @param longPeriods      its availability repeats after more than 512 TU
     */
    public record Habits(Duration identityKeyDelay, boolean keyLifetime, boolean needsNira, boolean needsDcea,
                         boolean refusesOpen, boolean longPeriods) {

        /** As hostap does it, but that it bears what iOS does. */
        public static final Habits USUAL = new Habits(Duration.ofMillis(30), true, false, false, false, false);
        /** iOS 26 (facts of espressif/esp-idf; implementation-derived). */
        public static final Habits IPHONE = new Habits(Duration.ofMillis(2_500), false, true, true, true, true);
        /** Android with pairing. */
        public static final Habits ANDROID = new Habits(Duration.ofMillis(60), true, false, false, false, false);
    }

    /** The usual device: NDPE, no screen, pairings in memory. */
    public static NanSettings of(String name, MacAddress nmi, MacAddress ndi, long seed) {
        return new NanSettings(name, nmi, ndi, 2, DeviceCapability.NDPE, Habits.USUAL, Optional.empty(),
                Optional.empty(), seed);
    }

    public NanSettings withPin(Password shown) {
        return new NanSettings(name, nmi, ndi, masterPreference, capabilities, habits, Optional.of(shown), store, seed);
    }

    public NanSettings withHabits(Habits others) {
        return new NanSettings(name, nmi, ndi, masterPreference, capabilities, others, pin, store, seed);
    }

    public NanSettings withStore(Path file) {
        return new NanSettings(name, nmi, ndi, masterPreference, capabilities, habits, pin, Optional.of(file), seed);
    }

    public NanSettings withMasterPreference(int preference) {
        return new NanSettings(name, nmi, ndi, preference, capabilities, habits, pin, store, seed);
    }

    public NanSettings withSeed(long other) {
        return new NanSettings(name, nmi, ndi, masterPreference, capabilities, habits, pin, store, other);
    }

    public NanSettings withAddresses(MacAddress otherNmi, MacAddress otherNdi) {
        return new NanSettings(name, otherNmi, otherNdi, masterPreference, capabilities, habits, pin, store, seed);
    }
}
