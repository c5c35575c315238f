package dev.lanyard.reports.allure;

import dev.lanyard.reports.digest.EvidenceDigest;
import dev.lanyard.reports.digest.Exhibit;
import dev.lanyard.reports.picture.Ladder;
import dev.lanyard.reports.picture.LatencyPicture;
import dev.lanyard.reports.picture.Pictures;
import dev.lanyard.reports.run.StoredRun;
import dev.lanyard.reports.run.StoredRun.StoredAttempt;
import dev.lanyard.reports.run.StoredRun.StoredScenario;
import io.qameta.allure.AllureResultsWriter;
import io.qameta.allure.model.Attachment;
import io.qameta.allure.model.ExecutableItem;
import io.qameta.allure.model.Link;
import io.qameta.allure.model.TestResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Puts evidence beside the results. */
final class AllureAttachments {

    private static final String PCAPNG = "application/vnd.tcpdump.pcap";

    private final StoredRun run;
    private final AllureResultsWriter writer;
    private int count;

    AllureAttachments(StoredRun run, AllureResultsWriter writer) {
        this.run = run;
        this.writer = writer;
    }

    void attach(TestResult result, EvidenceDigest digest) {
        if (!digest.timeline().isEmpty()) {
            text(result, result.getUuid(), "timeline", digest.timeline());
        }
        if (!digest.console().isEmpty()) {
            text(result, result.getUuid(), "console", digest.console());
        }
        if (!digest.descriptors().isEmpty()) {
            text(result, result.getUuid(), "descriptors", digest.descriptors());
        }
        if (!digest.latency().samples().isEmpty() && !LatencyPicture.of(digest.latency()).isEmpty()) {
            add(result, result.getUuid(), "histogram of round-trip times", "image/svg+xml", ".svg",
                    Pictures.standalone(LatencyPicture.histogram(digest.latency())).getBytes(StandardCharsets.UTF_8));
            add(result, result.getUuid(), "round-trip times over the run", "image/svg+xml", ".svg",
                    Pictures.standalone(LatencyPicture.series(digest.latency())).getBytes(StandardCharsets.UTF_8));
        }
        digest.capture().ifPresent(capture -> add(result, result.getUuid(),
                capture.isWhole() ? "capture.pcapng"
                        : "capture.pcapng (" + capture.kept() + " of " + capture.packets()
                                + " packets; the whole stands in the evidence folder)",
                PCAPNG, ".pcapng", capture.pcapng()));
    }

    /** What a finding is shown with. */
    void exhibit(ExecutableItem item, String resultUuid, String rule, Exhibit exhibit) {
        String ladder = Ladder.of(exhibit);
        if (!ladder.isEmpty()) {
            add(item, resultUuid, "ladder diagram", "image/svg+xml", ".svg",
                    Pictures.standalone(ladder).getBytes(StandardCharsets.UTF_8));
        }
        if (exhibit.capture() != null) {
            capture(item, resultUuid, rule + ".pcapng; in Wireshark of the whole capture: "
                    + exhibit.wiresharkFilter(), exhibit.capture());
        }
    }

    void capture(ExecutableItem item, String resultUuid, String name, byte[] pcapng) {
        add(item, resultUuid, name, PCAPNG, ".pcapng", pcapng);
    }

    void text(ExecutableItem item, String resultUuid, String name, String text) {
        add(item, resultUuid, name, "text/plain", ".txt", text.getBytes(StandardCharsets.UTF_8));
    }

    /** A link to the evidence folder, relative to the report. */
    void link(TestResult result, StoredScenario scenario, StoredAttempt attempt) {
        try {
            String path = run.directory().relative(attempt.evidence(scenario.home()));
            result.getLinks().add(new Link().setName("evidence of attempt " + attempt.started().attempt())
                    .setUrl(new URI(null, null, "./" + path + "/", null).toASCIIString()).setType("custom"));
        } catch (IOException | URISyntaxException e) {
            // The log names no folder of this run; its digest says so.
        }
    }

    private void add(ExecutableItem item, String resultUuid, String name, String type, String suffix, byte[] content) {
        String source = UUID.nameUUIDFromBytes((resultUuid + "/" + count++).getBytes(StandardCharsets.UTF_8))
                + "-attachment" + suffix;
        writer.write(source, new ByteArrayInputStream(content));
        item.getAttachments().add(new Attachment().setName(name).setType(type).setSource(source));
    }
}
