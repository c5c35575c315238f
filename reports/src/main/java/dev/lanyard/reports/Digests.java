package dev.lanyard.reports;

import dev.lanyard.reports.digest.EvidenceDigest;
import dev.lanyard.reports.digest.Room;
import dev.lanyard.reports.page.Material;
import dev.lanyard.reports.run.StoredRun;
import dev.lanyard.reports.run.StoredRun.StoredAttempt;
import dev.lanyard.reports.run.StoredRun.StoredScenario;
import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Reads each attempt's evidence once, for all reports; keeps only what the page shows. */
final class Digests {

    private final StoredRun run;
    private final Material material;
    private final Room.Share room;
    private final Set<StoredAttempt> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    Digests(StoredRun run, Material material) {
        this.run = run;
        this.material = material;
        this.room = Room.shareOf(run);
    }

    EvidenceDigest of(StoredScenario scenario, StoredAttempt attempt) {
        EvidenceDigest digest;
        try {
            digest = EvidenceDigest.of(attempt.evidence(scenario.home()), attempt, room.of(attempt),
                    material.wanted(attempt));
        } catch (IOException e) {
            digest = EvidenceDigest.missing(e.getMessage());
        }
        seen.add(attempt);
        material.add(attempt, digest);
        return digest;
    }

    /** Reads what nobody asked for. */
    void rest() {
        run.scenarios().forEach(scenario -> scenario.attempts().stream().filter(attempt -> !seen.contains(attempt))
                .forEach(attempt -> of(scenario, attempt)));
    }
}
