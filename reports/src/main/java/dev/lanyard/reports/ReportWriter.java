package dev.lanyard.reports;

import dev.lanyard.evidence.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the reports of a run in its folder: {@code allure-results/}, {@code report.html}, {@code junit.xml},
 * {@code verdicts.json}. Reports that are there already are replaced. Needs no network, and neither does what it makes.
 */
public final class ReportWriter {

    private ReportWriter() {}

    /**
     * Reads the run in {@code runDirectory} and writes all its reports. A run that was cut is reported as far as it
     * came.
     *
     * @throws IOException when the run's log cannot be read, or a report cannot be written; the others are written
     *     nevertheless, and the message names each that is missing
     */
    public static void write(Path runDirectory) throws IOException {
        RunDirectory directory = new RunDirectory(runDirectory);
        StoredRun run = StoredRun.read(directory);
        List<IOException> failures = new ArrayList<>();
        attempt(failures, directory.verdictsJson(), () -> VerdictsJson.write(run, directory.verdictsJson()));
        attempt(failures, directory.junitXml(), () -> JUnitXml.write(run, directory.junitXml()));
        attempt(failures, directory.reportHtml(), () -> {
            AllureResults.write(run, directory.allureResults());
            AllureHtml.write(directory.allureResults(), directory.reportHtml());
        });
        if (!failures.isEmpty()) {
            IOException first = failures.removeFirst();
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }

    @FunctionalInterface
    private interface Output {
        void write() throws IOException;
    }

    private static void attempt(List<IOException> failures, Path file, Output output) {
        try {
            output.write();
        } catch (IOException e) {
            failures.add(new IOException("cannot write " + file + ": " + e.getMessage(), e));
        }
    }
}
