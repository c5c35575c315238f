package dev.lanyard.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.nan.datapath.DataPathHandshake;
import dev.lanyard.wire.nan.pairing.IdentityExchange;
import dev.lanyard.wire.nan.pairing.PasnExchange;
import dev.lanyard.wire.nan.sae.SaeExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** STATES.md shows the tables as they are; {@code -Dlanyard.regenerate=true} writes it. */
class StateDiagramsTest {

    private static final Path PAGE = Path.of("STATES.md");

    private static Map<String, Transitions<?, ?>> tables() {
        Map<String, Transitions<?, ?>> tables = new LinkedHashMap<>();
        tables.put("SAE, either side (`SaeExchange`)", SaeExchange.TRANSITIONS);
        tables.put("PASN, initiator (`PasnExchange`)", PasnExchange.INITIATOR);
        tables.put("PASN, responder (`PasnExchange`)", PasnExchange.RESPONDER);
        tables.put("Identity keys after pairing, either side (`IdentityExchange`)", IdentityExchange.TRANSITIONS);
        tables.put("Secured data path, initiator (`DataPathHandshake`)", DataPathHandshake.INITIATOR);
        tables.put("Secured data path, responder (`DataPathHandshake`)", DataPathHandshake.RESPONDER);
        return tables;
    }

    @Test
    void thePageShowsTheTables() throws IOException {
        StringBuilder page = new StringBuilder("# State machines of Wi-Fi Aware security\n\n"
                + "Generated from the tables in the code. What is not in a table does not happen: a frame that does not "
                + "fit the state is ignored.\n");
        tables().forEach((name, table) -> page.append("\n## ").append(name).append("\n\n```mermaid\n")
                .append(table.mermaid()).append("```\n"));
        if (Boolean.getBoolean("lanyard.regenerate")) {
            Files.writeString(PAGE, page);
        }
        assertEquals(page.toString(), Files.readString(PAGE),
                "mvn -pl harness/wire -Dtest=StateDiagramsTest -Dlanyard.regenerate=true test");
    }

    private enum Light { RED, GREEN, OFF }

    private enum Push { NEXT, STOP }

    @Test
    void whatIsNotInATableLeadsNowhere() {
        Transitions<Light, Push> table = Transitions.from(Light.RED, Push.class)
                .on(Light.RED, Push.NEXT, Light.GREEN).on(Light.GREEN, Push.STOP, Light.OFF);
        assertEquals(Optional.of(Light.GREEN), table.next(Light.RED, Push.NEXT));
        assertEquals(Optional.empty(), table.next(Light.RED, Push.STOP));
        assertEquals(Optional.empty(), table.next(Light.OFF, Push.NEXT));
        assertTrue(table.isFinal(Light.OFF));
        assertThrows(IllegalArgumentException.class, () -> table.on(Light.RED, Push.NEXT, Light.OFF));
        assertEquals("""
                stateDiagram-v2
                    [*] --> RED
                    RED --> GREEN: next
                    GREEN --> OFF: stop
                    OFF --> [*]
                """, table.mermaid());
    }
}
