package dev.lanyard.drivers.usb;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * An opened device. Safe for use by many threads; transfers of one endpoint complete in the order of submission.
 *
 * <p>Requests that change what the host itself keeps track of (configuration, alternate setting, halt) have methods of
 * their own, because not every host lets them pass as plain control transfers.
 */
public interface UsbConnection extends AutoCloseable {

    UsbDeviceInfo device();

    /** Starts a transfer and returns at once. On a closed or detached connection the transfer completes exceptionally. */
    UsbTransfer submit(TransferRequest request);

    /** SET_CONFIGURATION (USB 2.0 §9.4.7). */
    void setConfiguration(int bConfigurationValue, Duration timeout) throws UsbException, InterruptedException;

    /** SET_INTERFACE (USB 2.0 §9.4.10); resets the data toggles of the interface's endpoints. */
    void setInterface(int bInterfaceNumber, int bAlternateSetting, Duration timeout)
            throws UsbException, InterruptedException;

    /** CLEAR_FEATURE(ENDPOINT_HALT) (USB 2.0 §9.4.5); resets the data toggle. */
    void clearHalt(int endpointAddress, Duration timeout) throws UsbException, InterruptedException;

    /** Resets the port; configuration and alternates are lost. {@link UsbError#UNSUPPORTED} where the host cannot. */
    void reset(Duration timeout) throws UsbException, InterruptedException;

    /**
     * Suspends the port for a while and resumes it (USB 2.0 §7.1.7.6).
     *
     * @throws UsbException {@link UsbError#UNSUPPORTED} where the host cannot, as with USB/IP, which has no message
     *                      for it
     */
    default void suspend(Duration duration) throws UsbException, InterruptedException {
        throw new UsbException(UsbError.UNSUPPORTED, "suspending " + device().id() + " for " + duration.toMillis()
                + " ms", "this transport cannot suspend a port");
    }

    /** Takes an interface from whoever holds it, the operating system's driver included, until {@link #close}. */
    void claim(int bInterfaceNumber) throws UsbException;

    /**
     * What makes the threads that wait for one transfer after another: virtual ones, unless transfers complete on a
     * thread of the operating system's, which wakes another such one sooner than the pool that carries virtual ones.
     */
    default Thread.Builder readers() {
        return Thread.ofVirtual();
    }

    /** Completes with the reason when the device vanishes; never when the harness closes it. */
    CompletableFuture<String> detached();

    /** Withdraws all transfers and gives everything taken back. Idempotent. */
    @Override
    void close();

    /** Makes a control transfer and waits for it. Returns what arrived, or for OUT what was sent. */
    default Bytes control(SetupPacket setup, Bytes data, Duration timeout) throws UsbException, InterruptedException {
        return submit(TransferRequest.control(setup, data, timeout)).await();
    }

    /** Makes a control read and waits for it. */
    default Bytes control(SetupPacket setup, Duration timeout) throws UsbException, InterruptedException {
        return control(setup, Bytes.EMPTY, timeout);
    }
}
