package dev.lanyard.cli.bench;

import dev.lanyard.wire.DeviceText;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Which program has a device file open, as far as this user may see (Linux, {@code /proc/PID/fd}). */
public final class PortHolders {

    private static final int NAME = 60;

    private final Path root;

    /** Of the machine whose file system begins at {@code root}. */
    public PortHolders(Path root) {
        this.root = root;
    }

    /** The first that has {@code device} open: {@code minicom (process 4711)}. */
    public Optional<String> of(Path device) {
        Path real;
        try {
            real = device.toRealPath();
        } catch (IOException e) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(root.resolve("proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (has(process, real)) {
                    return Optional.of(name(process) + " (process " + process.getFileName() + ")");
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean has(Path process, Path device) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                if (Files.isSymbolicLink(file) && Files.readSymbolicLink(file).equals(device)) {
                    return true;
                }
            }
        } catch (IOException e) {
            // It ended, or is somebody else's.
        }
        return false;
    }

    private static String name(Path process) {
        try {
            return DeviceText.line(Files.readString(process.resolve("comm")).strip(), NAME);
        } catch (IOException e) {
            return "a program";
        }
    }
}
