package dev.lanyard.evidence;

import dev.lanyard.wire.DeviceText;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the files of one run stand:
 *
 * <pre>
 * DIR/events.jsonl                        what happened in the run ({@link RunLog})
 * DIR/evidence/SCENARIO/ATTEMPT/          one timeline ({@link AttemptDirectory})
 * DIR/report.html                         the report for people; allure.html beside it has every step
 * DIR/allure-results/  junit.xml  verdicts.json  results.sarif  summary.md  matrix.csv  statement.txt
 * </pre>
 *
 * @param root the run's folder, absolute
 */
public record RunDirectory(Path root) {

    public RunDirectory {
        root = root.toAbsolutePath().normalize();
    }

    /**
     * Makes the folder of a new run.
     *
     * @throws FileAlreadyExistsException when it holds a run already: evidence is never overwritten
     */
    public static RunDirectory create(Path root) throws IOException {
        RunDirectory directory = new RunDirectory(root);
        if (Files.exists(directory.events())) {
            throw new FileAlreadyExistsException(directory.root().toString(), null,
                    "it holds a run already; name another folder, or remove this one");
        }
        Files.createDirectories(directory.evidence());
        return directory;
    }

    public Path events() {
        return root.resolve("events.jsonl");
    }

    public Path evidence() {
        return root.resolve("evidence");
    }

    public Path allureResults() {
        return root.resolve("allure-results");
    }

    public Path reportHtml() {
        return root.resolve("report.html");
    }

    public Path allureHtml() {
        return root.resolve("allure.html");
    }

    public Path sarif() {
        return root.resolve("results.sarif");
    }

    public Path summaryMarkdown() {
        return root.resolve("summary.md");
    }

    public Path matrixCsv() {
        return root.resolve("matrix.csv");
    }

    public Path statement() {
        return root.resolve("statement.txt");
    }

    public Path junitXml() {
        return root.resolve("junit.xml");
    }

    public Path verdictsJson() {
        return root.resolve("verdicts.json");
    }

    /**
     * The folder of an attempt; makes nothing.
     *
     * @param scenario the unique id of one scenario on one accessory within the run; any string is safe
     * @param attempt  from 1
     */
    public AttemptDirectory attempt(String scenario, int attempt) {
        return new AttemptDirectory(evidence().resolve(Slug.of(scenario)).resolve(Integer.toString(attempt)));
    }

    /** {@code path} as run events name it: relative to the run's folder, elements joined by {@code /}. */
    public String relative(Path path) {
        return root.relativize(path.toAbsolutePath().normalize()).toString().replace('\\', '/');
    }

    /**
     * The path that a run event names.
     *
     * @throws IOException when it leads out of the run's folder: a stored run may come from anywhere
     */
    public Path resolve(String relative) throws IOException {
        Path path;
        try {
            path = root.resolve(relative).normalize();
        } catch (java.nio.file.InvalidPathException e) {
            throw new IOException("not a path in a run folder: " + DeviceText.quoted(relative), e);
        }
        if (!path.startsWith(root)) {
            throw new IOException("a path that leads out of the run folder " + root + ": " + DeviceText.quoted(relative));
        }
        return path;
    }
}
