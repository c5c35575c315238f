package dev.lanyard.runner.step;

import dev.lanyard.drivers.cdc.CdcDriver;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.usb.UsbConnection;

/**
 * An opened accessory: the connection, its driver, and the IP host on its link. Closing it closes what steps
 * began, host, driver and connection, in this order, however broken one of them is.
 */
public interface Attachment extends AutoCloseable {

    UsbConnection connection();

    CdcDriver driver();

    IpHost ip();

    /** What steps began on it. */
    Services services();

    @Override
    void close();
}
