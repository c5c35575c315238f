package dev.lanyard.runner.step;

import dev.lanyard.drivers.cdc.CdcDriver;
import dev.lanyard.drivers.cdc.CdcOptions;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbDeviceInfo;
import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * An opened accessory: the connection, its driver, and the IP host on its link. Closing it closes what steps
 * began, host, driver and connection, in this order, however broken one of them is.
 *
 * <p>Where the operating system's driver has the accessory there is neither connection nor driver: a step that needs
 * one does not concern such an attachment, and says so by the {@link StepFailure} that it gets.
 */
public interface Attachment extends AutoCloseable {

    UsbConnection connection() throws StepFailure;

    CdcDriver driver() throws StepFailure;

    IpHost ip();

    /** What steps began on it. */
    Services services();

    /** What is known of the device; empty where the operating system does not tell. */
    default Optional<UsbDeviceInfo> device() throws StepFailure {
        return Optional.of(connection().device());
    }

    /** Which class of function it has, where that is known. */
    default Optional<CdcDriver.Kind> kind() throws StepFailure {
        return Optional.of(driver().kind());
    }

    /** The address that the accessory gives the host. */
    default MacAddress hostMacAddress() throws StepFailure {
        return driver().hostMacAddress();
    }

    /** Selects an alternate setting of the data interface with {@code changed} options, which hold for this once. */
    default void selectAlternate(int bAlternateSetting, UnaryOperator<CdcOptions> changed, Duration within)
            throws StepFailure, IOException, InterruptedException {
        CdcDriver driver = driver();
        CdcOptions usual = driver.options();
        driver.options(changed.apply(usual));
        try {
            driver.selectAlternate(bAlternateSetting, within);
        } finally {
            driver.options(usual);
        }
    }

    /**
     * The state of the link, where only that is seen of what the accessory says of it: the carrier of an operating
     * system's driver. Empty where its notifications are read.
     */
    default Optional<Boolean> carrier() {
        return Optional.empty();
    }

    /**
     * Gives the operating system an address on the accessory's interface, for sockets of its own, until this is closed.
     *
     * @throws StepFailure where the harness itself drives the accessory, so that the system has no such interface
     */
    default void systemAddress(Inet4Address address, int prefixLength) throws StepFailure, IOException {
        throw StepFailure.notApplicable("the operating system has no interface of this accessory: the harness drives "
                + "it (net:… instead of usb:… leaves it to the system)");
    }

    /** Completes with the reason when the accessory vanishes; never when the harness lets it go. */
    default CompletableFuture<String> detached() throws StepFailure {
        return connection().detached();
    }

    @Override
    void close();
}
