package dev.lanyard.reports.output;

import dev.lanyard.reports.run.StoredRun;
import dev.lanyard.reports.run.StoredRun.StoredAttempt;
import dev.lanyard.reports.run.StoredRun.StoredScenario;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** SHA-256 of every file that a run's verdicts rest on. */
public final class EvidenceHashes {

    private EvidenceHashes() {}

    /** A file by its path from the report; {@code sha256} in lower-case hexadecimal, empty where it cannot be read. */
    public record Hashed(String path, long size, String sha256) {}

    /** The runs' logs and the files of all attempts, in the order of the runs. */
    public static List<Hashed> of(StoredRun run) {
        List<Hashed> files = new ArrayList<>();
        Path root = run.directory().root();
        Stream.concat(Stream.of(run.directory().events()),
                        run.scenarios().stream().map(s -> s.home().events())).distinct()
                .filter(Files::isRegularFile).forEach(log -> files.add(hashed(root, log)));
        for (StoredScenario scenario : run.scenarios()) {
            for (StoredAttempt attempt : scenario.attempts()) {
                try (Stream<Path> inside = Files.list(attempt.evidence(scenario.home()))) {
                    inside.filter(Files::isRegularFile).sorted().forEach(file -> files.add(hashed(root, file)));
                } catch (IOException e) {
                    // There is none: the report of the attempt says so.
                }
            }
        }
        return files;
    }

    private static Hashed hashed(Path root, Path file) {
        String path = root.relativize(file).toString().replace('\\', '/');
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            long size = 0;
            try (InputStream in = Files.newInputStream(file)) {
                for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                    digest.update(buffer, 0, n);
                    size += n;
                }
            }
            return new Hashed(path, size, HexFormat.of().formatHex(digest.digest()));
        } catch (IOException e) {
            return new Hashed(path, 0, "");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
