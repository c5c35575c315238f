package dev.lanyard.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the project's own data (scenarios, profiles, lab) is. */
final class Home {

    private Home() {}

    /** The project folder: what the launcher says, else the working directory. */
    static Path directory() {
        return Path.of(System.getProperty("lanyard.home", "")).toAbsolutePath().normalize();
    }

    /** {@code path}, or where there is none in the working directory the one in the project folder: a shipped suite. */
    static Path here(Path path) {
        Path shipped = directory().resolve(path);
        return Files.exists(path) || !Files.exists(shipped) ? path : shipped;
    }

    /** {@code path} as somebody in the working directory would write it: relative where it is below. */
    static Path relative(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path) : path;
    }
}
