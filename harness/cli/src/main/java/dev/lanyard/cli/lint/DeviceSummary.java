package dev.lanyard.cli.lint;

import dev.lanyard.cli.Wrapped;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.air.Air;
import dev.lanyard.rules.air.Device;
import dev.lanyard.rules.air.Service;
import dev.lanyard.rules.lint.Ability;
import dev.lanyard.wire.DeviceText;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What frames of the air say of a device in short, wherever they come from. */
public final class DeviceSummary {

    private static final int LONGEST = 600;

    private DeviceSummary() {}

    /** What it publishes and looks for: {@code publishes daf63a7d5942 (_lanyard._udp)}. */
    public static String services(Air air, Device device) {
        return device.services().isEmpty() ? "no service" : device.services().stream()
                .map(service -> role(service) + air.nameOf(service.id())).collect(Collectors.joining(", "));
    }

    private static String role(Service service) {
        return service.type() == ServiceDescriptor.Type.PUBLISH ? "publishes " : "subscribes to ";
    }

    /** What phones of those host platforms will do with it, as lines of text. */
    public static List<String> abilities(Air air, Device device, Set<HostPlatform> hosts, Collection<Rule> rules) {
        List<String> lines = new ArrayList<>();
        for (HostPlatform host : Ability.hosts(hosts)) {
            Ability.of(air, device, host, rules).values().forEach(answer -> lines.add(Wrapped.after(
                    "  %-8s %-16s %-7s ".formatted(host.system(),
                            answer.ability().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                            answer.certainty() == Ability.Certainty.NO ? "NO"
                                    : answer.certainty().name().toLowerCase(Locale.ROOT)),
                    DeviceText.line(answer.because(), LONGEST))));
        }
        return lines;
    }

    /** The same with addresses and counts, for programs; fixtures/wifi-aware/LINT.md says what the fields mean. */
    public static void put(ObjectNode node, Air air, Device device, Set<HostPlatform> hosts, Collection<Rule> rules) {
        node.put("address", device.nmi().toString()).put("frames", device.frames())
                .put("firstFrame", device.firstFrame()).put("lastFrame", device.lastFrame());
        ArrayNode services = node.putArray("services");
        device.services().forEach(service -> {
            ObjectNode one = services.addObject().put("id", service.id().toString()).put("type", service.type().name())
                    .put("instance", service.instanceId()).put("firstFrame", service.firstFrame());
            String name = air.names().get(service.id());
            if (name != null) {
                one.put("name", name);
            }
        });
        ArrayNode abilities = node.putArray("abilities");
        for (HostPlatform host : Ability.hosts(hosts)) {
            Ability.of(air, device, host, rules).values().forEach(answer -> {
                ObjectNode one = abilities.addObject().put("host", host.name()).put("ability", answer.ability().name())
                        .put("answer", answer.certainty().name()).put("because", answer.because());
                ArrayNode broken = one.putArray("rules");
                answer.rules().forEach(broken::add);
            });
        }
    }
}
