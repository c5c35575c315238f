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

class AwareChecksTest {

    @TempDir
    private Path root;

    private Machine linux() {
        return new Machine(root, "Linux", "ada", Path.of("/opt/jdk"));
    }

    private void program(String path) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        assertTrue(file.toFile().setExecutable(true));
    }

    @Test
    void withoutRadiosEachSaysWhatItNeedsAndNoneIsAProblem() {
        List<Diagnosis> found = AwareChecks.all(linux());

        assertEquals(List.of("monitor radio", "wpa_supplicant", "android", "esp32"),
                found.stream().map(Diagnosis::area).toList());
        assertTrue(found.stream().allMatch(one -> one.state() == State.NOT_APPLICABLE
                && one.sentence().contains("need")), found::toString);
    }

    @Test
    void anAdapterWithoutIwIsTold() throws IOException {
        Files.createDirectories(root.resolve("sys/class/ieee80211/phy0"));

        assertEquals("sudo apt-get install iw", AwareChecks.monitor(linux()).fix());
        program("usr/sbin/iw");
        assertEquals(Diagnosis.fine("monitor radio", "phy0 and iw are here"), AwareChecks.monitor(linux()));
    }

    @Test
    void findsAdbAndSerialPorts() throws IOException {
        program("usr/bin/adb");
        program("dev/ttyUSB0");

        assertEquals(State.FINE, AwareChecks.android(linux()).state());
        assertTrue(AwareChecks.esp32(linux()).sentence().startsWith("ttyUSB0"));
    }
}
