package dev.lanyard.cli;

import java.nio.file.Path;

/** The project's own data, as tests in this module reach it. */
final class Examples {

    static final Path PROJECT = Path.of("").toAbsolutePath().getParent().getParent();
    static final String SMOKE = PROJECT.resolve("scenarios/smoke").toString();

    private Examples() {}

    static String profile(String name) {
        return PROJECT.resolve("device-profiles/" + name + ".yaml").toString();
    }
}
