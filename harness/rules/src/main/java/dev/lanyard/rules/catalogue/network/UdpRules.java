package dev.lanyard.rules.catalogue.network;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.catalogue.Each;
import dev.lanyard.rules.catalogue.network.UdpEchoRuns.Run;
import dev.lanyard.rules.observation.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How well the UDP echo echoes. */
public final class UdpRules {

    private static final int MANY = 10_000;
    private static final int SOME = 100;
    private static final int FEW = 20;
    private static final int BURST = 32;
    private static final Pattern LIMIT = Pattern.compile("<=? ?(\\d+(?:\\.\\d+)?) ?(ns|us|µs|ms|s|min|h)");

    /** Rules NET-UDP-02 to 08. */
    public static final List<Rule> RULES = List.of(
            rule("NET-UDP-02", "Of 10 000 echoes at a load that it is rated for it loses none.")
                    .obligation(Obligation.QUALITY, Source.of("Lanyard", "UDP echo under load"))
                    .remediation("Look for buffers that are dropped when transmission is busy: the network stack must "
                            + "wait for a free one, and the USB side give each one back.")
                    .judgedBy(UdpRules::loss),
            rule("NET-UDP-03", "Its echoes come in the order of the datagrams, and each once.")
                    .obligation(Obligation.QUALITY, Source.of("Lanyard", "UDP echo with numbered datagrams"))
                    .remediation("Keep one queue in each direction; a block that is sent again after an error has often "
                            + "arrived already.")
                    .judgedBy(UdpRules::order),
            rule("NET-UDP-04", "The round-trip times of its echo stay below what is declared of it.")
                    .obligation(Obligation.QUALITY, Source.of("Lanyard", "echo.p99 of the profile"))
                    .fieldFailures("hathach/tinyusb#2068", "hathach/tinyusb#2227", "espressif/esp-usb#46")
                    .remediation("Send a block as soon as the endpoint is free instead of waiting for it to fill.")
                    .judgedBy(UdpRules::delay),
            rule("NET-UDP-05", "After a datagram larger than a packet, which comes in fragments, it goes on as before.")
                    .obligation(Obligation.RECOMMENDED, Source.unchecked("RFC 791", "fragmentation"))
                    .remediation("Reassemble fragments or drop them, and give their buffers back after a while.")
                    .judgedBy(DatagramJudges::oversize),
            rule("NET-UDP-06", "Its UDP checksums are right, and it drops datagrams whose checksum is wrong.")
                    .obligation(Obligation.MUST, Source.unchecked("RFC 768", "Checksum"))
                    .remediation("Verify and compute UDP checksums: USB protects its packets, but not what the "
                            + "accessory's own buffers do to them.")
                    .judgedBy(DatagramJudges::checksums),
            rule("NET-UDP-07", "A datagram to a closed port is answered by ICMP port unreachable or not at all.")
                    .obligation(Obligation.RECOMMENDED, Source.unchecked("RFC 1122", "§4.1.3.1"))
                    .remediation("Bind services to their port only.")
                    .judgedBy(DatagramJudges::closedPorts),
            rule("NET-UDP-08", "Of datagrams that come back to back, 32 and more, it echoes every one.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§3.7, datagrams of one block"))
                    .remediation("Walk the datagram pointers of a block to their end, and take the next block only when "
                            + "there is room for what this one holds.")
                    .judgedBy(UdpRules::bursts));

    private UdpRules() {}

    private static Finding loss(Observation seen) {
        List<Run> runs = UdpEchoRuns.of(seen).stream().filter(run -> run.argument("burst").isEmpty()).toList();
        int sent = runs.stream().mapToInt(Run::sent).sum();
        int lost = runs.stream().mapToInt(Run::lostCount).sum();
        if (lost > 0) {
            return Finding.broken(lost + " of " + sent + " echoes were lost", runs.stream()
                    .flatMap(run -> run.lost().stream()).limit(10).toList());
        }
        return sent < MANY ? Finding.unseen(sent == 0 ? "no UDP echo was seen"
                : "only " + sent + " echoes were asked for, and none was lost; 10 000 show it")
                : Finding.kept("of " + sent + " echoes none was lost", proof(runs));
    }

    private static Finding order(Observation seen) {
        List<Run> runs = UdpEchoRuns.of(seen);
        List<Long> twice = runs.stream().flatMap(run -> run.duplicates().stream()).limit(10).toList();
        List<Long> overtaken = runs.stream().flatMap(run -> run.overtaken().stream()).limit(10).toList();
        int returned = runs.stream().mapToInt(Run::returned).sum();
        if (!twice.isEmpty() || !overtaken.isEmpty()) {
            return Finding.broken(twice.isEmpty() ? "echoes came after those of later datagrams"
                    : "echoes came more than once", twice.isEmpty() ? overtaken : twice);
        }
        return returned < SOME ? Finding.unseen("only " + returned + " numbered echoes came back")
                : Finding.kept(returned + " echoes came once each and in order", proof(runs));
    }

    private static Finding delay(Observation seen) {
        Each each = new Each("echo runs with a declared time");
        for (Run run : UdpEchoRuns.of(seen)) {
            List<Long> times = run.times().stream().sorted().toList();
            if (times.size() < FEW) {
                continue;
            }
            List<String> faults = new ArrayList<>();
            boolean declared = false;
            for (int percentile : new int[] {50, 95, 99}) {
                Optional<Long> limit = run.argument("expect.p" + percentile).flatMap(UdpRules::nanos);
                long is = times.get(Math.min(times.size() - 1, times.size() * percentile / 100));
                declared |= limit.isPresent();
                if (limit.isPresent() && is > limit.get()) {
                    faults.add("p" + percentile + " is " + is / 1000 + " µs, declared " + limit.get() / 1000 + " µs");
                }
            }
            if (declared) {
                each.add(run.sequence(), faults.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", faults)));
            }
        }
        return each.broken().orElseGet(() -> each.count() == 0
                ? Finding.unseen("no echo run of " + FEW + " datagrams or more expects a round-trip time")
                : Finding.kept(each.count() + " echo runs kept the times that are expected of them",
                        List.of(each.first())));
    }

    /** The time of {@code "<= 20ms"}. */
    private static Optional<Long> nanos(String expectation) {
        Matcher limit = LIMIT.matcher(expectation);
        if (!limit.matches()) {
            return Optional.empty();
        }
        double unit = switch (limit.group(2)) {
            case "ns" -> 1;
            case "us", "µs" -> 1e3;
            case "ms" -> 1e6;
            case "s" -> 1e9;
            case "min" -> 6e10;
            default -> 3.6e12;
        };
        return Optional.of((long) (Double.parseDouble(limit.group(1)) * unit));
    }

    private static Finding bursts(Observation seen) {
        List<Run> runs = UdpEchoRuns.of(seen).stream().filter(run -> run.argument("burst")
                .filter(burst -> burst.matches("\\d{1,6}") && Integer.parseInt(burst) >= BURST).isPresent()
                && run.sent() >= BURST).toList();
        if (runs.isEmpty()) {
            return Finding.unseen("no burst of " + BURST + " datagrams was sent to an echo");
        }
        int sent = runs.stream().mapToInt(Run::sent).sum();
        int lost = runs.stream().mapToInt(Run::lostCount).sum();
        return lost == 0 ? Finding.kept(sent + " datagrams in bursts were echoed", proof(runs))
                : Finding.broken(lost + " of " + sent + " datagrams in bursts were lost", runs.stream()
                        .flatMap(run -> run.lost().stream()).limit(10).toList());
    }

    private static List<Long> proof(List<Run> runs) {
        return runs.stream().map(Run::sequence).limit(10).toList();
    }
}
