package dev.lanyard.cli.lint;

import dev.lanyard.rules.KnownIssue;
import dev.lanyard.rules.Verdict;
import dev.lanyard.rules.air.Air;
import dev.lanyard.rules.air.AirDeclarations;
import dev.lanyard.rules.air.Device;
import dev.lanyard.rules.air.Service;
import dev.lanyard.runner.profile.Aware;
import dev.lanyard.runner.profile.Profile;
import dev.lanyard.runner.run.CatalogueJudge;
import dev.lanyard.runner.value.Literals;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.ServiceId;
import dev.lanyard.wire.nan.attribute.DeviceCapability;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.nan.security.CipherSuite;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The accessory of a profile: which device of a capture it is, what its frames show otherwise than declared, and what it
 * is known to break.
 *
 * @param today known issues count until their last day
 */
record DeclaredAccessory(Profile profile, LocalDate today) {

    /** What rules ask of its frames, with the names of its services. */
    AirDeclarations declarations() {
        return CatalogueJudge.declaredOnAir(profile);
    }

    /** Whether a device is the accessory: by its address, or by a service that it shows in the declared role. */
    boolean is(Device device) {
        if (profile.aware().isEmpty()) {
            return false;
        }
        Aware aware = profile.aware().get();
        return aware.nmi().isPresent() ? aware.nmi().get().equals(device.nmi())
                : aware.services().stream().anyMatch(declared -> shows(device, declared));
    }

    private static boolean shows(Device device, Aware.Service declared) {
        ServiceDescriptor.Type type = declared.role() == Aware.Role.PUBLISH ? ServiceDescriptor.Type.PUBLISH
                : ServiceDescriptor.Type.SUBSCRIBE;
        return device.services().stream().anyMatch(shown -> shown.type() == type
                && shown.id().equals(ServiceId.of(declared.name())));
    }

    /** Whether none of a capture's devices is the accessory, though the profile says what it shows. */
    boolean isMissing(Air air) {
        return profile.aware().isPresent() && air.devices().stream().noneMatch(this::is);
    }

    /** What its frames show otherwise than declared, in sentences without full stop. */
    List<String> differences(Device device) {
        List<String> found = new ArrayList<>();
        if (!is(device)) {
            return found;
        }
        Aware aware = profile.aware().orElseThrow();
        aware.services().stream().filter(declared -> !shows(device, declared)).forEach(declared ->
                found.add("service " + declared.name() + " is declared and was not seen"));
        boolean pairs = device.services().stream().anyMatch(Service::pairing) && device.advertisedMethods().isPresent();
        if (aware.pairing().isEmpty() && pairs) {
            found.add("no pairing is declared, and it advertises " + methods(device));
        }
        aware.pairing().ifPresent(pairing -> {
            int declared = pairing.methods().stream().mapToInt(BootstrappingMethod::bit).reduce(0, (a, b) -> a | b);
            if (device.discoveryFrames() > 0 && device.advertisedMethods().orElse(0) != declared) {
                found.add("pairing by " + Literals.show(pairing.methods()) + " is declared, and it advertises "
                        + methods(device));
            }
        });
        aware.cipherSuites().stream().map(CipherSuite::csid)
                .filter(csid -> device.discoveryFrames() > 0 && !device.suites().contains(csid))
                .forEach(csid -> found.add("cipher suite " + csid + " is declared and was not offered"));
        device.capability().ifPresent(shown -> capabilities(aware, shown, found));
        return found;
    }

    private static void capabilities(Aware aware, DeviceCapability shown, List<String> found) {
        aware.bands().stream().filter(band -> (shown.supportedBands() & band.bit()) == 0).forEach(band ->
                found.add("band " + Literals.kebab(band) + " is declared, and its bit is clear (Device Capability)"));
        aware.capabilities().stream().filter(one -> (shown.capabilities() & one.bit()) == 0).forEach(one ->
                found.add("capability " + Literals.kebab(one) + " is declared, and its bit is clear"));
    }

    private static String methods(Device device) {
        List<BootstrappingMethod> methods = BootstrappingMethod.of(device.advertisedMethods().orElse(0));
        return methods.isEmpty() ? "no method" : Literals.show(methods);
    }

    /** The verdict with known issues in mind. */
    Verdict known(Verdict verdict) {
        Verdict so = verdict;
        for (Profile.Issue issue : profile.knownIssues()) {
            so = issue.known().applyTo(so, today);
        }
        return so;
    }

    /** Known issues that a device of the capture, which is the accessory, does not show though it could have. */
    List<String> unexpectedPasses(Device device) {
        return !is(device) ? List.of() : profile.knownIssues().stream().map(Profile.Issue::known)
                .map(KnownIssue::rule).filter(device::keeps).distinct().toList();
    }
}
