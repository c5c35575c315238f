package dev.lanyard.cli.lint;

import dev.lanyard.cli.HostReport;
import dev.lanyard.cli.Words;
import dev.lanyard.cli.Wrapped;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.air.Air;
import dev.lanyard.rules.air.Breach;
import dev.lanyard.rules.air.Device;
import dev.lanyard.rules.lint.CaptureLint;
import dev.lanyard.rules.lint.PinStory;
import dev.lanyard.wire.DeviceText;
import dev.lanyard.wire.nan.ServiceId;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What lint found, for people: each device with its summary, its services and what they break. */
final class LintText {

    private static final int LONGEST = 600;
    private static final int MAX_DEVICES = 200;

    private final PrintWriter out;
    private final Set<HostPlatform> hosts;

    LintText(PrintWriter out, Set<HostPlatform> hosts) {
        this.out = out;
        this.hosts = hosts;
    }

    void print(List<Linted> all, boolean explain) {
        for (Linted linted : all) {
            if (linted != all.getFirst()) {
                out.println();
            }
            head(linted);
            List<Device> devices = linted.air().air().devices().stream().limit(MAX_DEVICES).toList();
            devices.forEach(device -> device(linted, device));
            if (linted.air().air().devices().size() > MAX_DEVICES) {
                out.println();
                out.println((linted.air().air().devices().size() - MAX_DEVICES)
                        + " more devices; --format json has all");
            }
            if (explain) {
                linted.ladder().print(out, linted.air());
            }
            if (!linted.verdicts().isEmpty()) {
                HostReport.of(linted.verdicts()).print(out);
            }
        }
        tail(all);
    }

    private void head(Linted linted) {
        CaptureLint air = linted.air();
        List<String> parts = new ArrayList<>();
        parts.add(count(air.packets(), "packet"));
        if (air.awareFrames() > 0 || linted.usb().isEmpty()) {
            parts.add(count(air.awareFrames(), "frame") + " of Wi-Fi Aware"
                    + (air.awareFrames() == 0 ? "" : " from " + count(air.air().devices().size(), "device")));
        }
        if (air.undecrypted() > 0) {
            parts.add(air.undecrypted() + " encrypted ones that no key opened (" + air.air().keys().whyUnopened() + ")");
        }
        if (air.badFcs() > 0) {
            parts.add(air.badFcs() + " received damaged");
        }
        if (air.air().unfollowed() > 0) {
            parts.add(air.air().unfollowed() + " from devices beyond the first " + Air.MAX_DEVICES);
        }
        linted.usb().ifPresent(usb -> parts.add(count(usb.devices().size(), "USB network device")));
        if (air.ethernet() > 0) {
            parts.add(count(air.ethernet(), "Ethernet frame"));
        }
        air.otherLinks().forEach((type, count) -> parts.add(count + " of link type " + type + ", which lint does not "
                + "read"));
        wrapped("", air.file() + ": " + String.join(", ", parts));
        air.failures().forEach((rule, where) -> wrapped("  ", "The judge of " + rule + " failed, which is a fault of "
                + "Lanyard: " + where));
        if (linted.lacksAccessory() && air.awareFrames() > 0) {
            wrapped("  ", "No device here is that of profile " + linted.accessory().orElseThrow().profile().profile()
                    + ": none shows one of its services in its role, or its address.");
        }
        if (linted.rules().isEmpty() && air.awareFrames() > 0) {
            wrapped("  ", "The frames of Wi-Fi Aware are not judged: no rule of Wi-Fi Aware matters to "
                    + Words.listed(hosts) + ". iOS and Android have some (--host ios, --host android).");
        } else if (!linted.hasSubject()) {
            wrapped("  ", "There is nothing to judge: no frame of Wi-Fi Aware, no USB network device. A capture needs "
                    + "monitor mode on channel 6 (and 149 or 44), or usbmon from the moment the device is plugged in."
                    + (air.ethernet() > 0 ? " Ethernet frames are judged only beside the USB transfers of the device "
                    + "that they came through: capture both." : ""));
        }
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private void device(Linted linted, Device device) {
        Air air = linted.air().air();
        out.println();
        wrapped("", device.nmi() + (device.isApple() ? " (Apple)" : "") + ", frames " + device.firstFrame() + " to "
                + device.lastFrame() + ": " + DeviceSummary.services(air, device));
        DeviceSummary.abilities(air, device, hosts, linted.rules()).forEach(out::println);
        linted.accessory().ifPresent(accessory -> {
            accessory.differences(device).forEach(text -> wrapped("  Profile  ", text + "."));
            accessory.unexpectedPasses(device).forEach(rule -> wrapped("  Profile  ", rule + " is a known issue and "
                    + "did not show: if it is mended, take it out of the profile."));
        });
        PinStory.of(air, device).ifPresent(story -> wrapped("  PIN      ", story + "."));
        Map<Optional<ServiceId>, List<Linted.Finding>> byService = new LinkedHashMap<>();
        linted.findings(device).forEach(finding -> byService
                .computeIfAbsent(finding.breach().service(), _ -> new ArrayList<>()).add(finding));
        byService.forEach((service, findings) -> {
            out.println();
            wrapped("  ", service.map(id -> "Service " + air.nameOf(id)).orElse("Device"));
            findings.forEach(finding -> finding(linted.air(), finding));
        });
    }

    private void finding(CaptureLint capture, Linted.Finding finding) {
        Breach breach = finding.breach();
        String where = breach.places().isEmpty() ? "" : "frame " + breach.places().getFirst().frame() + ", "
                + LintPlaces.time(breach.places().getFirst().epochNanos(), capture.startNanos()) + ": ";
        String kind = finding.fails() ? "FAIL " : finding.isKnown() ? "known " : "warn ";
        wrapped("    " + kind + finding.rule().id() + " ", where + finding.verdict().reason());
        String indent = "         ";
        if (breach.count() > 1) {
            wrapped(indent, "In " + breach.count() + " frames: " + String.join(", ", breach.places().stream()
                    .map(place -> Long.toString(place.frame())).toList())
                    + (breach.count() > breach.places().size() ? ", …" : ""));
        }
        if (!breach.places().isEmpty()) {
            Breach.Place place = breach.places().getFirst();
            if (!place.octets().isEmpty()) {
                out.println(indent + "Octets: " + LintPlaces.octets(place.octets()));
            }
            // Unbroken, to be copied.
            out.println(indent + "Wireshark: " + LintPlaces.filter(place));
        }
        wrapped(indent, "Fix: " + finding.rule().remediation() + " (" + finding.rule().source() + ")");
    }

    private void tail(List<Linted> all) {
        long failed = all.stream().flatMap(linted -> linted.findings().stream()).filter(Linted.Finding::fails).count();
        long known = all.stream().flatMap(linted -> linted.findings().stream()).filter(Linted.Finding::isKnown).count();
        long warned = all.stream().mapToLong(linted -> linted.findings().size()).sum() - failed - known;
        if (all.stream().anyMatch(linted -> linted.air().awareFrames() > 0)) {
            out.println();
            out.println(failed + (failed == 1 ? " failure, " : " failures, ") + warned
                    + (warned == 1 ? " warning" : " warnings") + (known == 0 ? "" : ", " + known + " known")
                    + " of Wi-Fi Aware"
                    + (failed + warned > 0 ? "; all about a rule: ./lanyard explain RULE" : ""));
        }
    }

    private void wrapped(String head, String text) {
        out.println(Wrapped.after(head, DeviceText.line(text, LONGEST)));
    }
}
