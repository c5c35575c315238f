package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.runner.profile.Profiles;
import dev.lanyard.runner.yaml.Defects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which of several profiles describes a device that none of them names. */
@Timeout(60)
class ProfileMatchTest {

    private static final String IDS = "identity: {vendor-id: 0x1209, product-id: 0x0002}\n";

    private static Described described;

    @TempDir
    private Path folder;

    @BeforeAll
    static void describe() throws Exception {
        described = Described.of(AccessorySpec.parse("emulated:ncm"));
    }

    private void profile(String name, String rest) throws IOException {
        Files.writeString(folder.resolve(name + ".yaml"),
                "profile: " + name + "\ntransport: usb\nfunction: ncm\n" + rest);
    }

    private Optional<String> match() {
        Defects defects = new Defects();
        List<Profiles.Filed> profiles = Profiles.all(folder, defects);
        assertTrue(defects.isEmpty(), () -> defects.list().toString());
        return ProfileMatch.find(profiles, described, ProfileText.of(described).orElseThrow()).map(ProfileMatch::why);
    }

    @Test
    void theMostSpecialTraitDecides() throws IOException {
        profile("ids", IDS);
        assertEquals(Optional.of("ids, whose identity the device has"), match());
        profile("mac", IDS + "link: {host-mac: 00:00:5e:00:53:02}\n");
        assertEquals(Optional.of("mac, whose host address the device gives"), match());
        profile("serial", "identity: {vendor-id: 0x1209, product-id: 0x0002, serial: LY-NCM-0000}\n");
        assertEquals(Optional.of("serial, whose serial number the device has"), match());
        profile("port", "accessories: [usb:1-1]\n");
        assertEquals(Optional.of("port, which names its port"), match());
    }

    @Test
    void anotherUnitIsNotDescribed() throws IOException {
        profile("other", "identity: {vendor-id: 0x1209, product-id: 0x0002, serial: OTHER}\n");
        profile("named", "accessories: [\"usb:1209:0002/OTHER\"]\n" + IDS);
        assertEquals(Optional.empty(), match());
        profile("this", "accessories: [\"usb:1209:0002/LY-NCM-0000\"]\n");
        assertEquals(Optional.of("this, whose serial number the device has"), match());
    }

    @Test
    void anotherFunctionOrProductIsNotDescribed() throws IOException {
        Files.writeString(folder.resolve("ecm.yaml"), "profile: ecm\ntransport: usb\nfunction: ecm\n" + IDS);
        profile("product", "identity: {vendor-id: 0x1209, product-id: 0x0003}\n");
        assertEquals(Optional.empty(), match());
    }

    @Test
    void twoThatDescribeItEquallyWellAreAnErrorThatSaysHowToTellThemApart() throws IOException {
        profile("a", IDS);
        profile("b", "accessories: [\"usb:1209:0002\"]\n");
        assertEquals("several profiles describe 1209:0002 at 1-1 equally well: a, b; name one with --profile FILE, or "
                + "tell them apart by serial number (identity: {serial: …}), port (accessories: [usb:1-1]) or "
                + "link: {host-mac: …}", assertThrows(CommandFailed.class, this::match).getMessage());
    }
}
