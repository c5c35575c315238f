package dev.lanyard.cli;

import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.evidence.RunEvent;
import dev.lanyard.evidence.RunLog;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The runs below a folder. */
final class StoredRuns {

    private StoredRuns() {}

    /**
     * A run.
     *
     * @param finished nothing where it was cut, or still goes on
     * @param failed   scenarios that failed, of {@code scenarios}
     * @param octets   of all its files
     */
    record Stored(Path folder, Instant started, Optional<RunEvent.RunFinished> finished, int scenarios, int failed,
                  long octets) {

        boolean hasReport() {
            return Files.isRegularFile(new RunDirectory(folder).reportHtml());
        }
    }

    /** The runs directly below {@code parent}, the latest first; folders that hold none are passed over. */
    static List<Stored> below(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        List<Stored> runs = new ArrayList<>();
        try (Stream<Path> folders = Files.list(parent)) {
            for (Path folder : folders.filter(f -> Files.isDirectory(f, LinkOption.NOFOLLOW_LINKS)).toList()) {
                read(folder).ifPresent(runs::add);
            }
        }
        runs.sort(Comparator.comparing(Stored::started).reversed());
        return runs;
    }

    private static Optional<Stored> read(Path folder) throws IOException {
        RunDirectory run = new RunDirectory(folder);
        if (!Files.isRegularFile(run.events(), LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        RunLog.Contents log;
        try {
            log = RunLog.read(run);
        } catch (IOException e) {
            return Optional.empty();
        }
        Instant started = Files.getLastModifiedTime(run.events()).toInstant();
        Optional<RunEvent.RunFinished> finished = Optional.empty();
        int scenarios = 0;
        int failed = 0;
        for (RunEvent event : log.events()) {
            switch (event) {
                case RunEvent.RunStarted e -> started = e.wallTime();
                case RunEvent.ScenarioStarted _ -> scenarios++;
                case RunEvent.ScenarioFinished e when e.outcome() == dev.lanyard.evidence.Outcome.FAILED -> failed++;
                case RunEvent.RunFinished e -> finished = Optional.of(e);
                default -> { }
            }
        }
        return Optional.of(new Stored(folder, started, finished, scenarios, failed, size(folder)));
    }

    private static long size(Path folder) throws IOException {
        long[] octets = {0};
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                octets[0] += attributes.isRegularFile() ? attributes.size() : 0;
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return octets[0];
    }

    /** Deletes {@code run} with all its files; a symbolic link in it is deleted and not followed. */
    static void delete(Stored run) throws IOException {
        Files.walkFileTree(run.folder(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
