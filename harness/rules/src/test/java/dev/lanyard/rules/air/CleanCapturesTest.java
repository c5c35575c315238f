package dev.lanyard.rules.air;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.nan.dialogue.Dialogue;
import dev.lanyard.wire.nan.dialogue.Dialogues;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The clean dialogues of Wi-Fi Aware break no rule, without keys and with them, but for what they are made to show. */
class CleanCapturesTest {

    /** Open data paths, devices without NDPE, pairing without PIN; and attributes that no device would send. */
    private static final Map<String, Set<String>> BY_DESIGN = Map.of(
            "data-path-open", Set.of("NAN-SDEA-02"),
            "data-path-open-ndp", Set.of("NAN-SDEA-02", "NAN-DEV-03"),
            "data-path-refused", Set.of("NAN-SDEA-02"),
            "schedule", Set.of("NAN-SDEA-02"),
            "pairing-opportunistic", Set.of("NAN-NPBA-09"),
            "attributes", Set.of("NAN-SDEA-02", "NAN-DEV-01", "NAN-BCN-01", "NAN-BCN-03"));

    @Test
    void cleanDialoguesBreakNothing() {
        Map<String, Set<String>> expected = new TreeMap<>();
        Map<String, Set<String>> broken = new TreeMap<>();
        Dialogues.all().forEach((name, dialogue) -> {
            expected.put(name, BY_DESIGN.getOrDefault(name, Set.of()));
            broken.put(name, brokenBy(dialogue, AirKeys.NONE));
            expected.put(name + " with keys", BY_DESIGN.getOrDefault(name, Set.of()));
            broken.put(name + " with keys", brokenBy(dialogue, Played.KEYS));
        });
        assertEquals(expected, broken);
    }

    private static Set<String> brokenBy(Dialogue dialogue, AirKeys keys) {
        Played played = Played.of(dialogue, keys);
        assertTrue(played.awareFrames() > 0);
        return played.broken();
    }
}
