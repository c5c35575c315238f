package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.libusb.LibUsbAccessoryProvider;
import dev.lanyard.drivers.usb.UsbDeviceInfo;
import dev.lanyard.wire.usb.UsbSpeed;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two accessories that are alike in everything but where they are plugged in. */
class ArrivalsTest {

    private static final UsbDeviceInfo LEFT = new UsbDeviceInfo("1-2.1", 0x1209, 2, 0x100, UsbSpeed.HIGH, 5);
    private static final UsbDeviceInfo RIGHT = new UsbDeviceInfo("1-2.2", 0x1209, 2, 0x100, UsbSpeed.HIGH, 6);

    @TempDir
    private Path profiles;

    @Test
    void twoThatAreAlikeAreToldApartByTheirPorts() throws Exception {
        for (String name : List.of("left", "right")) {
            Files.writeString(profiles.resolve(name + ".yaml"), "profile: " + name + "\ntransport: usb\nfunction: ncm\n"
                    + "accessories: [usb:1-2." + (name.equals("left") ? 1 : 2) + "]\n");
        }
        StringWriter printed = new StringWriter();
        try (Arrivals arrivals = new Arrivals(new LibUsbAccessoryProvider(), "", profiles, Arrivals.Format.TEXT,
                new PrintWriter(printed))) {
            arrivals.arrived(RIGHT);
            arrivals.arrived(LEFT);
            arrivals.left(RIGHT);

            List<String> lines = printed.toString().lines().toList();
            assertEquals(3, lines.size(), printed.toString());
            assertTrue(lines.get(0).contains("arrived  usb:1-2.2") && lines.get(0).endsWith(", profile right"), lines.get(0));
            assertTrue(lines.get(1).contains("arrived  usb:1-2.1") && lines.get(1).endsWith(", profile left"), lines.get(1));
            assertTrue(lines.get(2).contains("left     usb:1-2.2") && lines.get(2).endsWith(", profile right"), lines.get(2));
            assertEquals("usb:1-2.1", arrivals.next(Duration.ZERO).orElseThrow().toString());
            assertTrue(arrivals.next(Duration.ZERO).isEmpty(), "who left again is not tested");
        }
    }
}
