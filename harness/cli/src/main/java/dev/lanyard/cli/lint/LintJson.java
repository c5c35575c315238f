package dev.lanyard.cli.lint;

import dev.lanyard.cli.TerminalJson;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Judgement;
import dev.lanyard.rules.air.Air;
import dev.lanyard.rules.air.Breach;
import dev.lanyard.rules.air.Device;
import dev.lanyard.rules.lint.CaptureLint;
import dev.lanyard.rules.lint.PinStory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What lint found, for programs; fixtures/wifi-aware/LINT.md says what the fields mean. */
public final class LintJson {

    private static final int VERSION = 1;

    private LintJson() {}

    /** The JSON Schema (2020-12) of what {@link #of} makes. */
    public static String schema() {
        try (InputStream in = LintJson.class.getResourceAsStream("lint.schema.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String of(List<Linted> all, Set<HostPlatform> hosts) {
        ObjectNode root = TerminalJson.PRETTY.createObjectNode().put("format", "lanyard-lint").put("version", VERSION);
        ArrayNode captures = root.putArray("captures");
        all.forEach(linted -> capture(captures.addObject(), linted, hosts));
        return TerminalJson.PRETTY.writeValueAsString(root);
    }

    private static void capture(ObjectNode node, Linted linted, Set<HostPlatform> hosts) {
        CaptureLint air = linted.air();
        node.put("file", air.file().toString()).put("packets", air.packets()).put("awareFrames", air.awareFrames())
                .put("undecryptedFrames", air.undecrypted()).put("damagedFrames", air.badFcs())
                .put("unfollowedFrames", air.air().unfollowed());
        air.damage().ifPresent(damage -> node.put("damage", damage));
        ArrayNode devices = node.putArray("devices");
        air.air().devices().forEach(device -> device(devices.addObject(), linted, device, hosts));
        ArrayNode usb = node.putArray("usbDevices");
        linted.verdicts().forEach((name, judgements) -> usb(usb.addObject(), name, judgements));
    }

    private static void device(ObjectNode node, Linted linted, Device device, Set<HostPlatform> hosts) {
        Air air = linted.air().air();
        DeviceSummary.put(node, air, device, hosts, linted.rules());
        PinStory.of(air, device).ifPresent(story -> node.put("pin", story));
        ArrayNode findings = node.putArray("findings");
        linted.findings(device).forEach(finding -> finding(findings.addObject(), finding));
        linted.accessory().filter(accessory -> accessory.is(device)).ifPresent(accessory -> {
            ObjectNode declared = node.putObject("declared").put("profile", accessory.profile().profile());
            ArrayNode differences = declared.putArray("differences");
            accessory.differences(device).forEach(differences::add);
            ArrayNode passes = declared.putArray("unexpectedPasses");
            accessory.unexpectedPasses(device).forEach(passes::add);
        });
    }

    private static void finding(ObjectNode node, Linted.Finding finding) {
        Breach breach = finding.breach();
        node.put("rule", breach.rule()).put("verdict", finding.verdict().kind().name())
                .put("reason", finding.verdict().reason()).put("count", breach.count());
        breach.service().ifPresent(service -> node.put("service", service.toString()));
        ArrayNode hosts = node.putArray("hosts");
        finding.rule().hosts().stream().sorted().map(HostPlatform::name).forEach(hosts::add);
        ArrayNode places = node.putArray("places");
        breach.places().forEach(place -> places.addObject().put("frame", place.frame())
                .put("time", Instant.EPOCH.plusNanos(place.epochNanos()).toString())
                .put("octets", place.octets().toHex()).put("filter", LintPlaces.filter(place)));
        node.put("remediation", finding.rule().remediation());
    }

    private static void usb(ObjectNode node, String name, List<Judgement> judgements) {
        node.put("device", name);
        ArrayNode rules = node.putArray("rules");
        judgements.forEach(judgement -> rules.addObject().put("rule", judgement.verdict().rule())
                .put("verdict", judgement.verdict().kind().name()).put("reason", judgement.verdict().reason()));
    }
}
