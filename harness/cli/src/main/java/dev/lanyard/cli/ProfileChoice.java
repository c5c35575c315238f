package dev.lanyard.cli;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.evidence.FileTrouble;
import dev.lanyard.runner.profile.Function;
import dev.lanyard.runner.profile.Profile;
import dev.lanyard.runner.profile.Profiles;
import dev.lanyard.runner.profile.Transport;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.runner.value.ByteSize;
import dev.lanyard.runner.yaml.Defects;
import dev.lanyard.runner.yaml.InvalidInputException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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
    /** Kinds of accessories whose devices can be asked who they are. */
    private static final Set<String> ASKED = Set.of("usb", "usbip", "net");

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
        Optional<Profiles.Filed> naming = naming(profiles, spec);
        if (naming.isPresent()) {
            return new ProfileChoice(naming.get().file(), naming.get().profile().profile());
        }
        Described described = Described.of(spec);
        ProfileText seen = ProfileText.of(described).orElseThrow(() -> new CommandFailed(ExitCode.INCONCLUSIVE, "no profile names " + spec + ", and none "
                        + "can be derived: the device shows no CDC-ECM or CDC-NCM function (./lanyard describe " + spec
                        + " shows what it has); name a profile with --profile FILE"));
        Optional<ProfileMatch> match = ProfileMatch.find(profiles, described, seen);
        return match.isPresent() ? new ProfileChoice(match.get().filed().file(), match.get().why())
                : derived(seen, NetworkProbe.of(spec), run);
    }

    /** The one that names it, or names it without its faults. */
    static Optional<Profiles.Filed> naming(List<Profiles.Filed> profiles, AccessorySpec spec) {
        return Stream.of(spec, spec.withoutVariant()).flatMap(name -> profiles.stream()
                .filter(filed -> filed.profile().accessories().contains(name.toString()))).findFirst();
    }

    /**
     * The profile of {@code folder} that describes the device at {@code spec}, where none names the spec itself; empty
     * also where the device cannot be asked in this way.
     */
    static Optional<Path> recognised(AccessorySpec spec, Path folder) throws UsbException, InterruptedException {
        List<Profiles.Filed> profiles = Profiles.all(folder, new Defects());
        if (!ASKED.contains(spec.scheme()) || naming(profiles, spec).isPresent()) {
            return Optional.empty();
        }
        Described described = Described.of(spec);
        return ProfileText.of(described).flatMap(seen -> ProfileMatch.find(profiles, described, seen)).map(match -> match.filed().file());
    }

    private static ProfileChoice derived(ProfileText seen, NetworkProbe probe, Path run) {
        String yaml = seen.derived(DERIVED_NAME, probe.profile());
        Path file = run.resolve(DERIVED);
        try {
            Files.createDirectories(run);
            Files.writeString(file, yaml, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailed(ExitCode.USAGE, file + " is there already; name another folder with --out");
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.INCONCLUSIVE, "cannot write " + file + ": " + FileTrouble.reason(e));
        }
        return new ProfileChoice(file, "derived from what the device declares, " + file + "; " + probe.summary());
    }
}
