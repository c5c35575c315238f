package dev.lanyard.cli;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.cdc.CdcDrivers;
import dev.lanyard.drivers.cdc.CdcOptions;
import dev.lanyard.drivers.cdc.DeviceReport;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.runner.profile.Function;
import dev.lanyard.runner.profile.Profile;
import dev.lanyard.runner.profile.Profiles;
import dev.lanyard.runner.profile.Transport;
import dev.lanyard.runner.run.Accessories;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.runner.value.ByteSize;
import dev.lanyard.runner.yaml.Defects;
import dev.lanyard.runner.yaml.InvalidInputException;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.net.MacAddress;
import dev.lanyard.wire.usb.DeviceDescriptor;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The profile for an accessory: the one that names it, else the one whose identity the device has, else one derived
 * from what the device declares.
 *
 * @param file where it stands
 * @param why  how it was chosen, for people
 */
record ProfileChoice(Path file, String why) {

    /** A derived profile's file in the folder of its run. */
    static final String DERIVED = "profile.yaml";

    /** The name of a derived profile. */
    static final String DERIVED_NAME = "derived";
    private static final Duration OPEN = Duration.ofSeconds(5);
    private static final Duration READ = Duration.ofSeconds(15);

    /** A profile that declares nothing but what every accessory is. */
    static Profile nothingDeclared() {
        return new Profile(DERIVED_NAME, Optional.empty(), List.of(), Transport.USB, Optional.of(Function.NCM), List.of(),
                Optional.empty(), new Profile.LinkFacts(Duration.ofSeconds(1), Optional.empty(), Optional.empty(),
                        new ByteSize(1500)), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of(),
                Map.of());
    }

    /**
     * Finds a profile in {@code folder}; asks the device only when none names it. A derived one is written into
     * {@code run}, the folder of the coming run.
     */
    static ProfileChoice of(AccessorySpec spec, Path folder, Path run) throws IOException, InterruptedException {
        Defects defects = new Defects();
        List<Profiles.Filed> profiles = Profiles.all(folder, defects);
        try {
            defects.throwIfAny();
        } catch (InvalidInputException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage());
        }
        for (AccessorySpec name : List.of(spec, spec.withoutVariant())) {
            Optional<Profiles.Filed> naming = profiles.stream()
                    .filter(filed -> filed.profile().accessories().contains(name.toString())).findFirst();
            if (naming.isPresent()) {
                return new ProfileChoice(naming.get().file(), naming.get().profile().profile());
            }
        }
        DeviceReport report = describe(spec);
        CdcFunction function = report.configurations().stream().flatMap(c -> c.functions().stream()).findFirst()
                .orElseThrow(() -> new CommandFailed(ExitCode.INCONCLUSIVE, "no profile names " + spec + ", and none "
                        + "can be derived: the device shows no CDC-ECM or CDC-NCM function (./lanyard describe " + spec
                        + " shows what it has); name a profile with --profile FILE"));
        for (Profiles.Filed filed : profiles) {
            if (isOf(filed.profile(), report, function)) {
                return new ProfileChoice(filed.file(), filed.profile().profile() + ", whose identity the device has");
            }
        }
        return derived(report, function, NetworkProbe.of(spec), run);
    }

    private static DeviceReport describe(AccessorySpec spec) throws UsbException, InterruptedException {
        try (Accessory accessory = Accessories.standard().create(spec);
                UsbConnection connection = accessory.open(OPEN)) {
            return CdcDrivers.describe(connection, CdcOptions.defaults(), READ);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage());
        }
    }

    /** A profile says what one unit does: with a serial number it is for that unit alone. */
    private static boolean isOf(Profile profile, DeviceReport report, CdcFunction function) {
        return profile.function().filter(functionOf(function)::equals).isPresent()
                && profile.identity().filter(identity ->
                identity.vendorId() == report.info().idVendor() && identity.productId() == report.info().idProduct()
                        && (identity.serial().isEmpty() || identity.serial().equals(report.deviceDescriptor()
                                .map(DeviceDescriptor::iSerialNumber).flatMap(report::string)))).isPresent();
    }

    private static Function functionOf(CdcFunction function) {
        return function.model() == CdcFunction.Model.NCM ? Function.NCM : Function.ECM;
    }

    private static ProfileChoice derived(DeviceReport report, CdcFunction function, NetworkProbe probe, Path run) {
        String mac = function.ethernet().flatMap(ethernet -> report.string(ethernet.iMACAddress()))
                .flatMap(ProfileChoice::mac).map("  host-mac: %s\n"::formatted).orElse("");
        String yaml = """
                # Derived from what the device declares and from what answered when it was tried. Correct it where the
                # accessory is meant to do more or less, as in device-profiles/, and check again with --profile.
                profile: %s
                transport: usb
                function: %s
                identity:
                  vendor-id: 0x%04x
                  product-id: 0x%04x
                link:
                  within: 1s
                %s%s""".formatted(DERIVED_NAME, functionOf(function).name().toLowerCase(Locale.ROOT),
                report.info().idVendor(), report.info().idProduct(), mac, probe.profile());
        Path file = run.resolve(DERIVED);
        try {
            Files.createDirectories(run);
            Files.writeString(file, yaml, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailed(ExitCode.USAGE, file + " is there already; name another folder with --out");
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.INCONCLUSIVE, "cannot write " + file + ": " + e.getMessage());
        }
        return new ProfileChoice(file, "derived from what the device declares, " + file + "; " + probe.summary());
    }

    private static Optional<MacAddress> mac(String text) {
        try {
            return Optional.of(MacAddress.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
