package dev.lanyard.drivers.cdc;

import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.cdc.ClassRequest;
import java.time.Duration;

/** Makes class requests of a device; errors carry the request's name. */
record ClassRequests(UsbConnection connection) {

    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(5);

    Bytes make(ClassRequest request, Deadline deadline) throws UsbException, InterruptedException {
        String name = CdcRequest.of(request.setup()).map(CdcRequest::title).orElse("class request");
        try {
            return connection.control(request.setup(), request.data(), deadline.remaining(name, REQUEST_LIMIT));
        } catch (UsbException e) {
            throw new UsbException(e.error(), name, e);
        }
    }
}
