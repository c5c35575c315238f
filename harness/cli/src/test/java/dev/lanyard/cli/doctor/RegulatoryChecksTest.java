package dev.lanyard.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.cli.doctor.Diagnosis.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of channels, by what iw 5.19 and its neighbours print. */
class RegulatoryChecksTest {

    private static final String WORLD = """
            Wiphy phy0
            \twiphy index: 0
            \tBand 1:
            \t\tFrequencies:
            \t\t\t* 2412 MHz [1] (20.0 dBm)
            \t\t\t* 2437 MHz [6] (20.0 dBm)
            \t\t\t* 2484 MHz [14] (disabled)
            \tBand 2:
            \t\tFrequencies:
            \t\t\t* 5220 MHz [44] (20.0 dBm) (no IR)
            \t\t\t* 5260 MHz [52] (20.0 dBm) (no IR, radar detection)
            \t\t\t* 5745 MHz [149] (20.0 dBm) (no IR)
            """;

    @TempDir
    private Path root;

    private List<Diagnosis> with(String said) throws IOException {
        Files.createDirectories(root.resolve("sys/class/ieee80211/phy0"));
        Path text = Files.writeString(root.resolve("iw.txt"), said);
        Path iw = Files.createDirectories(root.resolve("usr/sbin")).resolve("iw");
        Files.writeString(iw, "#!/bin/sh\n[ \"$*\" = phy ] && cat '" + text + "'\n");
        assertTrue(iw.toFile().setExecutable(true));
        return RegulatoryChecks.all(new Machine(root, "Linux", "ada", _ -> true));
    }

    @Test
    void theWorldsDomainBarsFiveGigahertzAndACountryIsTheFix() throws IOException {
        Diagnosis found = with(WORLD).getFirst();

        assertEquals(State.WARNING, found.state());
        assertTrue(found.sentence().startsWith("phy0 may not send on channel 44 (discovery at 5 GHz in some countries): "
                + "no IR, nor on channel 149 (data paths, discovery at 5 GHz): no IR"), found::sentence);
        assertTrue(found.fix().startsWith("sudo iw reg set US"), found::fix);
    }

    @Test
    void aCountryThatPermitsAllIsFine() throws IOException {
        assertEquals(List.of(Diagnosis.fine("regulatory domain", "phy0 may send on channels 6, 44 and 149")),
                with(WORLD.replace(" (no IR)", "")));
        assertEquals(State.FINE, with(WORLD.replace(" (no IR)", "").replace("5745 MHz", "5745.0 MHz")).getFirst().state());
    }

    @Test
    void disabledAndPassiveChannelsAreBarredToo() throws IOException {
        String europe = WORLD.replace("5220 MHz [44] (20.0 dBm) (no IR)", "5220 MHz [44] (23.0 dBm)");
        assertTrue(with(europe.replace("(20.0 dBm) (no IR)", "(disabled)")).getFirst().sentence()
                .contains("149 (data paths, discovery at 5 GHz): disabled"));
        assertTrue(with(europe.replace("(no IR)", "(passive scanning, no IBSS)")).getFirst().sentence()
                .contains("149 (data paths, discovery at 5 GHz): passive scan"));
    }

    @Test
    void eachAdapterIsAskedAndOneOfASingleBandIsTold() throws IOException {
        List<Diagnosis> found = with(WORLD.replace(" (no IR)", "") + WORLD.substring(0, WORLD.indexOf("\tBand 2"))
                .replace("phy0", "phy1"));

        assertEquals(2, found.size());
        assertEquals("phy1 has no channel 44 (discovery at 5 GHz in some countries), no channel 149 (data paths, "
                + "discovery at 5 GHz)", found.get(1).sentence());
    }

    @Test
    void nothingIsSaidWithoutWiFiOrWithoutAnAnswer() throws IOException {
        assertEquals(List.of(), with(""));
        assertEquals(List.of(), with("command failed: No such file or directory (-2)\n"));
        Files.delete(root.resolve("usr/sbin/iw"));
        assertEquals(List.of(), RegulatoryChecks.all(new Machine(root, "Linux", "ada", _ -> true)));
        assertEquals(List.of(), RegulatoryChecks.all(new Machine(root.resolve("usr"), "Linux", "ada", _ -> true)));
    }
}
