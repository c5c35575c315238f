package dev.lanyard.stubs.aware;

import dev.lanyard.drivers.accessory.AccessoryProvider;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.aware.AwareAccessory;
import dev.lanyard.drivers.aware.AwarePeer;
import dev.lanyard.drivers.aware.NanSettings;
import dev.lanyard.drivers.aware.NanStack;
import dev.lanyard.drivers.aware.Oddity;
import dev.lanyard.drivers.aware.Password;
import dev.lanyard.drivers.radio.AirLoop;
import dev.lanyard.drivers.radio.Impairment;
import dev.lanyard.drivers.radio.Radio;
import dev.lanyard.drivers.radio.VirtualAir;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A Wi-Fi Aware device made of software, alone with the harness on an air of its own: {@code emulated:aware-pin}. Behind
 * its data paths is the same small network as behind the emulated USB accessories, of which only IPv6 is let through.
 * With every start it takes other addresses, as devices that guard their privacy do; its pairings it keeps.
 */
public final class EmulatedAwareAccessory implements AwareAccessory {

    private static final long HARNESS_NMI = 0x0200_5E00_5380L;
    private static final Duration WARM_UP = Duration.ofSeconds(3);

    private final AccessorySpec spec;
    private final EmulatedAwareDevice model;
    private final VirtualAir air;
    private Path pairings;
    private NanStack device;
    private int starts;
    private boolean closed;

    private EmulatedAwareAccessory(EmulatedAwareDevice model) {
        this.spec = model.spec();
        this.model = model;
        this.air = new VirtualAir(spec.toString().hashCode());
    }

    /** All of them. */
    public static List<AccessoryProvider.Listing> listings() {
        return Arrays.stream(AwareModel.values()).map(model -> new AccessoryProvider.Listing(
                new AccessorySpec("emulated", model.rest()), "emulated Wi-Fi Aware device that " + model.text()))
                .toList();
    }

    /**
     * The device that {@code spec} names.
     *
     * @throws IllegalArgumentException when there is none, or it has no such fault
     */
    public static EmulatedAwareAccessory of(AccessorySpec spec) {
        return new EmulatedAwareAccessory(EmulatedAwareDevice.of(spec));
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
    public MonotonicClock clock() {
        return air.clock();
    }

    /** The air that the device is on. */
    public VirtualAir air() {
        return air;
    }

    /** Whether it was off. */
    private synchronized boolean start() {
        if (closed || device != null) {
            return false;
        }
        try {
            if (pairings == null) {
                pairings = Files.createTempDirectory("lanyard-aware");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no place for the pairings of " + spec, e);
        }
        device = model.start(air.radio("accessory", Nan.CHANNEL_2_4GHZ), starts++,
                Optional.of(pairings.resolve("pairings")));
        return true;
    }

    @Override
    public AwarePeer join(NanSettings.Habits habits, Optional<Password> pin, Set<Oddity> oddities,
                          Recorder recorder)
            throws InterruptedException {
        if (start()) {
            // So that the harness comes to a cluster that there is.
            air.await(() -> false, WARM_UP);
        }
        Radio radio = air.radio("harness", Nan.CHANNEL_2_4GHZ);
        AirLoop.Pace watching = air.watch((from, frame) -> recorder.record("air", new Event.AirFrame(from != radio,
                frame.frequency(), frame.signal(), frame.octets())));
        boolean second = oddities.contains(Oddity.SECOND_PHONE);
        MacAddress nmi = new MacAddress(second ? HARNESS_NMI + 1 : HARNESS_NMI);
        NanSettings settings = NanSettings.of("Lanyard", nmi, new MacAddress(nmi.value() | EmulatedAwareDevice.NDI),
                spec.hashCode() + (second ? 1 : 0)).withHabits(habits)
                .withStore(pairings.resolve(second ? "second" : "first"));
        return new JoinedPeer(new NanStack(radio, pin.map(settings::withPin).orElse(settings), oddities), watching);
    }

    @Override
    public void powerCycle(Duration off) throws InterruptedException {
        synchronized (this) {
            if (device != null) {
                device.vanish();
                device = null;
            }
        }
        air.await(() -> false, off);
        start();
    }

    @Override
    public void impair(Impairment impairment) {
        air.impair(impairment);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (device != null) {
            device.vanish();
        }
        air.close();
        if (pairings != null) {
            try {
                for (String file : List.of("pairings", "first", "second")) {
                    Files.deleteIfExists(pairings.resolve(file));
                }
                Files.deleteIfExists(pairings);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
