package dev.lanyard.cli.lint;

import dev.lanyard.evidence.UsbCapture;
import dev.lanyard.rules.Catalogue;
import dev.lanyard.rules.Declarations;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Judgement;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Verdict;
import dev.lanyard.rules.air.Breach;
import dev.lanyard.rules.air.Device;
import dev.lanyard.rules.lint.CaptureLint;
import dev.lanyard.runner.run.CatalogueJudge;
import dev.lanyard.runner.run.ExitCode;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A capture that was judged.
 *
 * @param air       what it holds of Wi-Fi Aware
 * @param rules     the rules of Wi-Fi Aware that were asked for
 * @param ladder    its dialogues; empty where nobody asked for them
 * @param usb       what it holds of USB
 * @param verdicts  on each USB device, by what it is called
 * @param accessory what a profile declares
 */
record Linted(CaptureLint air, List<Rule> rules, LintLadder ladder, Optional<UsbCapture> usb,
              Map<String, List<Judgement>> verdicts, Optional<DeclaredAccessory> accessory) {

    /**
     * A broken rule of Wi-Fi Aware.
     *
     * @param verdict with known issues in mind; its reason says so
     */
    record Finding(Rule rule, Breach breach, Verdict verdict) {

        boolean fails() {
            return verdict.kind() == Verdict.Kind.FAIL;
        }

        boolean isKnown() {
            return verdict.kind() == Verdict.Kind.KNOWN_ISSUE;
        }
    }

    /** Judges what the capture holds of USB, too. */
    static Linted of(CaptureLint air, List<Rule> rules, LintLadder ladder, Optional<UsbCapture> usb,
                     Optional<DeclaredAccessory> accessory) {
        Map<String, List<Judgement>> verdicts = new LinkedHashMap<>();
        List<String> ids = Catalogue.standard().rules().stream().map(Rule::id).toList();
        Declarations declared = accessory.map(DeclaredAccessory::profile).map(CatalogueJudge::declared)
                .orElse(Declarations.NONE);
        usb.ifPresent(capture -> capture.devices().forEach(device -> verdicts.put(device.toString(),
                Catalogue.standard().judge(ids, device.evidence(), declared).stream()
                        .map(verdict -> accessory.map(one -> one.known(verdict)).orElse(verdict))
                        .map(verdict -> new Judgement(verdict, false)).toList())));
        return new Linted(air, rules, ladder, usb, verdicts, accessory);
    }

    /** The findings on a device: failures first, known issues last, then in the order of their first frames. */
    List<Finding> findings(Device device) {
        Map<String, Rule> byId = rules.stream().collect(Collectors.toMap(Rule::id, rule -> rule));
        return device.breaches().stream().map(breach -> finding(byId.get(breach.rule()), device, breach))
                .sorted(Comparator.comparing((Finding finding) -> !finding.fails()).thenComparing(Finding::isKnown)
                        .thenComparing(finding -> finding.breach().places().isEmpty() ? Long.MAX_VALUE
                                : finding.breach().places().getFirst().frame())
                        .thenComparing(finding -> finding.rule().id())).toList();
    }

    private Finding finding(Rule rule, Device device, Breach breach) {
        Verdict verdict = new Verdict(rule.id(), rule.isBinding() ? Verdict.Kind.FAIL : Verdict.Kind.WARN,
                breach.reason(), List.of());
        return new Finding(rule, breach, accessory.filter(one -> one.is(device)).map(one -> one.known(verdict))
                .orElse(verdict));
    }

    /** All findings, in the order of devices. */
    List<Finding> findings() {
        return air.air().devices().stream().flatMap(device -> findings(device).stream()).toList();
    }

    /** Whether the accessory that was asked for is not among the devices of Wi-Fi Aware. */
    boolean lacksAccessory() {
        return accessory.filter(one -> one.isMissing(air.air())).isPresent();
    }

    /** Whether there is something to judge. */
    boolean hasSubject() {
        return air.awareFrames() > 0 && !rules.isEmpty() || !verdicts.isEmpty();
    }

    private boolean fails(Set<HostPlatform> hosts) {
        return findings().stream().anyMatch(Finding::fails) || verdicts.values().stream().flatMap(Collection::stream)
                .anyMatch(judgement -> judgement.verdict().kind() == Verdict.Kind.FAIL
                        && matters(judgement.verdict().rule(), hosts));
    }

    private static boolean matters(String rule, Set<HostPlatform> hosts) {
        Set<HostPlatform> own = Catalogue.standard().require(rule).hosts();
        return own.isEmpty() || own.stream().anyMatch(hosts::contains);
    }

    /** Failed when anything binding is broken; open where a capture was damaged or held nothing to judge. */
    static ExitCode exitCode(List<Linted> all, Set<HostPlatform> hosts) {
        if (all.stream().anyMatch(linted -> linted.fails(hosts))) {
            return ExitCode.FAILED;
        }
        return all.stream().allMatch(linted -> linted.hasSubject() && !linted.lacksAccessory()
                && linted.air().damage().isEmpty()
                && linted.air().failures().isEmpty())
                ? ExitCode.PASSED : ExitCode.INCONCLUSIVE;
    }
}
