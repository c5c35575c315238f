package dev.lanyard.reports.page;

import dev.lanyard.reports.digest.Dialogue;
import dev.lanyard.reports.digest.EvidenceDigest;
import dev.lanyard.reports.digest.Exhibit;
import dev.lanyard.reports.digest.LinkHistory;
import dev.lanyard.reports.picture.Ladder;
import dev.lanyard.reports.picture.LatencyPicture;
import dev.lanyard.reports.run.AccessoryRun;
import dev.lanyard.reports.run.StoredRun.StoredAttempt;
import dev.lanyard.rules.HostMatrix;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the page shows of the evidence, kept while the attempts go by one after the other. */
public final class Material {

    /** A page with more pictures is not looked at. */
    private static final int LATENCIES = 60;
    private static final int LINKS = 4_000;
    private static final int LADDERS = 60;
    private static final int CONSOLES = 200;

    private final Map<StoredAttempt, Set<String>> wanted = new IdentityHashMap<>();
    private final Map<StoredAttempt, Map<String, Exhibit>> exhibits = new IdentityHashMap<>();
    private final Map<StoredAttempt, String> latencies = new IdentityHashMap<>();
    private final Map<StoredAttempt, Map<Dialogue, String>> ladders = new IdentityHashMap<>();
    private final Map<StoredAttempt, String> consoles = new IdentityHashMap<>();
    private int drawn;
    private final Map<StoredAttempt, List<LinkHistory.Attachment>> links = new IdentityHashMap<>();

    /** Material for the findings of {@code accessories}: each is shown with the first attempt that shows it. */
    public static Material wantedBy(List<AccessoryRun> accessories) {
        Material material = new Material();
        for (AccessoryRun accessory : accessories) {
            for (HostMatrix.Row row : accessory.matrix().findings()) {
                showing(accessory, row).ifPresent(judged -> material.wanted
                        .computeIfAbsent(judged.attempt(), _ -> new HashSet<>()).add(row.rule().id()));
            }
        }
        return material;
    }

    /** The first attempt with proof that shows the finding. */
    static Optional<AccessoryRun.Judged> showing(AccessoryRun accessory, HostMatrix.Row row) {
        List<AccessoryRun.Judged> all = accessory.rules().get(row.rule().id()).showing();
        return all.stream().filter(one -> !one.verdict().proof().isEmpty()).findFirst()
                .or(() -> all.stream().findFirst());
    }

    /** The rules whose exhibits of {@code attempt} are wanted. */
    public Set<String> wanted(StoredAttempt attempt) {
        return wanted.getOrDefault(attempt, Set.of());
    }

    /** Keeps what the page needs of {@code digest}. */
    public synchronized void add(StoredAttempt attempt, EvidenceDigest digest) {
        Set<String> rules = wanted(attempt);
        digest.exhibits().forEach((rule, exhibit) -> {
            if (rules.contains(rule)) {
                exhibits.computeIfAbsent(attempt, _ -> new java.util.HashMap<>()).put(rule, exhibit);
            }
        });
        if (latencies.size() < LATENCIES) {
            String picture = LatencyPicture.of(digest.latency());
            if (!picture.isEmpty()) {
                latencies.put(attempt, picture);
            }
        }
        if (drawn < LADDERS) {
            Map<Dialogue, String> own = new EnumMap<>(Dialogue.class);
            digest.dialogues().forEach((dialogue, messages) -> own.put(dialogue, Ladder.of(dialogue, messages)));
            drawn += own.size();
            ladders.put(attempt, own);
        }
        if (!digest.console().isEmpty() && consoles.size() < CONSOLES) {
            consoles.put(attempt, digest.console());
        }
        if (links.size() < LINKS) {
            links.put(attempt, digest.link().attachments());
        }
    }

    Optional<Exhibit> exhibit(StoredAttempt attempt, String rule) {
        return Optional.ofNullable(exhibits.getOrDefault(attempt, Map.of()).get(rule));
    }

    Optional<String> latency(StoredAttempt attempt) {
        return Optional.ofNullable(latencies.get(attempt));
    }

    /** The ladder diagrams of its conversations. */
    Map<Dialogue, String> ladders(StoredAttempt attempt) {
        return ladders.getOrDefault(attempt, Map.of());
    }

    Optional<String> console(StoredAttempt attempt) {
        return Optional.ofNullable(consoles.get(attempt));
    }

    List<LinkHistory.Attachment> link(StoredAttempt attempt) {
        return links.getOrDefault(attempt, List.of());
    }
}
