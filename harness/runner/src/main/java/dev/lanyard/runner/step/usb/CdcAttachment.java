package dev.lanyard.runner.step.usb;

import dev.lanyard.drivers.cdc.CdcDriver;
import dev.lanyard.drivers.cdc.CdcDrivers;
import dev.lanyard.drivers.cdc.CdcOptions;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.runner.step.Attachment;
import dev.lanyard.runner.step.StepContext;
import java.time.Duration;

/** A connection with the driver of its network function and an IP host on that. */
record CdcAttachment(UsbConnection connection, CdcDriver driver, IpHost ip, Recorder recorder) implements Attachment {

    /** Makes driver and host; closes {@code connection} when that fails. */
    static CdcAttachment on(UsbConnection connection, StepContext context, Duration within)
            throws UsbException, InterruptedException {
        boolean made = false;
        try {
            CdcDriver driver = CdcDrivers.probe(connection, CdcOptions.defaults(), context.recorder(), within);
            IpHost ip = new IpHost(driver.link(), context.clock(), context.recorder());
            made = true;
            return new CdcAttachment(connection, driver, ip, context.recorder());
        } finally {
            if (!made) {
                connection.close();
            }
        }
    }

    @Override
    public void close() {
        close("IP host", ip);
        close("driver", driver);
        close("connection", connection);
    }

    private void close(String what, AutoCloseable closing) {
        try {
            closing.close();
        } catch (Exception e) {
            recorder.record("runner", new Event.Note(Event.Severity.WARNING, "closing the " + what + " failed: " + e));
        }
    }
}
