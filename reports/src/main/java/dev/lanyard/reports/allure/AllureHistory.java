package dev.lanyard.reports.allure;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Carries Allure's own history and trends from run to run: {@code allure-history/} in the history's folder. */
final class AllureHistory {

    private static final Pattern DATA = Pattern.compile("d\\('history/([a-z-]+\\.json)','([A-Za-z0-9+/=]*)'\\)");
    private static final String FOLDER = "allure-history";

    private AllureHistory() {}

    /** Puts what earlier runs left where Allure looks for it. */
    static void bring(Path history, Path results) throws IOException {
        Path from = history.resolve(FOLDER);
        if (!Files.isDirectory(from)) {
            return;
        }
        Path to = Files.createDirectories(results.resolve("history"));
        try (var files = Files.newDirectoryStream(from, "*.json")) {
            for (Path file : files) {
                Files.write(to.resolve(file.getFileName().toString()), Files.readAllBytes(file));
            }
        }
    }

    /** Keeps what {@code page}, Allure's single file, has of it. */
    static void keep(Path page, Path history) throws IOException {
        Path to = Files.createDirectories(history.resolve(FOLDER));
        try (BufferedReader lines = Files.newBufferedReader(page)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // Bundled scripts are lines of megabytes; data of history are short and stand on lines of their own.
                if (!line.contains("d('history/")) {
                    continue;
                }
                Matcher data = DATA.matcher(line);
                while (data.find()) {
                    Files.write(to.resolve(data.group(1)), Base64.getDecoder().decode(data.group(2)));
                }
            }
        }
    }
}
