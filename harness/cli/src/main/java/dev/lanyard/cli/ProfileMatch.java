package dev.lanyard.cli;

import dev.lanyard.drivers.cdc.DeviceReport;
import dev.lanyard.runner.profile.Profile;
import dev.lanyard.runner.profile.Profiles;
import dev.lanyard.runner.run.ExitCode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The profile that describes a device, by the most special thing in which they agree: the port, the serial number, the
 * address that it gives the host, vendor and product. One that names another unit or function does not describe it.
 *
 * @param why how they agree, for people
 */
record ProfileMatch(Profiles.Filed filed, String why) {

    /** What they agree in, the most special first. */
    private enum Trait {
        PORT("which names its port"),
        SERIAL("whose serial number the device has"),
        MAC("whose host address the device gives"),
        IDS("whose identity the device has");

        private final String why;

        Trait(String why) {
            this.why = why;
        }
    }

    private record Candidate(Profiles.Filed filed, Trait trait) {}

    /**
     * The one profile that describes the device best.
     *
     * @throws CommandFailed when several do equally well
     */
    static Optional<ProfileMatch> find(List<Profiles.Filed> profiles, Described described, ProfileText seen) {
        List<Candidate> fitting = profiles.stream()
                .flatMap(filed -> trait(filed.profile(), described, seen).map(trait -> new Candidate(filed, trait)).stream())
                .sorted(Comparator.comparing(Candidate::trait)).toList();
        if (fitting.isEmpty()) {
            return Optional.empty();
        }
        Candidate best = fitting.getFirst();
        List<Candidate> equal = fitting.stream().filter(one -> one.trait() == best.trait()).toList();
        if (equal.size() > 1) {
            throw new CommandFailed(ExitCode.USAGE, "several profiles describe " + name(described) + " equally well: " + equal.stream().map(one -> one.filed().profile().profile())
                            .collect(Collectors.joining(", ")) + "; name one with --profile FILE, or tell them apart by "
                    + "serial number (identity: {serial: …}), port (accessories: [usb:" + described.device()
                            .map(report -> report.info().id()).orElse("1-2") + "]) or link: {host-mac: …}");
        }
        return Optional.of(new ProfileMatch(best.filed(), best.filed().profile().profile() + ", " + best.trait().why));
    }

    private static String name(Described described) {
        return described.device().map(report -> report.info().vidPid() + " at " + report.info().id())
                .orElseGet(() -> described.network().orElseThrow().toString());
    }

    private static Optional<Trait> trait(Profile profile, Described described, ProfileText seen) {
        boolean mac = profile.link().hostMac().isPresent() && profile.link().hostMac().equals(seen.hostMac());
        if (described.device().isEmpty()) {
            return mac ? Optional.of(Trait.MAC) : Optional.empty();
        }
        if (profile.function().filter(seen.kind()::equals).isEmpty()) {
            return Optional.empty();
        }
        DeviceReport report = described.device().get();
        String ids = "usb:" + report.info().vidPid();
        List<String> names = profile.accessories();
        boolean serialNamed = seen.serial().filter(serial -> names.contains(ids + "/" + serial)).isPresent();
        if (names.contains("usb:" + report.info().id())) {
            return Optional.of(Trait.PORT);
        }
        Optional<Profile.Identity> identity = profile.identity();
        boolean other = identity.filter(one -> one.vendorId() != report.info().idVendor()
                || one.productId() != report.info().idProduct()
                || one.serial().isPresent() && !one.serial().equals(seen.serial())).isPresent();
        if (other) {
            return Optional.empty();
        }
        if (serialNamed || identity.flatMap(Profile.Identity::serial).isPresent()) {
            return Optional.of(Trait.SERIAL);
        }
        if (mac) {
            return Optional.of(Trait.MAC);
        }
        boolean anotherUnit = names.stream().anyMatch(name -> name.startsWith(ids + "/"))
                && !names.contains(ids);
        return !anotherUnit && (identity.isPresent() || names.contains(ids)) ? Optional.of(Trait.IDS) : Optional.empty();
    }
}
