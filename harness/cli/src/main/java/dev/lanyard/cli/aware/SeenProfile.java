package dev.lanyard.cli.aware;

import dev.lanyard.cli.CommandFailed;
import dev.lanyard.cli.Printable;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.rules.air.Device;
import dev.lanyard.rules.air.Service;
import dev.lanyard.runner.profile.Aware;
import dev.lanyard.runner.profile.Claim;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.runner.value.Literals;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.ServiceId;
import dev.lanyard.wire.nan.attribute.DeviceCapability;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.nan.security.CipherSuite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The profile of a Wi-Fi Aware device, of what it shows over the air. */
public final class SeenProfile {

    private final SeenOnAir seen;
    private final Device device;

    private SeenProfile(SeenOnAir seen, Device device) {
        this.seen = seen;
        this.device = device;
    }

    /**
     * Of the only device that shows a service.
     *
     * @param asked names of services, of which the device shows one where several are in reach
     * @throws CommandFailed when it is not clear which device is meant, or a service's name is not known
     */
    public static SeenProfile of(SeenOnAir seen, List<String> asked) {
        SeenProfile profile = new SeenProfile(seen, seen.accessory(asked));
        profile.device.services().forEach(service -> profile.name(service.id()));
        return profile;
    }

    private String name(ServiceId id) {
        String name = seen.air().names().get(id);
        if (name == null) {
            throw new CommandFailed(ExitCode.INCONCLUSIVE, Printable.line("the air shows a service only by the hash of "
                    + "its name, and nobody knows whose " + id + " is; say it: --service _name._udp"));
        }
        return name;
    }

    /** All that can be known, with comments, for somebody to go on with. */
    public String complete(AccessorySpec spec) {
        List<String> lines = new ArrayList<>(List.of("# What " + Printable.line(spec.toString()) + " shows over the "
                        + "air; written by ./lanyard profile new.",
                "# Correct it where the accessory is meant to do more or less: a claim that is missing here is not "
                        + "tested.",
                "# Nothing was paired with and no data path opened: claims such as udp-echo and ping, and echo with "
                        + "its port, are yours to add.",
                "profile: wifi-aware-" + device.nmi().toString().replace(":", ""),
                "accessories: [" + quoted(spec.toString()) + "]",
                "transport: wifi-aware",
                "claims: " + Literals.show(List.copyOf(claims(spec))),
                "aware:",
                "  services:"));
        device.services().forEach(service -> service(service, lines));
        pairing(lines);
        List<CipherSuite> suites = device.suites().stream().flatMap(csid -> CipherSuite.of(csid).stream()).toList();
        if (!suites.isEmpty()) {
            lines.add("  cipher-suites: " + Literals.show(suites));
        }
        device.capability().ifPresent(shown -> {
            lines.add("  bands: " + Literals.show(bands(shown)));
            lines.add("  capabilities: " + Literals.show(capabilities(shown)));
        });
        lines.add("  # nmi: " + device.nmi() + "   # only where it is always the same; most change it for privacy");
        if (secret().isPresent()) {
            lines.add("secrets:");
            lines.add("  " + secret().get() + ": {env: LANYARD_" + secret().get().toUpperCase(Locale.ROOT)
                    + "}");
        }
        return String.join("\n", lines) + "\n";
    }

    private static String quoted(String text) {
        return '"' + Printable.line(text).replaceAll("[\"\\\\]", "") + '"';
    }

    private void service(Service service, List<String> lines) {
        lines.add("    - name: " + quoted(name(service.id())));
        if (service.type() == ServiceDescriptor.Type.PUBLISH) {
            lines.add("      publishing: " + Literals.kebab(publishing(seen, device, service)));
        } else {
            lines.add("      role: subscribe");
        }
        if (!service.dataPath()) {
            lines.add("      data-path: false");
        }
        if (!service.secured()) {
            lines.add("      security: false");
        }
    }

    private void pairing(List<String> lines) {
        List<BootstrappingMethod> methods = methods(device);
        if (methods.isEmpty()) {
            return;
        }
        lines.add("  pairing:");
        lines.add("    methods: " + Literals.show(methods));
        lines.add("    caching: " + device.discoveryDcea().filter(shown -> shown.value().cachingEnabled()).isPresent());
        secret().ifPresent(name -> lines.add("    secret: " + name));
    }

    /** What the profile calls the secret of its pairing. */
    private Optional<String> secret() {
        Set<BootstrappingMethod> methods = Set.copyOf(methods(device));
        return methods.contains(BootstrappingMethod.PIN_DISPLAY) || methods.contains(BootstrappingMethod.PIN_KEYPAD)
                ? Optional.of("pin")
                : methods.contains(BootstrappingMethod.PASSPHRASE_DISPLAY)
                || methods.contains(BootstrappingMethod.PASSPHRASE_KEYPAD) ? Optional.of("passphrase")
                : Optional.empty();
    }

    private Set<Claim> claims(AccessorySpec spec) {
        Set<Claim> claims = EnumSet.noneOf(Claim.class);
        List<BootstrappingMethod> methods = methods(device);
        Optional<Service> published = device.services().stream()
                .filter(service -> service.type() == ServiceDescriptor.Type.PUBLISH).findFirst();
        if (published.isEmpty()) {
            claims.add(device.cluster().isEmpty() ? Claim.AWARE_USD_SUBSCRIBER : Claim.AWARE_SUBSCRIBER);
        } else if (device.cluster().isEmpty()) {
            claims.add(Claim.AWARE_USD);
        } else if (!methods.isEmpty()) {
            boolean strongAlone = device.suites().stream().flatMap(csid -> CipherSuite.of(csid).stream())
                    .allMatch(suite -> suite == CipherSuite.NCS_SK_256 || suite == CipherSuite.NCS_PK_PASN_256)
                    && !device.suites().isEmpty();
            if (methods.contains(BootstrappingMethod.PIN_DISPLAY)) {
                claims.add(strongAlone ? Claim.AWARE_STRONG : Claim.AWARE_PIN_DISPLAY);
            } else if (methods.contains(BootstrappingMethod.PIN_KEYPAD)) {
                claims.add(Claim.AWARE_PIN_KEYPAD);
            } else if (methods.contains(BootstrappingMethod.OPPORTUNISTIC)) {
                claims.add(Claim.AWARE_OPPORTUNISTIC);
            }
        } else if (published.get().dataPath()) {
            claims.add(published.get().secured() ? Claim.AWARE_PASSPHRASE : Claim.AWARE_OPEN);
        }
        if (spec.scheme().equals("emulated")) {
            claims.add(Claim.VIRTUAL_AIR);
        }
        return claims;
    }

    /** For people, in one line. */
    public String summary() {
        return "it is " + device.nmi() + " as it was heard for " + seen.listened().toSeconds() + " s; nothing was "
                + "paired with" + secret().map(name -> "; the profile takes its " + name + " from the environment").orElse("");
    }

    static Aware.Publishing publishing(SeenOnAir seen, Device device, Service service) {
        Ear.Heard heard = seen.ear().of(device.nmi());
        boolean announced = heard.announced().contains(service.id());
        boolean answered = heard.answered().contains(service.id());
        return announced && answered ? Aware.Publishing.BOTH : announced ? Aware.Publishing.UNSOLICITED
                : Aware.Publishing.SOLICITED;
    }

    static List<BootstrappingMethod> methods(Device device) {
        return BootstrappingMethod.of(device.advertisedMethods().orElse(0));
    }

    static List<Aware.Band> bands(DeviceCapability shown) {
        return Arrays.stream(Aware.Band.values()).filter(band -> (shown.supportedBands() & band.bit()) != 0)
                .collect(Collectors.toList());
    }

    static List<Aware.Capability> capabilities(DeviceCapability shown) {
        return Arrays.stream(Aware.Capability.values()).filter(one -> (shown.capabilities() & one.bit()) != 0)
                .collect(Collectors.toList());
    }
}
