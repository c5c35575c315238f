package dev.lanyard.cli;

import dev.lanyard.cli.aware.SeenOnAir;
import dev.lanyard.cli.lint.LintCommand;
import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.aware.AwareAccessory;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.runner.bench.Benches;
import dev.lanyard.runner.profile.Aware;
import dev.lanyard.runner.profile.Profiles;
import dev.lanyard.runner.run.Accessories;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.runner.yaml.Defects;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which services of Wi-Fi Aware are asked for by their names. */
final class ServicesOption {

    @Option(names = {"-s", "--service"}, paramLabel = "NAME",
            description = "Of a Wi-Fi Aware device: a service to ask for, such as _my-device._tcp; by default those of "
                    + "the profile that names the accessory.")
    private List<String> services = List.of();

    /** Those that were named. */
    List<String> named() {
        return services;
    }

    /**
     * What the devices around show, when {@code spec} reaches Wi-Fi Aware devices; empty when it is something else.
     *
     * @throws CommandFailed when nothing is heard, or the radio is missing
     */
    Optional<SeenOnAir> listen(AccessorySpec spec, Optional<Benches.Filed> bench)
            throws UsbException, InterruptedException {
        try (Accessory accessory = Accessories.standard().create(spec)) {
            if (!(accessory instanceof AwareAccessory aware)) {
                if (!services.isEmpty()) {
                    throw new CommandFailed(ExitCode.USAGE, Printable.line("--service is for Wi-Fi Aware devices, and "
                            + spec + " is none"));
                }
                return Optional.empty();
            }
            Preflight.check(List.of(spec), bench);
            List<Profiles.Filed> profiles = Profiles.all(Home.directory().resolve("device-profiles"), new Defects());
            List<String> asked = services.isEmpty() ? ProfileChoice.naming(profiles, spec).stream()
                    .flatMap(filed -> names(filed).stream()).toList() : services;
            List<String> known = new ArrayList<>(LintCommand.WELL_KNOWN);
            profiles.forEach(filed -> known.addAll(names(filed)));
            return Optional.of(SeenOnAir.by(aware, asked, known));
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage());
        }
    }

    private static List<String> names(Profiles.Filed filed) {
        return filed.profile().aware().stream().map(Aware::services).flatMap(List::stream).map(Aware.Service::name)
                .toList();
    }
}
