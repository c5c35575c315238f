package dev.lanyard.cli.doctor;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The machine as the checks see it: its files below {@code root}, so that tests can build one.
 *
 * @param root        where its file system begins
 * @param system      {@code os.name}
 * @param user        who runs Lanyard
 * @param usable      whether that user may read and write a file
 */
record Machine(Path root, String system, String user, Predicate<Path> usable) {

    private static final String FOLDERS = String.join(File.pathSeparator, "/usr/local/sbin", "/usr/local/bin",
            "/usr/sbin", "/usr/bin", "/sbin", "/bin");
    private static final int LONGEST_FILE = 1 << 20;
    private static final int PROGRAM_SECONDS = 5;

    static Machine here() {
        return new Machine(Path.of("/"), System.getProperty("os.name"), System.getProperty("user.name"),
                file -> Files.isReadable(file) && Files.isWritable(file));
    }

    boolean isLinux() {
        return system.toLowerCase(Locale.ROOT).contains("linux");
    }

    /** {@code absolute} on this machine: {@code "/sys/bus/usb"}. */
    Path at(String absolute) {
        return root.resolve(absolute.substring(1));
    }

    boolean has(String absolute) {
        return Files.exists(at(absolute));
    }

    /** A small file's text; empty when it cannot be read. */
    Optional<String> text(Path file) {
        try (var in = Files.newInputStream(file)) {
            return Optional.of(new String(in.readNBytes(LONGEST_FILE), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What is in a folder, in the order of the names; nothing when it cannot be read. */
    List<Path> in(String folder) {
        try (Stream<Path> entries = Files.list(at(folder))) {
            return entries.sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Where a program is, in the folders where a shell looks. */
    Optional<Path> program(String name) {
        String path = root.equals(Path.of("/")) ? System.getenv().getOrDefault("PATH", FOLDERS) + File.pathSeparator
                + FOLDERS : FOLDERS;
        return Stream.of(path.split(File.pathSeparator)).filter(folder -> folder.startsWith("/"))
                .map(folder -> at(folder).resolve(name)).filter(Files::isExecutable).findFirst();
    }

    /**
     * What a program says that ends by itself in a moment; empty when it cannot be run, fails or takes too long.
     * Standard error counts, too.
     */
    Optional<String> output(Path program, String... arguments) {
        List<String> line = Stream.concat(Stream.of(program.toString()), Stream.of(arguments)).toList();
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null"))).start();
            CompletableFuture.delayedExecutor(PROGRAM_SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
            String said = new String(process.getInputStream().readNBytes(LONGEST_FILE), StandardCharsets.UTF_8);
            return process.waitFor(PROGRAM_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0 ? Optional.of(said)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** The names of the programs that run. */
    List<String> programs() {
        return in("/proc").stream().filter(path -> path.getFileName().toString().chars().allMatch(Character::isDigit))
                .flatMap(path -> text(path.resolve("comm")).stream()).map(String::strip).distinct().toList();
    }
}
