package dev.lanyard.reports;

import dev.lanyard.evidence.FileTrouble;
import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.reports.allure.AllureHtml;
import dev.lanyard.reports.allure.AllureResults;
import dev.lanyard.reports.output.JUnitXml;
import dev.lanyard.reports.output.Markdown;
import dev.lanyard.reports.output.MatrixCsv;
import dev.lanyard.reports.output.SarifJson;
import dev.lanyard.reports.output.TestStatement;
import dev.lanyard.reports.output.VerdictsJson;
import dev.lanyard.reports.page.Material;
import dev.lanyard.reports.page.PageContent;
import dev.lanyard.reports.page.ReportPage;
import dev.lanyard.reports.run.AccessoryRun;
import dev.lanyard.reports.run.Delta;
import dev.lanyard.reports.run.History;
import dev.lanyard.reports.run.StoredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the reports of a run in its folder: {@code report.html} and {@code allure.html} for people, the others for
 * programs ({@link RunDirectory} names them). Reports that are there already are replaced. Needs no network, and
 * neither does what it makes.
 */
public final class ReportWriter {

    /**
     * What a report is compared with.
     *
     * @param baseline the folder of the run whose differences are shown
     * @param history  a folder in which outcomes are carried from run to run
     */
    public record Options(Optional<Path> baseline, Optional<Path> history) {

        /** Compares with nothing. */
        public static final Options NONE = new Options(Optional.empty(), Optional.empty());
    }

    private final StoredRun run;
    private final Options options;
    private final List<IOException> failures = new ArrayList<>();

    private ReportWriter(StoredRun run, Options options) {
        this.run = run;
        this.options = options;
    }

    /**
     * Reads the run in {@code runDirectory} and writes all its reports. A run that was cut is reported as far as it
     * came.
     *
     * @throws IOException when the run's log cannot be read, or a report cannot be written; the others are written
     *     nevertheless, and the message names each that is missing
     */
    public static void write(Path runDirectory) throws IOException {
        write(runDirectory, Options.NONE);
    }

    /** As {@link #write(Path)}, compared with what {@code options} name. Returns what is other than in the baseline. */
    public static Optional<Delta> write(Path runDirectory, Options options) throws IOException {
        return new ReportWriter(StoredRun.read(new RunDirectory(runDirectory)), options).write();
    }

    /**
     * Reads {@code runs} as one run and writes its reports into {@code target}; the runs stay as they are, and links
     * lead to their evidence.
     */
    public static void merge(List<Path> runs, Path target, Options options) throws IOException {
        List<StoredRun> stored = new ArrayList<>();
        for (Path run : runs) {
            stored.add(StoredRun.read(new RunDirectory(run)));
        }
        Files.createDirectories(target);
        new ReportWriter(StoredRun.merged(new RunDirectory(target), stored), options).write();
    }

    private Optional<Delta> write() throws IOException {
        RunDirectory directory = run.directory();
        List<AccessoryRun> accessories = AccessoryRun.of(run);
        Material material = Material.wantedBy(accessories);
        Optional<Delta> delta = delta();
        History history = history();
        attempt(directory.verdictsJson(), () -> VerdictsJson.write(run, directory.verdictsJson()));
        attempt(directory.junitXml(), () -> JUnitXml.write(run, directory.junitXml()));
        attempt(directory.sarif(), () -> SarifJson.write(run, directory.sarif()));
        attempt(directory.summaryMarkdown(), () -> Markdown.write(run, delta, directory.summaryMarkdown()));
        attempt(directory.matrixCsv(), () -> MatrixCsv.write(run, directory.matrixCsv()));
        Digests digests = new Digests(run, material);
        attempt(directory.allureHtml(), () -> {
            AllureResults.write(run, history, digests::of, directory.allureResults());
            AllureHtml.write(directory.allureResults(), directory.allureHtml(), options.history());
        });
        TestStatement statement = TestStatement.of(run);
        attempt(directory.statement(), () -> statement.write(directory.statement()));
        attempt(directory.reportHtml(), () -> {
            digests.rest();
            ReportPage.write(new PageContent(run, accessories, delta, history, statement, material),
                    directory.reportHtml());
        });
        if (!failures.isEmpty()) {
            IOException first = failures.removeFirst();
            failures.forEach(first::addSuppressed);
            throw first;
        }
        return delta;
    }

    private Optional<Delta> delta() {
        return options.baseline().flatMap(folder -> {
            try {
                return Optional.of(Delta.between(StoredRun.read(new RunDirectory(folder)), run));
            } catch (IOException e) {
                failures.add(new IOException("cannot read the baseline " + folder + ": " + e.getMessage(), e));
                return Optional.empty();
            }
        });
    }

    private History history() {
        return options.history().map(folder -> {
            try {
                return History.with(folder, run);
            } catch (IOException e) {
                failures.add(new IOException("cannot carry the history in " + folder + ": " + FileTrouble.reason(e), e));
                return History.none();
            }
        }).orElseGet(History::none);
    }

    @FunctionalInterface
    private interface Output {
        void write() throws IOException;
    }

    private void attempt(Path file, Output output) {
        try {
            output.write();
        } catch (IOException e) {
            failures.add(new IOException("cannot write " + file + ": " + FileTrouble.reason(e), e));
        }
    }
}
