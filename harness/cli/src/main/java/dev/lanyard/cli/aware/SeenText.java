package dev.lanyard.cli.aware;

import dev.lanyard.cli.TerminalJson;
import dev.lanyard.cli.Wrapped;
import dev.lanyard.cli.lint.DeviceSummary;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.air.Breach;
import dev.lanyard.rules.air.Device;
import dev.lanyard.rules.air.Latest;
import dev.lanyard.rules.air.Service;
import dev.lanyard.runner.value.Literals;
import dev.lanyard.wire.DeviceText;
import dev.lanyard.wire.nan.attribute.DeviceCapability;
import dev.lanyard.wire.nan.attribute.DeviceCapabilityExtension;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.nan.security.CipherSuite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What devices show over the air, for people and for programs. */
public final class SeenText {

    private static final int LONGEST = 600;
    private static final int MAX_DEVICES = 50;
    /** No capture is kept that a number would lead into. */
    private static final Pattern FRAME = Pattern.compile("\\bframe [0-9]+");

    private final SeenOnAir seen;
    private final StringBuilder text = new StringBuilder();

    private SeenText(SeenOnAir seen) {
        this.seen = seen;
    }

    /** For people. */
    public static String of(String spec, SeenOnAir seen) {
        return new SeenText(seen).render(spec);
    }

    private String render(String spec) {
        int count = seen.devices().size();
        line(spec + ": " + count + (count == 1 ? " Wi-Fi Aware device" : " Wi-Fi Aware devices") + " heard in "
                + seen.listened().toSeconds() + " s");
        seen.devices().stream().limit(MAX_DEVICES).forEach(this::device);
        if (count > MAX_DEVICES) {
            line((count - MAX_DEVICES) + " more devices; --format json has all");
        }
        return text.toString().stripTrailing();
    }

    private void device(Device device) {
        line("");
        String title = device.nmi() + (device.isApple() ? " (Apple)" : "") + ": "
                + DeviceSummary.services(seen.air(), device);
        line(Wrapped.after("", DeviceText.line(title, LONGEST)));
        DeviceSummary.abilities(seen.air(), device, HostPlatform.aware(), seen.rules()).forEach(this::line);
        heading("Device");
        field("NMI", device.nmi().toString());
        field("cluster", device.cluster().map(Object::toString).orElse("none: no beacon of it was heard"));
        field("frames heard", device.frames() + ", of these " + device.discoveryFrames() + " of discovery");
        device.capability().ifPresentOrElse(this::capability, () -> field("Device Capability", "not shown"));
        field("pairing (DCEA)", dcea(device));
        field("bootstrapping (NPBA)", device.advertisedMethods().isEmpty() ? "not shown"
                : "0x%04x %s".formatted(device.advertisedMethods().getAsInt(),
                        Literals.show(SeenProfile.methods(device))));
        field("cipher suites (CSIA)", device.suites().isEmpty() ? "not shown"
                : device.suites().stream().map(SeenText::suite).collect(Collectors.joining(", ")));
        device.services().forEach(service -> service(device, service));
        List<String> odd = odd(device);
        if (!odd.isEmpty()) {
            heading("What is odd");
            odd.forEach(one -> line(Wrapped.after("  ! ", DeviceText.line(one, LONGEST))));
        }
    }

    private void capability(DeviceCapability shown) {
        field("bands", Literals.show(SeenProfile.bands(shown)));
        field("awake at 2.4 GHz", windows(shown.dwInterval24()));
        field("awake at 5 GHz", windows(shown.dwInterval5()));
        field("capabilities", "0x%02x %s".formatted(shown.capabilities(),
                Literals.show(SeenProfile.capabilities(shown))));
        field("operation mode", "0x%02x".formatted(shown.operationMode()));
        field("antennas", (shown.antennas() & 15) + " sending, " + (shown.antennas() >> 4) + " receiving");
        field("channel switch", shown.maxChannelSwitchTime() + " µs at most");
    }

    private static String windows(int interval) {
        return switch (interval) {
            case 0 -> "never";
            case 1 -> "in every discovery window";
            default -> "in one of " + interval + " discovery windows";
        };
    }

    private static String dcea(Device device) {
        Optional<DeviceCapabilityExtension> shown = device.discoveryDcea().map(Latest::value);
        return shown.map(dcea -> (dcea.pairingSetupEnabled() ? "set-up enabled" : "set-up not enabled") + ", "
                + (dcea.cachingEnabled() ? "keeps pairings" : "keeps no pairings")).orElse("not shown");
    }

    private static String suite(int csid) {
        return csid + CipherSuite.of(csid).map(suite -> " (" + Literals.kebab(suite) + ")").orElse("");
    }

    private void service(Device device, Service service) {
        heading("Service " + seen.air().nameOf(service.id()));
        boolean publishes = service.type() == ServiceDescriptor.Type.PUBLISH;
        field("role", publishes ? "publish, " + Literals.kebab(SeenProfile.publishing(seen, device, service))
                : "subscribe");
        field("instance", Integer.toString(service.instanceId()));
        field("data path", !service.dataPath() ? "none asked for" : service.secured() ? "secured" : "open");
        field("pairing", service.pairing() ? "yes" : "no");
    }

    /** Broken rules of the air; what active tests would show is not among them. */
    private List<String> odd(Device device) {
        List<String> odd = new ArrayList<>();
        for (Breach breach : device.breaches()) {
            odd.add(breach.rule() + ": " + FRAME.matcher(breach.reason()).replaceAll("an earlier frame")
                    + (breach.count() > 1 ? " (in " + breach.count() + " frames)" : ""));
        }
        return odd.stream().sorted().toList();
    }

    private void heading(String title) {
        line("");
        line(title);
        line("-".repeat(title.length()));
    }

    private void field(String name, String value) {
        line("  %-26s %s".formatted(name, value));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    /** For programs: attributes as lower-case hexadecimal digits, and what they say. */
    public static String json(String spec, SeenOnAir seen) {
        ObjectNode root = TerminalJson.PRETTY.createObjectNode().put("accessory", spec)
                .put("listenedSeconds", seen.listened().toMillis() / 1e3);
        ArrayNode devices = root.putArray("devices");
        seen.devices().forEach(device -> json(devices.addObject(), seen, device));
        return TerminalJson.PRETTY.writeValueAsString(root);
    }

    private static void json(ObjectNode node, SeenOnAir seen, Device device) {
        DeviceSummary.put(node, seen.air(), device, HostPlatform.aware(), seen.rules());
        device.cluster().ifPresent(cluster -> node.put("cluster", cluster.toString()));
        device.capability().ifPresent(shown -> node.put("deviceCapability", shown.encode().toHex()));
        device.discoveryDcea().ifPresent(shown -> node.put("deviceCapabilityExtension",
                shown.value().encode().toHex()));
        device.advertisedMethods().ifPresent(methods -> node.put("bootstrappingMethods", methods));
        ArrayNode suites = node.putArray("cipherSuites");
        device.suites().forEach(suites::add);
        ArrayNode findings = node.putArray("findings");
        device.breaches().forEach(breach -> findings.addObject().put("rule", breach.rule())
                .put("reason", breach.reason()).put("count", breach.count()));
    }
}
