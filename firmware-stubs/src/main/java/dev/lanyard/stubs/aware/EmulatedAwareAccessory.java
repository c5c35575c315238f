package dev.lanyard.stubs.aware;

import dev.lanyard.drivers.accessory.AccessoryProvider;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.aware.AwareAccessory;
import dev.lanyard.drivers.aware.AwareEvent;
import dev.lanyard.drivers.aware.AwarePeer;
import dev.lanyard.drivers.aware.AwareSeam;
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
import dev.lanyard.wire.nan.BootstrappingMethod;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A Wi-Fi Aware device made of software, alone with the harness on an air of its own: {@code emulated:aware-pin}. Behind
 * its data paths is the same small network as behind the emulated USB accessories, of which only IPv6 is let through.
 * With every start it takes other addresses, as devices that guard their privacy do; its pairings it keeps.
 */
public final class EmulatedAwareAccessory implements AwareAccessory {

    private static final Pattern REST = Pattern.compile("aware-(?<model>[a-z]+)(?<faults>(?:\\"
            + AccessorySpec.VARIANT + "[^+]*)*)");
    private static final long ACCESSORY_NMI = 0x0200_5E00_5300L;
    private static final long HARNESS_NMI = 0x0200_5E00_5380L;
    /** What makes a data interface address of a management interface address. */
    private static final long NDI = 0x0400_0000_0000L;
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final int TRUNCATED = 8;
    private static final int PREFERENCE = 130;

    private final AccessorySpec spec;
    private final AwareModel model;
    private final List<String> faults;
    private final VirtualAir air;
    private Path pairings;
    private NanStack device;
    private int starts;
    private boolean closed;

    private EmulatedAwareAccessory(AccessorySpec spec, AwareModel model, List<String> faults) {
        this.spec = spec;
        this.model = model;
        this.faults = faults;
        this.air = new VirtualAir(spec.toString().hashCode());
    }

    /** Whether a spec of the scheme {@code emulated} names one. */
    public static boolean names(AccessorySpec spec) {
        return spec.rest().startsWith("aware");
    }

    /** A line of help. */
    public static String usage() {
        return Arrays.stream(AwareModel.values()).map(model -> "emulated:" + model.rest())
                .collect(Collectors.joining(", ")) + ": Wi-Fi Aware devices on a virtual air";
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
        Matcher matcher = REST.matcher(spec.rest());
        Optional<AwareModel> model = matcher.matches() ? Arrays.stream(AwareModel.values())
                .filter(one -> one.rest().equals("aware-" + matcher.group("model"))).findFirst() : Optional.empty();
        if (model.isEmpty()) {
            throw new IllegalArgumentException("\"" + spec + "\" is no emulated Wi-Fi Aware device; there are "
                    + usage());
        }
        String faults = matcher.group("faults");
        List<String> named = faults.isEmpty() ? List.of()
                : List.of(faults.substring(1).split("\\" + AccessorySpec.VARIANT, -1));
        AwareFaults.check(named);
        return new EmulatedAwareAccessory(spec, model.get(), named);
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
        MacAddress nmi = new MacAddress(ACCESSORY_NMI + starts++ % 64);
        MacAddress ndi = new MacAddress(nmi.value() | NDI);
        NanSettings settings = NanSettings.of("Lanyard Accessory", nmi, ndi, spec.hashCode() + starts)
                .withMasterPreference(PREFERENCE).withPin(Password.of(AwareModel.DIGITS))
                .withStore(pairings.resolve("pairings"));
        AwareSeam seam = AwareFaults.seam(faults);
        device = new NanStack(air.radio("accessory", Nan.CHANNEL_2_4GHZ), settings, seam);
        NanStack own = device;
        device.onEvent(event -> {
            switch (event) {
                case AwareEvent.DataPathOpened opened -> AwareNetwork.behind(opened.path(), air, seam);
                case AwareEvent.FollowUp said -> own.send(said.handle(), said.from(),
                        seam.breaks("NAN-SDF-12") ? said.message().truncate(TRUNCATED) : said.message());
                // The right role is the complement of what the publisher shows: the one who types.
                case AwareEvent.Discovered found when !model.publishes() -> own.ask(found.handle(), found.service(),
                        seam.breaks("NAN-NPBA-03") ? BootstrappingMethod.PIN_DISPLAY
                                : BootstrappingMethod.PIN_KEYPAD);
                default -> { }
            }
        });
        if (model.publishes()) {
            device.publish(AwareFaults.service(faults, model.service()));
        } else {
            device.subscribe(AwareFaults.service(faults, model.service()));
        }
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
        MacAddress nmi = new MacAddress(HARNESS_NMI);
        NanSettings settings = NanSettings.of("Lanyard", nmi, new MacAddress(nmi.value() | NDI), spec.hashCode())
                .withHabits(habits);
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
                Files.deleteIfExists(pairings.resolve("pairings"));
                Files.deleteIfExists(pairings);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
