package dev.lanyard.cli.aware;

import dev.lanyard.cli.CommandFailed;
import dev.lanyard.cli.Printable;
import dev.lanyard.cli.lint.DeviceSummary;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.aware.AwareAccessory;
import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.drivers.aware.AwarePeer;
import dev.lanyard.drivers.aware.AwareService;
import dev.lanyard.drivers.aware.NanSettings;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.rules.Catalogue;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.air.Air;
import dev.lanyard.rules.air.AirDeclarations;
import dev.lanyard.rules.air.Device;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.wire.nan.ServiceId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the Wi-Fi Aware devices in reach show to somebody who joins their cluster, listens for a cycle of discovery
 * windows, then asks for services by name for another one, and pairs with nobody. Services stand on the air by a hash
 * of their name alone.
 *
 * @param air      what is known of them in the end
 * @param devices  those that are not the harness itself, in the order of their first frames
 * @param rules    by which their frames were judged
 * @param listened how long
 * @param ear      by which they were heard
 */
public record SeenOnAir(AccessorySpec spec, Air air, List<Device> devices, List<Rule> rules, Duration listened,
                        Ear ear) {

    /** Sixteen discovery windows of 512 TU are 8.4 s. */
    private static final Duration CYCLE = Duration.ofMillis(8_500);

    public SeenOnAir {
        devices = List.copyOf(devices);
    }

    /**
     * Listens, and asks for what is called {@code asked}.
     *
     * @param known names of services that are shown where their hashes are seen
     * @throws CommandFailed inconclusive, when the radio does not work, shows no frames, or hears nobody
     */
    public static SeenOnAir by(AwareAccessory accessory, List<String> asked, List<String> known)
            throws InterruptedException {
        Map<ServiceId, String> names = new LinkedHashMap<>();
        known.forEach(name -> names.put(ServiceId.of(name), name));
        asked.forEach(name -> names.put(ServiceId.of(name), name));
        List<Rule> rules = List.copyOf(Catalogue.air().rules());
        MonotonicClock clock = accessory.clock();
        Ear ear = new Ear(clock, rules, AirDeclarations.ofNames(names));
        try (AwarePeer peer = accessory.join(NanSettings.Habits.USUAL, Optional.empty(), Set.of(), ear)) {
            if (!peer.abilities().contains(AwarePeer.Ability.FRAMES)) {
                throw new CommandFailed(ExitCode.INCONCLUSIVE, Printable.line(accessory.spec() + " shows services and "
                        + "no frames, so what a device says of itself cannot be read through it; a monitor: or air: radio "
                        + "shows it, and scenarios that begin with aware.discover run here, too"));
            }
            clock.sleep(CYCLE);
            for (String name : asked) {
                peer.subscribe(AwareService.of(name));
            }
            clock.sleep(CYCLE);
        } catch (AwareException e) {
            throw new CommandFailed(ExitCode.INCONCLUSIVE, Printable.line(accessory.spec() + " cannot be listened to: "
                    + e.getMessage()));
        }
        Air air = ear.end();
        List<Device> devices = air.devices().stream().filter(device -> !ear.isOwn(device.nmi())).toList();
        Duration listened = CYCLE.multipliedBy(2);
        if (devices.isEmpty()) {
            throw new CommandFailed(ExitCode.INCONCLUSIVE, Printable.line("no Wi-Fi Aware device was heard by "
                    + accessory.spec() + " in " + listened.toSeconds() + " s" + ear.trouble().map(text -> " (" + text
                    + ")").orElse("") + "; is one on, near and not asleep? One that only answers is asked by its "
                    + "service: --service _name._udp"));
        }
        return new SeenOnAir(accessory.spec(), air, devices, rules, listened, ear);
    }

    /** The one device that shows services, or one of {@code asked}. */
    Device accessory(List<String> asked) {
        List<ServiceId> wanted = asked.stream().map(ServiceId::of).toList();
        List<Device> serving = devices.stream().filter(device -> !device.services().isEmpty()).toList();
        List<Device> named = serving.stream().filter(device -> device.services().stream()
                .anyMatch(service -> wanted.contains(service.id()))).toList();
        List<Device> likely = named.isEmpty() ? serving : named;
        if (likely.size() != 1) {
            throw new CommandFailed(ExitCode.INCONCLUSIVE, Printable.line(likely.isEmpty()
                    ? "no device in reach shows a service; --service _name._udp asks for one by its name"
                    : "several devices show services: " + String.join(", ", likely.stream()
                            .map(device -> device.nmi() + " " + DeviceSummary.services(air, device))
                            .toList()) + "; name one of the accessory alone: --service _name._udp"));
        }
        return likely.getFirst();
    }
}
