package dev.lanyard.reports.page;

import dev.lanyard.reports.run.StoredRun;
import dev.lanyard.reports.run.StoredRun.StoredAttempt;
import dev.lanyard.reports.run.StoredRun.StoredScenario;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Links to the files beside the page. */
final class Links {

    private Links() {}

    /** The attempt's folder, from the page; nothing where the log names none of its run. */
    static Optional<String> evidence(StoredRun run, StoredScenario scenario, StoredAttempt attempt) {
        try {
            String path = run.directory().relative(attempt.evidence(scenario.home()));
            return Optional.of(new URI(null, null, (path.startsWith("../") ? "" : "./") + path + "/", null)
                    .toASCIIString());
        } catch (IOException | URISyntaxException e) {
            return Optional.empty();
        }
    }
}
