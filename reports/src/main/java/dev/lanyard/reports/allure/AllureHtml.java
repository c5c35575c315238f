package dev.lanyard.reports.allure;

import dev.lanyard.reports.text.WholeFile;
import io.qameta.allure.ConfigurationBuilder;
import io.qameta.allure.Extension;
import io.qameta.allure.ReportGenerationException;
import io.qameta.allure.ReportGenerator;
import io.qameta.allure.allure1.Allure1Plugin;
import io.qameta.allure.allure2.Allure2Plugin;
import io.qameta.allure.category.CategoriesPlugin;
import io.qameta.allure.category.CategoriesTrendPlugin;
import io.qameta.allure.core.AttachmentsPlugin;
import io.qameta.allure.core.Configuration;
import io.qameta.allure.core.TestsResultsPlugin;
import io.qameta.allure.duration.DurationPlugin;
import io.qameta.allure.duration.DurationTrendPlugin;
import io.qameta.allure.environment.Allure1EnvironmentPlugin;
import io.qameta.allure.executor.ExecutorPlugin;
import io.qameta.allure.history.HistoryPlugin;
import io.qameta.allure.history.HistoryTrendPlugin;
import io.qameta.allure.launch.LaunchPlugin;
import io.qameta.allure.retry.RetryPlugin;
import io.qameta.allure.retry.RetryTrendPlugin;
import io.qameta.allure.severity.SeverityPlugin;
import io.qameta.allure.status.StatusChartPlugin;
import io.qameta.allure.suites.SuitesPlugin;
import io.qameta.allure.summary.SummaryPlugin;
import io.qameta.allure.tags.TagsPlugin;
import io.qameta.allure.timeline.TimelinePlugin;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/**
 * The report as a single HTML file, made of Allure results.
 *
 * <p>Allure's default configuration tells a statistics service of every report that is made, unless an environment
 * variable of the process says otherwise. Here the plugin that does so is not among those used, and the page is sealed
 * ({@link SealedPage}).
 */
public final class AllureHtml {

    private AllureHtml() {}

    /** @param history the folder that carries trends from run to run, if there is one */
    public static void write(Path results, Path file, Optional<Path> history) throws IOException {
        if (history.isPresent()) {
            AllureHistory.bring(history.get(), results);
        }
        Path scratch = Files.createTempDirectory(file.getParent(), "report-");
        try {
            generate(results, scratch);
            if (history.isPresent()) {
                AllureHistory.keep(scratch.resolve("index.html"), history.get());
            }
            WholeFile.write(file, out -> SealedPage.write(scratch.resolve("index.html"), scratch, out));
        } finally {
            delete(scratch);
        }
    }

    private static void generate(Path results, Path target) throws IOException {
        List<Extension> extensions = List.of(new TagsPlugin(), new RetryPlugin(), new RetryTrendPlugin(),
                new SeverityPlugin(), new HistoryPlugin(), new HistoryTrendPlugin(), new CategoriesPlugin(),
                new CategoriesTrendPlugin(), new DurationPlugin(), new DurationTrendPlugin(), new StatusChartPlugin(),
                new TimelinePlugin(), new SuitesPlugin(), new TestsResultsPlugin(), new AttachmentsPlugin(),
                new SummaryPlugin(), new ExecutorPlugin(), new LaunchPlugin(), new Allure2Plugin(),
                // The environment is read by the plugin of the older format alone.
                new Allure1Plugin(), new Allure1EnvironmentPlugin());
        Configuration configuration = ConfigurationBuilder.empty().withExtensions(extensions)
                .withReportName("Lanyard").withReportLanguage("en").build();
        try {
            new ReportGenerator(configuration).generateSingleFile(target, List.of(results));
        } catch (ReportGenerationException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
