package dev.lanyard.drivers.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TtyFinderTest {

    @TempDir
    private Path root;

    private TtyFinder finder;

    /** As Linux shows two composite gadgets with ACM and NCM, a network function alone, and an FTDI cable. */
    @BeforeEach
    void machine() throws IOException {
        device("1-1", "0525", "a4aa", "LAB-1");
        Files.createDirectories(path("1-1/1-1:1.2/tty/ttyACM1"));
        Files.createDirectories(path("1-1/1-1:1.0/net/usb0"));
        device("1-2.3", "0525", "a4aa", "LAB-2");
        Files.createDirectories(path("1-2.3/1-2.3:1.2/tty/ttyACM0"));
        device("1-3", "0525", "a4a1", "LAB-3");
        Files.createDirectories(path("1-3/1-3:1.0/net/usb1"));
        device("1-4", "0403", "6001", "FT1");
        Files.createDirectories(path("1-4/1-4:1.0/ttyUSB3/tty/ttyUSB3"));
        finder = new TtyFinder(root);
    }

    private Path path(String below) {
        return root.resolve("sys/bus/usb/devices").resolve(below);
    }

    private void device(String name, String vid, String pid, String serial) throws IOException {
        Files.createDirectories(path(name));
        Files.writeString(path(name + "/idVendor"), vid + "\n");
        Files.writeString(path(name + "/idProduct"), pid + "\n");
        Files.writeString(path(name + "/serial"), serial + "\n");
    }

    private String error(String device) {
        return assertThrows(IOException.class, () -> finder.find(device)).getMessage();
    }

    @Test
    void theConsoleOfTheSameDeviceIsFoundByItsPath() throws IOException {
        assertEquals(root.resolve("dev/ttyACM0"), finder.find("1-2.3"));
        assertEquals(root.resolve("dev/ttyACM1"), finder.find("1-1"));
    }

    @Test
    void anAdapterIsFoundByItsIds() throws IOException {
        assertEquals(root.resolve("dev/ttyUSB3"), finder.find("0403:6001"));
    }

    @Test
    void twoAlikeAreToldApartByTheirSerialNumbers() throws IOException {
        assertEquals(root.resolve("dev/ttyACM0"), finder.find("0525:A4AA/LAB-2"));
        assertEquals("several USB devices are 0525:a4aa, name one by its bus path: 1-1, 1-2.3", error("0525:a4aa"));
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertEquals("USB device 1-3 has no serial port (no CDC-ACM function, or no driver for it: cdc_acm)",
                error("1-3"));
        assertEquals("no USB device is at 9-9", error("9-9"));
        assertEquals("no USB device is 0525:a4aa/LAB-9", error("0525:a4aa/LAB-9"));
        assertEquals("\"../..\" names no USB device: 1-2.3, 0525:a4a1 or 0525:a4a1/SERIAL", error("../.."));
    }
}
