package dev.lanyard.reports.page;

import dev.lanyard.reports.output.TestStatement;
import dev.lanyard.reports.run.AccessoryRun;
import dev.lanyard.reports.run.Delta;
import dev.lanyard.reports.run.History;
import dev.lanyard.reports.run.StoredRun;
import java.util.List;
import java.util.Optional;

/** What the page is about. */
public record PageContent(StoredRun run, List<AccessoryRun> accessories, Optional<Delta> delta, History history,
                          TestStatement statement, Material material) {

    public PageContent {
        accessories = List.copyOf(accessories);
    }
}
