package dev.lanyard.runner.step.usb;

import dev.lanyard.drivers.cdc.CdcDriver;
import dev.lanyard.drivers.cdc.CdcDrivers;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.kernel.KernelAccessory;
import dev.lanyard.drivers.usb.RecordingUsbConnection;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.runner.step.Attachment;
import dev.lanyard.runner.step.Services;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import java.time.Duration;

/** A connection with the driver of its network function and an IP host on that. */
record CdcAttachment(UsbConnection connection, CdcDriver driver, IpHost ip, Services services, Recorder recorder)
        implements Attachment {

    private static final Duration LET_GO = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofMillis(50);

    /** Opens the accessory, or what the operating system made of it where it is to stay with that. */
    static Attachment of(StepContext context, Duration within)
            throws StepFailure, UsbException, InterruptedException {
        return context.accessory() instanceof KernelAccessory accessory
                ? KernelAttachment.open(accessory, context, within) : open(context, within);
    }

    /**
     * Opens the accessory and makes driver and host.
     *
     * @throws StepFailure of the bench when the accessory cannot be reached; unmet when it has no network function
     */
    private static CdcAttachment open(StepContext context, Duration within)
            throws StepFailure, UsbException, InterruptedException {
        UsbConnection connection = new RecordingUsbConnection(reach(context, within), context.recorder(),
                context.accessory().spec().toString(), context.transferIds());
        try {
            return on(connection, context, within);
        } catch (UsbException e) {
            if (e.error() == UsbError.NOT_FOUND) {
                // The device is there; what it lacks is its own affair.
                throw StepFailure.unmet(e.getMessage());
            }
            throw e;
        }
    }

    /** What keeps the harness from reaching an accessory says nothing about the accessory. */
    private static UsbConnection reach(StepContext context, Duration within)
            throws StepFailure, InterruptedException {
        long begin = context.clock().nanos();
        while (true) {
            try {
                return context.accessory().open(within);
            } catch (UsbException e) {
                // A server needs a moment after one client left before it gives the device to the next.
                boolean passing = e.error() == UsbError.BUSY && context.clock().nanos() - begin < LET_GO.toNanos();
                if (!passing) {
                    throw StepFailure.bench(context.accessory().spec() + " cannot be opened: " + e.getMessage(), e);
                }
                context.clock().sleep(AGAIN);
            }
        }
    }

    /** Makes driver and host; closes {@code connection} when that fails. */
    private static CdcAttachment on(UsbConnection connection, StepContext context, Duration within)
            throws UsbException, InterruptedException {
        boolean made = false;
        try {
            CdcDriver driver = CdcDrivers.probe(connection, context.driverOptions(), context.recorder(), within);
            IpHost ip = new IpHost(driver.link(), context.clock(), context.recorder());
            made = true;
            return new CdcAttachment(connection, driver, ip, new Services(), context.recorder());
        } finally {
            if (!made) {
                connection.close();
            }
        }
    }

    @Override
    public void close() {
        close("services", services);
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
