package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example step of the project, built as a user would build it, and what users get wrong. */
@Timeout(120)
class StepsPathTest {

    private static final Path EXAMPLE = Examples.PROJECT.resolve("fixtures/example-step");
    private static final String SERVICE = "META-INF/services/dev.lanyard.runner.step.Step";

    @TempDir
    private Path folder;

    @Test
    void aStepInAJarIsRun() throws IOException {
        Path jar = jar(source(), "example.SayStep");
        String scenario = EXAMPLE.resolve("say.scenario.yaml").toString();

        CommandLineRun without = CommandLineRun.of("validate", scenario);
        CommandLineRun run = CommandLineRun.of("run", scenario, "--steps-path", jar.toString(), "-a", "emulated:ncm",
                "--out", folder.resolve("run").toString());

        assertEquals(2, without.exitCode());
        assertTrue(without.errors().contains("unknown verb \"example.say\""), without.errors());
        assertEquals(0, run.exitCode(), run.output() + run.errors());
        assertTrue(Files.readString(events(folder.resolve("run/evidence"))).contains("example.say"));
    }

    @Test
    void aStepInAFolderIsKnownToEveryCommandThatNeedsVerbs() throws IOException {
        String classes = compiled(source(), "example.SayStep").toString();

        CommandLineRun validate = CommandLineRun.of("validate", EXAMPLE.resolve("say.scenario.yaml").toString(),
                "--steps-path", classes);
        CommandLineRun steps = CommandLineRun.of("steps", "example.say", "--steps-path", classes);
        CommandLineRun schema = CommandLineRun.of("schema", "scenario", "--steps-path", classes);

        assertEquals("valid", validate.output().strip(), validate.errors());
        assertTrue(steps.output().contains("a duration (500ms, 2s or 1h); default 1s"), steps.output());
        assertTrue(schema.output().contains("\"#/$defs/example.say\""), schema.output());
        assertEquals(0, CommandLineRun.of("steps", "--steps-path",
                jar(source(), "example.SayStep").getParent().toString()).exitCode());
    }

    /** Changes one thing in the example; | stands for a comma. */
    @ParameterizedTest
    @CsvSource({
        "example.say, usb.attach, the verb usb.attach exists already (dev.lanyard.runner.step.usb.UsbAttach)",
        "example.say, say, is no name of a verb",
        "public final class SayStep implements, final class Other { } public final class SayStep implements,"
                + " has no @Verb",
        "Duration within), Duration within| java.io.File log), no way to read java.io.File from YAML",
        "String text, int save| @Default(\"\") String text, \"save\" is a key of every step",
        "public final class SayStep implements, public abstract class SayStep implements, example.SayStep",
    })
    void aStepThatIsNoneIsExplained(String text, String instead, String explanation) throws IOException {
        String changed = source().replace(text, instead.replace('|', ','));
        assertRefused(jar(changed, "example.SayStep"), explanation);
    }

    @Test
    void aPathWithoutStepsIsExplained() throws IOException {
        assertRefused(folder.resolve("missing.jar"), "no such file or folder");
        assertRefused(Files.writeString(folder.resolve("text.jar"), "no jar"), "cannot be read as a jar");
        assertRefused(Files.createDirectory(folder.resolve("empty")), "holds neither " + SERVICE + " nor jars");
        assertRefused(jar(source(), ""), "holds no step");
        assertRefused(jar(source(), "example.Missing"), "example.Missing not found");
        assertRefused(jar(source(), "example.SayStep$Result"), "example.SayStep$Result not a subtype");
        assertRefused(jar(source(), "two words"), "cannot be loaded");
        assertRefused(jar(source(), "dev.lanyard.runner.step.usb.UsbAttach"), "holds no step");
        Path truncated = jar(source(), "example.SayStep");
        byte[] octets = Files.readAllBytes(truncated);
        Files.write(truncated, java.util.Arrays.copyOf(octets, octets.length / 2));
        assertRefused(truncated, "cannot be read as a jar");
    }

    @Test
    void twoJarsMayNotDefineOneVerb() throws IOException {
        String first = jar(source(), "example.SayStep").toString();
        CommandLineRun run = CommandLineRun.of("steps", "--steps-path", first, "--steps-path",
                jar(source(), "example.SayStep").toString());

        assertEquals(2, run.exitCode());
        assertTrue(run.errors().contains("the verb example.say exists already (example.SayStep)"), run.errors());
    }

    @Test
    void everyCommandRefusesABadPath() {
        String scenario = EXAMPLE.resolve("say.scenario.yaml").toString();
        for (List<String> command : List.of(List.of("validate", scenario), List.of("run", scenario),
                List.of("schema", "scenario"), List.of("steps"))) {
            assertRefused(command, folder.resolve("missing.jar"), "no such file or folder");
        }
    }

    private static void assertRefused(Path path, String explanation) {
        assertRefused(List.of("steps"), path, explanation);
    }

    private static void assertRefused(List<String> command, Path path, String explanation) {
        CommandLineRun run = CommandLineRun.of(Stream.concat(command.stream(),
                Stream.of("--steps-path", path.toString())).toArray(String[]::new));

        assertEquals(2, run.exitCode(), run.errors());
        assertTrue(run.errors().contains(path + ": ") && run.errors().contains(explanation), run.errors());
        assertFalse(run.errors().contains("\tat "), run.errors());
    }

    private static String source() throws IOException {
        return Files.readString(EXAMPLE.resolve("src/example/SayStep.java"));
    }

    private Path jar(String source, String named) throws IOException {
        Path classes = compiled(source, named);
        Path jar = Files.createTempDirectory(folder, "jar").resolve("steps.jar");
        try (OutputStream file = Files.newOutputStream(jar); JarOutputStream out = new JarOutputStream(file);
                Stream<Path> files = Files.walk(classes)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(each).toString().replace('\\', '/')));
                Files.copy(each, out);
            }
        }
        return jar;
    }

    /** A folder with the classes of {@code source} and the name of one as a step. */
    private Path compiled(String source, String named) throws IOException {
        Path work = Files.createTempDirectory(folder, "work");
        Path file = Files.writeString(work.resolve("SayStep.java"), source);
        Path classes = Files.createDirectory(work.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean done = compiler.getTask(said, files, null, List.of("-d", classes.toString(), "-cp",
                    System.getProperty("java.class.path"), "-proc:none", "-parameters"), null,
                    files.getJavaFileObjects(file)).call();
            assertTrue(done, said::toString);
        }
        Files.createDirectories(classes.resolve(SERVICE).getParent());
        Files.writeString(classes.resolve(SERVICE), named + "\n");
        return classes;
    }

    private static Path events(Path evidence) throws IOException {
        try (Stream<Path> files = Files.walk(evidence)) {
            return files.filter(file -> file.endsWith("events.jsonl")).findFirst().orElseThrow();
        }
    }
}
