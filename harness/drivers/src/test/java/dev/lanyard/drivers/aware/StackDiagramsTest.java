package dev.lanyard.drivers.aware;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanyard.wire.Transitions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** STATES.md shows the tables of the stack as they are; {@code -Dlanyard.regenerate=true} writes it. */
class StackDiagramsTest {

    private static final Path PAGE = Path.of("STATES.md");

    private static Map<String, Transitions<?, ?>> tables() {
        Map<String, Transitions<?, ?>> tables = new LinkedHashMap<>();
        tables.put("Synchronisation (`ClusterRole`)", ClusterRole.TABLE);
        tables.put("Service without a cluster (`UsdState`)", UsdState.TABLE);
        tables.put("Pairing bootstrapping, either side (`Bootstrap`)", Bootstrap.TABLE);
        tables.put("Pairing and verification, either side (`PairingAttempt`)", PairingAttempt.TABLE);
        tables.put("Data path, either side (`PathState`)", PathState.TABLE);
        return tables;
    }

    @Test
    void thePageShowsTheTables() throws IOException {
        StringBuilder page = new StringBuilder("# State machines of the Wi-Fi Aware stack\n\n"
                + "Generated from the tables in the code; those of [pairing and data path security]"
                + "(../wire/STATES.md) are beside them. What is not in a table does not happen: a frame that does not "
                + "fit the state is ignored.\n");
        tables().forEach((name, table) -> page.append("\n## ").append(name).append("\n\n```mermaid\n")
                .append(table.mermaid()).append("```\n"));
        if (Boolean.getBoolean("lanyard.regenerate")) {
            Files.writeString(PAGE, page);
        }
        assertEquals(page.toString(), Files.readString(PAGE),
                "mvn -pl harness/drivers -Dtest=StackDiagramsTest -Dlanyard.regenerate=true test");
    }
}
