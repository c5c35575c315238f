package dev.lanyard.reports.run;

import dev.lanyard.evidence.Outcome;
import dev.lanyard.evidence.RunEvent;
import dev.lanyard.reports.run.StoredRun.StoredStep;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a profile declares beside what the steps of a run saw. */
public final class DeclaredFacts {

    /** A declared value, the step that sees it, and the name of the value there. */
    private record Seen(String declared, String verb, String value, boolean isLimit) {}

    private static final List<Seen> SEEN = List.of(
            new Seen("identity.vendor-id", "usb.attach", "vendor-id", false),
            new Seen("identity.product-id", "usb.attach", "product-id", false),
            new Seen("function", "usb.attach", "function", false),
            new Seen("link.host-mac", "usb.attach", "host-mac", false),
            new Seen("link.within", "usb.notification", "delay", true),
            new Seen("network.address", "dhcp.lease", "server", false),
            new Seen("network.dhcp-within", "dhcp.lease", "took", true),
            new Seen("service.type", "mdns.resolve", "service", false),
            new Seen("service.instance", "mdns.resolve", "instance", false),
            new Seen("service.host", "mdns.resolve", "host", false),
            new Seen("service.within", "mdns.resolve", "took", true),
            new Seen("aware.pairing.methods", "aware.discover", "methods", false),
            new Seen("aware.pairing.caching", "aware.discover", "caches", false),
            new Seen("echo.port", "mdns.resolve", "port", false),
            new Seen("echo.p99", "udp.echo", "p99", true));
    /** Claims and the beginnings of the verbs that try them. */
    private static final Map<String, String> CLAIMS = Map.ofEntries(Map.entry("ping", "ip.ping"),
            Map.entry("dhcp-server", "dhcp."), Map.entry("mdns", "mdns."), Map.entry("udp-echo", "udp.echo"),
            Map.entry("ipv6-link-local", "ipv6."), Map.entry("ipv4-link-local", "ipv4ll."),
            Map.entry("aware-pin-display", "aware.pair"), Map.entry("aware-pin-with-zero", "aware.pair"),
            Map.entry("aware-pin-keypad", "aware.pair"), Map.entry("aware-opportunistic", "aware.pair"),
            Map.entry("aware-passphrase", "aware.datapath"), Map.entry("aware-open", "aware.datapath"),
            Map.entry("aware-subscriber", "aware.publish"), Map.entry("aware-usd-subscriber", "aware.publish"), Map.entry("aware-message-echo", "aware.follow-up"),
            Map.entry("aware-message-commands", "aware.follow-up"), Map.entry("virtual-air", "air."));
    private static final Pattern DURATION = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ns|us|µs|ms|s|min|m|h)");

    private DeclaredFacts() {}

    /** How a declaration stands. */
    public enum State { AGREES, DIFFERS, NOT_OBSERVED }

    /** A declaration; {@code observed} is empty where no step looked. */
    public record Fact(String name, String declared, String observed, State state) {}

    /** The facts of {@code accessory}; none where the run's log does not tell what was declared. */
    public static List<Fact> of(AccessoryRun accessory) {
        Optional<RunEvent.AccessoryDeclared> declared = accessory.declared();
        if (declared.isEmpty()) {
            return List.of();
        }
        List<StoredStep> steps = new ArrayList<>();
        accessory.scenarios().forEach(s -> s.attempts().forEach(a -> flatten(a.steps(), steps)));
        List<Fact> facts = new ArrayList<>();
        declared.get().declared().forEach((name, value) -> {
            if (name.equals("claims")) {
                for (String claim : value.split(", ")) {
                    facts.add(claim(claim, steps));
                }
            }
        });
        for (Seen seen : SEEN) {
            String value = declared.get().declared().get(seen.declared());
            if (value != null) {
                facts.add(fact(seen, value, steps));
            }
        }
        return facts;
    }

    private static void flatten(List<StoredStep> steps, List<StoredStep> all) {
        for (StoredStep step : steps) {
            all.add(step);
            flatten(step.children(), all);
        }
    }

    private static Fact claim(String claim, List<StoredStep> steps) {
        String verb = CLAIMS.getOrDefault(claim, claim.replaceFirst("-.*", "") + ".");
        List<RunEvent.StepFinished> tried = steps.stream().map(StoredStep::finished)
                .filter(step -> step.verb().startsWith(verb) && step.outcome() != Outcome.SKIPPED).toList();
        long met = tried.stream().filter(step -> step.outcome() == Outcome.PASSED).count();
        if (tried.isEmpty()) {
            return new Fact("claims " + claim, "yes", "", State.NOT_OBSERVED);
        }
        return new Fact("claims " + claim, "yes", met + " of " + tried.size() + " steps " + tried.getFirst().verb()
                + " met", met == tried.size() ? State.AGREES : State.DIFFERS);
    }

    private static Fact fact(Seen seen, String declared, List<StoredStep> steps) {
        Set<String> observed = new LinkedHashSet<>();
        for (StoredStep step : steps) {
            RunEvent.StepFinished finished = step.finished();
            String value = finished.verb().equals(seen.verb()) ? finished.values().get(seen.value()) : null;
            if (value == null && finished.verb().equals(seen.verb()) && finished.outcome() == Outcome.PASSED) {
                value = finished.arguments().get(seen.value());
            }
            if (value != null && !value.isEmpty()) {
                observed.add(value);
            }
        }
        if (observed.isEmpty()) {
            return new Fact(seen.declared(), declared, "", State.NOT_OBSERVED);
        }
        if (seen.isLimit()) {
            String worst = observed.stream().max(java.util.Comparator.comparingDouble(v -> nanos(v).orElse(0)))
                    .orElseThrow();
            boolean kept = nanos(worst).isPresent() && nanos(worst).orElse(0) <= nanos(declared).orElse(0);
            return new Fact(seen.declared(), "≤ " + declared, observed.size() == 1 ? worst : "at most " + worst,
                    kept ? State.AGREES : State.DIFFERS);
        }
        boolean same = observed.stream().allMatch(value -> plain(value).equals(plain(declared)));
        return new Fact(seen.declared(), declared, String.join(", ", observed), same ? State.AGREES : State.DIFFERS);
    }

    /** Names of the domain name system end in a dot or do not, and lists are written with brackets or without. */
    private static String plain(String value) {
        return value.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "").replaceAll("^\\[|]$", "");
    }

    private static OptionalDouble nanos(String duration) {
        Matcher matcher = DURATION.matcher(duration);
        if (!matcher.matches()) {
            return OptionalDouble.empty();
        }
        double value = Double.parseDouble(matcher.group(1));
        return OptionalDouble.of(value * switch (matcher.group(2)) {
            case "ns" -> 1;
            case "us", "µs" -> 1e3;
            case "ms" -> 1e6;
            case "s" -> 1e9;
            case "h" -> 3600e9;
            default -> 60e9;
        });
    }
}
