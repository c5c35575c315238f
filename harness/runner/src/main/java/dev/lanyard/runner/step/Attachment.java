package dev.lanyard.runner.step;

import dev.lanyard.drivers.cdc.CdcDriver;
import dev.lanyard.drivers.usb.UsbConnection;

/**
 * An opened accessory: the connection, its driver, and the IP host on its link.
 *
 * <p>Closing it closes these in the order host, driver, connection.
 */
public interface Attachment extends AutoCloseable {

    UsbConnection connection();

    CdcDriver driver();


    @Override
    void close();
}
