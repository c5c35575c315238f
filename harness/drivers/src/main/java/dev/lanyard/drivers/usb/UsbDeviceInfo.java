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
 */
public record UsbDeviceInfo(String id, int idVendor, int idProduct, int bcdDevice, UsbSpeed speed) {

    /** {@code 0525:a4a1}. */
    public String vidPid() {
        return "%04x:%04x".formatted(idVendor, idProduct);
    }
}
