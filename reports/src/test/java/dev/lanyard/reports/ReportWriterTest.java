package dev.lanyard.reports;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.evidence.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportWriterTest {

    @TempDir
    Path root;

    @Test
    void writesEverything() throws Exception {
        RunDirectory run = SyntheticRun.everyOutcome(Path.of("/tmp/d/run"));
        ReportWriter.write(run.root());
        assertTrue(Files.exists(run.reportHtml()));
    }
}
