package dev.lanyard.drivers.usb;

import dev.lanyard.wire.Bytes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A transfer under way. */
public interface UsbTransfer {

    /**
     * Completes with the octets that arrived (IN) or with the octets sent (OUT), or exceptionally with a
     * {@link UsbException}, at the latest when its deadline has passed. Dependent actions run on the host's own
     * thread and must not block.
     */
    CompletableFuture<Bytes> completion();

    /** Withdraws it: it then completes with {@link UsbError#CANCELLED}, unless it completed before. */
    void cancel();

    /** Waits for completion, which the deadline bounds. */
    default Bytes await() throws UsbException, InterruptedException {
        try {
            return completion().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UsbException usb) {
                throw usb;
            }
            throw new UsbException(UsbError.IO, "transfer", e.getCause());
        }
    }
}
