package dev.lanyard.drivers.kernel;

import dev.lanyard.drivers.cdc.CdcDriver;
import dev.lanyard.drivers.usb.UsbDeviceInfo;
import dev.lanyard.wire.net.MacAddress;
import java.util.Optional;

/**
 * A network interface of the operating system.
 *
 * @param name         as the operating system calls it; may change while it exists
 * @param index        its number there, which does not change
 * @param mac          its address: for an accessory's the one that iMACAddress names
 * @param mtu          the largest IP packet in octets
 * @param driver       the driver that made it; empty where the operating system does not tell
 * @param device       the USB device behind it, where the operating system tells
 * @param serialNumber that device's serial number
 */
public record KernelInterface(String name, int index, MacAddress mac, int mtu, String driver,
                              Optional<UsbDeviceInfo> device, Optional<String> serialNumber) {

    /** Which class of function the driver drives, where its name tells. */
    public Optional<CdcDriver.Kind> kind() {
        return switch (driver) {
            case "cdc_ncm", "huawei_cdc_ncm" -> Optional.of(CdcDriver.Kind.NCM);
            case "cdc_ether" -> Optional.of(CdcDriver.Kind.ECM);
            default -> Optional.empty();
        };
    }

    /** {@code usb0 (02:4c:4e:43:4d:01, cdc_ncm, 1d6b:4e43 at 1-1)}. */
    @Override
    public String toString() {
        return name + " (" + mac + (driver.isEmpty() ? "" : ", " + driver)
                + device.map(info -> ", " + info.vidPid() + " at " + info.id()).orElse("") + ")";
    }
}
