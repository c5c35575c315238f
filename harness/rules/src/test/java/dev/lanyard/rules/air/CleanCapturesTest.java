package dev.lanyard.rules.air;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.nan.dialogue.Dialogue;
import dev.lanyard.wire.nan.dialogue.Dialogues;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The clean dialogues of Wi-Fi Aware break no rule, without keys and with them. */
class CleanCapturesTest {

    @Test
    void cleanDialoguesBreakNothing() {
        Map<String, List<String>> broken = new TreeMap<>();
        Map<String, List<String>> none = new TreeMap<>();
        for (Map.Entry<String, Dialogue> entry : Dialogues.all().entrySet()) {
            for (AirKeys keys : List.of(AirKeys.NONE, Played.keysOf(entry.getValue()))) {
                Played played = Played.of(entry.getValue(), keys);
                broken.put(entry.getKey(), played.breaches().stream().map(breach -> breach.rule() + " "
                        + breach.reason()).toList());
                none.put(entry.getKey(), List.of());
                assertTrue(played.awareFrames() > 0, entry.getKey());
            }
        }
        assertEquals(none, broken);
    }
}
