package dev.lanyard.rules.air;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.rules.Catalogue;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.dialogue.Dialogue;
import dev.lanyard.wire.nan.dialogue.Dialogues;
import dev.lanyard.wire.nan.dialogue.Typical;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is on the air, no judge fails, and what is known stays bounded. */
class AirJudgesAreTotalTest {

    private static final int ROUNDS = 150;

    @Test
    void shuffledTruncatedAndCorruptedFramesFailNoJudge() {
        Random random = new Random(7);
        List<Dialogue.Frame> all = new ArrayList<>();
        Dialogues.all().values().forEach(dialogue -> all.addAll(dialogue.frames()));
        for (int round = 0; round < ROUNDS; round++) {
            AirMonitor monitor = new AirMonitor(Catalogue.air().rules(), round % 2 == 0 ? Played.KEYS : AirKeys.NONE,
                    AirDeclarations.ofNames(Map.of(Typical.SERVICE, Typical.SERVICE_NAME)));
            List<Dialogue.Frame> frames = new ArrayList<>(all);
            if (random.nextInt(3) == 0) {
                Collections.shuffle(frames, random);
            }
            long number = 0;
            for (Dialogue.Frame frame : frames) {
                Bytes octets = random.nextInt(3) == 0 ? corrupt(frame.octets(), random) : frame.octets();
                number++;
                monitor.add(new AirFrame.Reception(number, random.nextInt(9) == 0 ? random.nextLong() : number * 1000,
                        random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(7000))), octets);
            }
            Air air = monitor.end();
            assertEquals(Map.of(), monitor.failures());
            air.devices().forEach(device -> device.breaches().forEach(breach ->
                    assertFalse(breach.reason().isBlank(), breach::rule)));
        }
    }

    @Test
    void aFloodOfAddressesIsBounded() {
        AirMonitor monitor = new AirMonitor(Catalogue.air().rules(), AirKeys.NONE, AirDeclarations.NONE);
        Bytes publish = Dialogues.discovery(Dialogues.CLEAN).frame("publish").octets();
        for (int i = 0; i < 5000; i++) {
            byte[] frame = publish.toArray();
            frame[12] = (byte) (i >> 8);
            frame[13] = (byte) i;
            monitor.add(new AirFrame.Reception(i + 1, i * 1000L, OptionalInt.empty()), Bytes.wrap(frame));
        }
        Air air = monitor.end();
        assertEquals(Air.MAX_DEVICES, air.devices().size());
        assertEquals(5000 - Air.MAX_DEVICES, air.unfollowed());
        assertTrue(air.devices().stream().allMatch(device -> device.services().size() == 1));
    }

    private static Bytes corrupt(Bytes octets, Random random) {
        byte[] changed = octets.truncate(random.nextInt(octets.length() + 1)).toArray();
        for (int i = 0; i < 3 && changed.length > 0; i++) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        return Bytes.wrap(changed);
    }
}
