package dev.lanyard.drivers.usb;

import dev.lanyard.wire.usb.UsbSpeed;

/**
 * What a host tells of a device before it is opened.
 *
 * @param id        names the device to {@link UsbHost#open}: a USB/IP bus id, or a bus path such as {@code 1-2.3}
 * @param idVendor  0..65535
 * @param idProduct 0..65535
 * @param bcdDevice 0..65535
 * @param speed     as negotiated
 * @param address   the number that the bus gave it when it was plugged in (USB 2.0 §9.1.1.4): another one at the same
 *                  place is another attachment, be it of the same device; 0 where the host does not tell
 */
public record UsbDeviceInfo(String id, int idVendor, int idProduct, int bcdDevice, UsbSpeed speed, int address) {

    /** Of a host that tells no addresses. */
    public UsbDeviceInfo(String id, int idVendor, int idProduct, int bcdDevice, UsbSpeed speed) {
        this(id, idVendor, idProduct, bcdDevice, speed, 0);
    }

    /** {@code 0525:a4a1}. */
    public String vidPid() {
        return "%04x:%04x".formatted(idVendor, idProduct);
    }
}
