package dev.lanyard.drivers.usb;

import dev.lanyard.wire.DeviceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which of this machine's devices is meant: by bus path ({@code 1-2.3}), by vendor and product
 * ({@code 0525:a4a1}), or by these and the serial number ({@code 0525:a4a1/LAB-1}).
 */
public sealed interface UsbDeviceSelector {

    /** Where a device is looked for. */
    interface Candidates {

        List<UsbDeviceInfo> list() throws UsbException;

        /** The serial number of a device; empty when it has none, or does not let itself be asked. */
        Optional<String> serialNumber(String id) throws UsbException;
    }

    /** The forms of a name, for help and messages. */
    String FORMS = "usb:BUS-PORT (usb:1-2.3), usb:VID:PID (usb:0525:a4a1) or usb:VID:PID/SERIAL";

    Pattern PATH = Pattern.compile("\\d{1,3}-\\d{1,3}(?:\\.\\d{1,3}){0,6}");
    Pattern IDS = Pattern.compile("(?<vid>[0-9a-fA-F]{4}):(?<pid>[0-9a-fA-F]{4})(?:/(?<serial>.{1,126}))?");

    /** By the port. */
    record ByPath(String path) implements UsbDeviceSelector {

        @Override
        public String choose(Candidates candidates) {
            return path;
        }
    }

    /** By vendor and product, {@code vidPid} in lower case. */
    record ByIds(String vidPid, Optional<String> serial) implements UsbDeviceSelector {

        @Override
        public String choose(Candidates candidates) throws UsbException {
            List<UsbDeviceInfo> all = candidates.list();
            List<UsbDeviceInfo> alike = all.stream().filter(device -> device.vidPid().equals(vidPid)).toList();
            List<UsbDeviceInfo> meant = new ArrayList<>();
            List<String> seen = new ArrayList<>();
            for (UsbDeviceInfo device : alike) {
                Optional<String> its = candidates.serialNumber(device.id());
                seen.add(device.id() + " with " + its.map(s -> "serial number " + DeviceText.quoted(s))
                        .orElse("no readable serial number"));
                if (serial.isEmpty() || serial.equals(its)) {
                    meant.add(device);
                }
            }
            if (meant.size() == 1) {
                return meant.getFirst().id();
            }
            String asked = "opening of " + vidPid + serial.map(s -> "/" + s).orElse("");
            if (meant.isEmpty()) {
                throw new UsbException(UsbError.NOT_FOUND, asked, alike.isEmpty()
                        ? all.isEmpty() ? "no device is attached" : "there are: " + all.stream()
                                .map(d -> d.id() + " (" + d.vidPid() + ")").collect(Collectors.joining(", "))
                        : "of these ids there is " + String.join("; ", seen));
            }
            throw new UsbException(UsbError.BUSY, asked, "several are attached, name one by its bus path: "
                    + String.join("; ", seen));
        }
    }

    /** @throws IllegalArgumentException when it is of none of the forms; the message shows them */
    static UsbDeviceSelector parse(String text) {
        Matcher ids = IDS.matcher(text);
        if (ids.matches()) {
            return new ByIds((ids.group("vid") + ":" + ids.group("pid")).toLowerCase(Locale.ROOT),
                    Optional.ofNullable(ids.group("serial")));
        }
        if (PATH.matcher(text).matches()) {
            return new ByPath(text);
        }
        throw new IllegalArgumentException("\"usb:" + text + "\" is not of the form " + FORMS);
    }

    /**
     * The id of the one device that is meant. A bus path is taken at its word.
     *
     * @throws UsbException {@link UsbError#NOT_FOUND} or {@link UsbError#BUSY} when it is not one; names what is there
     */
    String choose(Candidates candidates) throws UsbException;
}
