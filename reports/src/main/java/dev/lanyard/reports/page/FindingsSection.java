package dev.lanyard.reports.page;

import dev.lanyard.evidence.Event;
import dev.lanyard.reports.digest.AirText;
import dev.lanyard.reports.digest.Exhibit;
import dev.lanyard.reports.picture.AvailabilityMap;
import dev.lanyard.reports.picture.Ladder;
import dev.lanyard.reports.picture.NtbMap;
import dev.lanyard.reports.run.AccessoryRun;
import dev.lanyard.reports.text.Markup;
import dev.lanyard.reports.text.Shown;
import dev.lanyard.rules.HostMatrix;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Verdict;
import dev.lanyard.wire.ntb.Ntb;
import dev.lanyard.wire.ntb.NtbDefect;
import dev.lanyard.wire.usb.TransferType;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What to fix, worst first: what was seen, the fix, and the evidence folded below. */
final class FindingsSection {

    private static final Pattern THREAD = Pattern.compile("([A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+)#([0-9]+)");
    /** Captures inside the page; those beyond stand in the evidence folder alone. */
    private static final long CAPTURES = 4L << 20;
    private static final int MAPS = 2;
    /** Which frames prove it is said in the heading; more of them stand in the evidence. */
    private static final int FRAMES = 4;
    private static final List<String> SCHEDULES = List.of("NAN-AV-", "NAN-NDL-", "NAN-DEV-02");

    private final Markup out;
    private final PageContent content;
    private long captures;

    private FindingsSection(Markup out, PageContent content) {
        this.out = out;
        this.content = content;
    }

    /** A rule that is broken on some accessories. */
    private record Finding(HostMatrix.Row worst, List<On> accessories) {}

    private record On(AccessoryRun accessory, HostMatrix.Row row) {}

    static String anchor(String rule) {
        return "finding-" + rule;
    }

    static void write(Markup out, PageContent content) {
        new FindingsSection(out, content).section();
    }

    /** All findings, worst first. */
    private List<Finding> findings() {
        Map<String, List<On>> byRule = new LinkedHashMap<>();
        content.accessories().forEach(accessory -> accessory.matrix().findings().forEach(row ->
                byRule.computeIfAbsent(row.rule().id(), _ -> new ArrayList<>()).add(new On(accessory, row))));
        return byRule.values().stream()
                .map(on -> new Finding(on.stream().map(On::row).min(HostMatrix.WORST_FIRST).orElseThrow(), on))
                .sorted(Comparator.comparing(Finding::worst, HostMatrix.WORST_FIRST)).toList();
    }

    private void section() {
        List<Finding> findings = findings();
        out.within("section", () -> {
            out.element("h2", findings.isEmpty() ? "Nothing to fix" : "What to fix, worst first", "id", "fix-title");
            if (findings.isEmpty()) {
                boolean judged = content.accessories().stream().anyMatch(a -> !a.matrix().rows().isEmpty());
                out.element("p", judged ? "No rule that was judged is broken." : "No rule was judged.");
            } else {
                out.within("p", () -> out.element("button", "Open all evidence", "type", "button", "id", "open-all"),
                        "class", "tools");
            }
            findings.forEach(this::finding);
            declared(Verdict.Kind.KNOWN_ISSUE, "Known issues");
            declared(Verdict.Kind.UNEXPECTED_PASS, "Unexpected passes: declarations that may go");
        }, "id", "fix", "aria-labelledby", "fix-title");
    }

    /** What profiles declare to be broken, and whether it shows. */
    private void declared(Verdict.Kind kind, String heading) {
        List<On> rows = content.accessories().stream().flatMap(accessory -> accessory.matrix().rows().stream()
                .filter(row -> row.verdict().kind() == kind).map(row -> new On(accessory, row))).toList();
        if (rows.isEmpty()) {
            return;
        }
        out.element("h3", heading);
        out.within("ul", () -> rows.forEach(on -> out.within("li", () -> out.element("code", on.row().rule().id())
                .text(" " + (content.accessories().size() > 1 ? Shown.text(on.accessory().accessory()) + ": " : "")
                        + Shown.text(on.row().verdict().reason())))));
    }

    private void finding(Finding finding) {
        Rule rule = finding.worst().rule();
        String style = HostWords.style(finding.worst().verdict().kind());
        out.within("article", () -> {
            out.within("h3", () -> {
                out.element("span", finding.worst().verdict().kind() == Verdict.Kind.FAIL ? "✗ fails" : "! warning",
                        "class", "badge");
                out.raw(" ").element("code", rule.id()).raw(" ");
                for (HostPlatform host : finding.worst().hosts()) {
                    out.element("span", host.title()
                            + (finding.worst().affected().contains(host) ? "" : " bears it"), "class", "chip").raw(" ");
                }
                if (finding.worst().hosts().isEmpty()) {
                    out.element("span", "no host is known to need it", "class", "chip");
                }
            });
            out.element("p", rule.sentence(), "class", "note");
            for (On on : finding.accessories()) {
                out.within("p", () -> {
                    out.element("b", content.accessories().size() > 1
                            ? "Seen on " + Shown.text(on.accessory().accessory()) + ": " : "Seen: ");
                    out.text(Shown.text(on.row().verdict().reason()));
                    attempts(on);
                }, "class", "seen");
            }
            out.within("p", () -> out.element("b", "Fix: ").text(rule.remediation()), "class", "fix");
            finding.accessories().forEach(on -> evidence(rule, on, finding.accessories().size() > 1));
        }, "class", "finding " + style, "id", anchor(rule.id()));
    }

    private void attempts(On on) {
        AccessoryRun.JudgedRule judged = on.accessory().rules().get(on.row().rule().id());
        if (judged.judged().size() > 1) {
            out.element("span", " (in " + judged.showing().size() + " of " + judged.judged().size() + " attempts"
                    + (judged.isFlaky() ? ", kept in others: flaky" : "") + ")", "class", "note");
        }
    }

    private void evidence(Rule rule, On on, boolean named) {
        Optional<AccessoryRun.Judged> showing = Material.showing(on.accessory(), on.row());
        out.within("details", () -> {
            out.element("summary", "Evidence and source"
                    + (named ? " on " + Shown.name(on.accessory().accessory()) : "")
                    + showing.flatMap(judged -> content.material().exhibit(judged.attempt(), rule.id()))
                            .map(FindingsSection::proving).orElse(""));
            out.within("dl", () -> {
                out.element("dt", "Where it comes from").within("dd", () -> {
                    out.text(obligation(rule.obligation()) + ": " + rule.source());
                    threads(rule.fieldFailures().stream()
                            .filter(thread -> !rule.source().toString().contains(thread)).toList());
                });
                showing.ifPresent(judged -> entry("Seen in", Shown.text(judged.scenario().started().scenario())
                        + ", attempt " + judged.attempt().started().attempt()));
            });
            showing.ifPresent(judged -> proof(rule, judged));
        });
    }

    /** Which packets of the attempt's capture prove it; nothing where none do. */
    private static String proving(Exhibit exhibit) {
        List<String> ranges = exhibit.packetRanges("–");
        return ranges.isEmpty() ? "" : ": frame" + (ranges.size() == 1 && !ranges.getFirst().contains("–") ? " " : "s ")
                + String.join(", ", ranges.subList(0, Math.min(FRAMES, ranges.size())))
                + (ranges.size() > FRAMES ? ", …" : "") + " of the capture";
    }

    private void entry(String name, String value) {
        out.element("dt", name).element("dd", value);
    }

    private static String obligation(Obligation obligation) {
        return switch (obligation) {
            case MUST -> "A specification asks for it";
            case HOST_REQUIRED -> "A host needs it";
            case RECOMMENDED -> "Recommended";
            case QUALITY -> "A quality";
        };
    }

    private void threads(List<String> threads) {
        for (String thread : threads) {
            out.raw("<br>");
            Matcher matcher = THREAD.matcher(thread);
            if (matcher.matches()) {
                out.text("Seen in the field: ").element("a", thread, "href", "https://github.com/" + matcher.group(1)
                        + "/issues/" + matcher.group(2), "rel", "noreferrer");
            } else {
                out.text("Seen in the field: " + thread);
            }
        }
    }

    private void proof(Rule rule, AccessoryRun.Judged judged) {
        Optional<Exhibit> exhibit = content.material().exhibit(judged.attempt(), rule.id());
        if (exhibit.isEmpty() || exhibit.get().lines().isEmpty()) {
            out.element("p", judged.verdict().proof().isEmpty()
                    ? "No single event proves this: it is about something that did not come."
                    : "The evidence could not be read.", "class", "note");
            folder(judged);
            return;
        }
        String ladder = Ladder.of(exhibit.get());
        if (!ladder.isEmpty()) {
            figure(ladder, (exhibit.get().frames().isEmpty() ? "What passed between host and accessory"
                    : "What passed on the air, by the devices' addresses") + "; what proves the finding is marked ✗.");
        }
        blocks(exhibit.get());
        schedule(rule, exhibit.get());
        out.element("h4", "Timeline");
        out.within("div", () -> out.within("pre", () -> exhibit.get().lines().forEach(line -> {
            if (line.gap()) {
                out.element("span", "⋮\n", "class", "gap");
            }
            out.element(line.marked() ? "mark" : "span", (line.marked() ? "✗ " : "  ") + line.text() + "\n");
        })), "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Timeline of " + rule.id());
        download(rule, exhibit.get());
        folder(judged);
    }

    private void figure(String picture, String caption) {
        out.within("figure", () -> {
            out.within("div", () -> out.raw(picture), "class", "scroll", "tabindex", "0", "role", "region", "aria-label",
                    "Picture");
            out.element("figcaption", caption);
        });
    }

    /** Maps of the proving transfers that are transfer blocks. */
    private void blocks(Exhibit exhibit) {
        exhibit.transfers().stream()
                .filter(transfer -> transfer.type() == TransferType.BULK && isBlock(transfer))
                .limit(MAPS)
                .forEach(transfer -> figure(NtbMap.of(transfer.data()), "The block's octets by what they are for."));
    }

    /** What the first proving frame says of its sender's availability, where the rule is about that. */
    private void schedule(Rule rule, Exhibit exhibit) {
        if (SCHEDULES.stream().anyMatch(rule.id()::startsWith)) {
            exhibit.frames().stream().flatMap(event -> AirText.frame(event).stream()).map(AvailabilityMap::of)
                    .filter(picture -> !picture.isEmpty()).findFirst().ifPresent(picture -> figure(picture,
                            "When the device says it is available, in the first frame that proves the finding."));
        }
    }

    private static boolean isBlock(Event.Transfer transfer) {
        return !transfer.data().isEmpty() && !Ntb.decode(transfer.data()).has(NtbDefect.Kind.NTH_SIGNATURE);
    }

    private void download(Rule rule, Exhibit exhibit) {
        byte[] capture = exhibit.capture();
        if (capture == null) {
            return;
        }
        if (captures + capture.length > CAPTURES) {
            out.element("p", "The packets stand in the evidence folder; Wireshark's filter: "
                    + exhibit.wiresharkFilter(), "class", "note");
            return;
        }
        captures += capture.length;
        out.within("p", () -> {
            out.element("a", "Download the packets (" + rule.id() + ".pcapng)", "class", "download", "download",
                    rule.id() + ".pcapng", "href", "data:application/vnd.tcpdump.pcap;base64,"
                            + Base64.getEncoder().encodeToString(capture));
            out.raw("<br>").text("In Wireshark: ").element("code", "frame.comment contains \"" + rule.id() + "\"");
            out.text(" there, ").element("code", exhibit.wiresharkFilter()).text(" in the whole capture.");
        });
    }

    private void folder(AccessoryRun.Judged judged) {
        Links.evidence(content.run(), judged.scenario(), judged.attempt()).ifPresent(href ->
                out.within("p", () -> out.element("a", "The whole evidence of this attempt", "href", href)));
    }
}
