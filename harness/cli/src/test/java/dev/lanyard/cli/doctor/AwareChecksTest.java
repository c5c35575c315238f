package dev.lanyard.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.cli.doctor.Diagnosis.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwareChecksTest {

    @TempDir
    private Path root;

    /** Files that this user may not use. */
    private final Set<String> closed = new HashSet<>();

    private Machine linux() {
        return new Machine(root, "Linux", "ada", file -> !closed.contains(root.relativize(file).toString()));
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
        assertEquals("phy0 and iw are here, and no interface is in monitor mode yet",
                AwareChecks.monitor(linux()).sentence());
        assertTrue(AwareChecks.monitor(linux()).fix().startsWith("sudo iw dev ADAPTER interface add mon0"));
        Files.writeString(Files.createDirectories(root.resolve("sys/class/net/mon0")).resolve("type"), "803\n");
        assertEquals(Diagnosis.fine("monitor radio", "phy0 and iw are here, and in monitor mode mon0"),
                AwareChecks.monitor(linux()));
    }

    @Test
    void aControlInterfaceThatIsClosedComesWithTheGroupThatOpensIt() throws IOException {
        Files.createDirectories(root.resolve("run/wpa_supplicant"));
        Files.createFile(root.resolve("run/wpa_supplicant/nan0"));
        closed.add("run/wpa_supplicant/nan0");

        Diagnosis found = AwareChecks.supplicant(linux());

        assertEquals("ada may not use the control interface of nan0", found.sentence());
        assertTrue(found.fix().contains("sudo usermod -aG netdev ada"), found.fix());
    }

    @Test
    void findsAdbAndSerialPorts() throws IOException {
        program("usr/bin/adb");
        program("dev/ttyUSB0");

        assertEquals(State.FINE, AwareChecks.android(linux()).state());
        assertTrue(AwareChecks.esp32(linux()).sentence().startsWith("ttyUSB0"));
    }
}
