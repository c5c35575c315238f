package dev.lanyard.wire.nan.dialogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.Dot11Frame;
import dev.lanyard.wire.nan.AwareFixtures;
import dev.lanyard.wire.nan.attribute.DeviceCapabilityExtension;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.attribute.SharedKeyDescriptor;
import dev.lanyard.wire.nan.frame.NanFrame;
import dev.lanyard.wire.nan.security.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DialoguesTest {

    /**
     * The captures of the repository are these dialogues. With {@code -Dlanyard.regenerate=true} they are written anew.
     */
    @Test
    void capturesAreUpToDate() throws IOException {
        for (Map.Entry<String, Dialogue> entry : Dialogues.all().entrySet()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            entry.getValue().write(out);
            upToDate(entry.getKey() + ".pcapng", out.toByteArray());
        }
        upToDate("keys.yaml", keys().getBytes(StandardCharsets.UTF_8));
    }

    private static void upToDate(String name, byte[] wanted) throws IOException {
        Path file = AwareFixtures.FOLDER.resolve("captures").resolve(name);
        if (Boolean.getBoolean("lanyard.regenerate")) {
            Files.createDirectories(file.getParent());
            Files.write(file, wanted);
        }
        assertTrue(Files.exists(file), () -> file + " is missing; see fixtures/wifi-aware/README.md");
        assertEquals(Bytes.copyOf(Files.readAllBytes(file)), Bytes.copyOf(wanted), () -> file
                + " is not what the dialogue is now; see fixtures/wifi-aware/README.md");
    }

    /** The keys of the dialogues as lint takes them. */
    private static String keys() {
        DialogueKeys keys = DialogueKeys.all();
        return "# The keys of the captures beside this file, for lint --keys. They are made up and protect nothing.\n"
                + list("nik", keys.identity()) + list("pmk", keys.dataPath()) + list("nm-kek", keys.wrapping())
                + list("tk", keys.temporal()) + list("pasn-kck", keys.pasn())
                + "passphrase: [\"" + keys.passphrase() + "\"]\n";
    }

    private static String list(String name, List<Secret> keys) {
        StringBuilder text = new StringBuilder(name + ":\n");
        keys.forEach(key -> text.append("  - \"").append(Bytes.wrap(key.expose()).toHex()).append("\"\n"));
        return text.toString();
    }

    @Test
    void everyFrameDecodesWithoutDefectAndEncodesTheSameOctets() {
        Dialogues.all().forEach((name, dialogue) -> dialogue.frames().forEach(frame -> {
            Dot11Frame decoded = Dot11Frame.decode(frame.octets());
            assertEquals(List.of(), decoded.defects(), () -> name + " " + frame.name());
            assertEquals(frame.octets(), decoded.encode(), () -> name + " " + frame.name());
            NanFrame.decode(frame.octets()).ifPresent(nan -> {
                assertEquals(List.of(), nan.defects(), () -> name + " " + frame.name());
                assertEquals(frame.octets(), nan.encode(), () -> name + " " + frame.name());
            });
        }));
    }

    @Test
    void changesFramesByName() {
        Dialogue clean = Dialogues.bootstrapping(Dialogues.CLEAN);
        Dialogue without = clean.remove("publish", DeviceCapabilityExtension.class);
        assertTrue(clean.frame("publish").nan().first(DeviceCapabilityExtension.class).isPresent());
        assertFalse(without.frame("publish").nan().first(DeviceCapabilityExtension.class).isPresent());
        assertTrue(without.frame("solicited").nan().first(DeviceCapabilityExtension.class).isPresent());
        Dialogue other = clean.replace("bootstrap-request", PairingBootstrapping.class,
                npba -> PairingBootstrapping.request(npba.dialogToken(), 0x0002));
        assertEquals(0x0002, other.frame("bootstrap-request").nan().first(PairingBootstrapping.class).orElseThrow()
                .methods());
        assertEquals(clean.frames().size() - 1, clean.without("bootstrap-response").frames().size());
        assertThrows(IllegalArgumentException.class, () -> clean.without("no such frame"));
        assertThrows(IllegalArgumentException.class,
                () -> clean.remove("sync-beacon", DeviceCapabilityExtension.class));
    }

    @Test
    void makesChangesBeforeIntegrityCodes() {
        Dialogue clean = Dialogues.securedDataPath(Dialogues.CLEAN);
        Dialogue changed = Dialogues.securedDataPath(stage -> stage.edit("ndp-response",
                Edits.remove(DeviceCapabilityExtension.class)));
        assertNotEquals(mic(clean), mic(changed));
        assertFalse(changed.frame("ndp-response").nan().first(DeviceCapabilityExtension.class).isPresent());
    }

    private static Bytes mic(Dialogue dialogue) {
        return dialogue.frame("ndp-response").nan().first(SharedKeyDescriptor.class).orElseThrow().descriptor()
                .mic();
    }
}
