package dev.lanyard.drivers.usb;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.TransferType;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes evidence of everything that passes another connection: {@link Event.Attached} when it is made, one
 * {@link Event.Transfer} per transfer before anybody else learns of its completion, {@link Event.Detached} when the
 * device vanishes or this is closed. Its source is {@value #SOURCE}.
 *
 * <p>SET_CONFIGURATION, SET_INTERFACE and CLEAR_FEATURE(ENDPOINT_HALT), which the host makes itself, are recorded as
 * the control transfers that they are on the bus. A port reset is no transfer and becomes a note.
 */
public final class RecordingUsbConnection implements UsbConnection {

    /** The source of the events. */
    public static final String SOURCE = "usb";

    private static final int SET_CONFIGURATION = 9;
    private static final int SET_INTERFACE = 11;
    private static final int CLEAR_FEATURE = 1;
    private static final int ENDPOINT_HALT = 0;

    private final UsbConnection connection;
    private final Recorder recorder;
    private final AtomicLong ids;
    private volatile boolean detachIsExpected;
    private final AtomicBoolean detachRecorded = new AtomicBoolean();

    /**
     * @param accessory what the evidence calls the device: the accessory's spec
     * @param ids       numbers the transfers of the attempt; shared by all connections that record in it
     */
    public RecordingUsbConnection(UsbConnection connection, Recorder recorder, String accessory, AtomicLong ids) {
        this.connection = connection;
        this.recorder = recorder;
        this.ids = ids;
        UsbDeviceInfo device = connection.device();
        recorder.record(SOURCE, new Event.Attached(accessory, device.idVendor(), device.idProduct(), device.speed()));
        connection.detached().thenAccept(reason -> recordDetach(reason, detachIsExpected));
    }

    /** From now on the device is expected to vanish: its power is about to be cut. */
    public void expectDetach() {
        detachIsExpected = true;
    }

    @Override
    public UsbDeviceInfo device() {
        return connection.device();
    }

    @Override
    public UsbTransfer submit(TransferRequest request) {
        long id = ids.incrementAndGet();
        long submitted = recorder.nanos();
        UsbTransfer transfer = connection.submit(request);
        CompletableFuture<Bytes> completion = new CompletableFuture<>();
        transfer.completion().whenComplete((data, failure) -> {
            record(id, submitted, request, data, failure);
            if (failure == null) {
                completion.complete(data);
            } else {
                completion.completeExceptionally(cause(failure));
            }
        });
        return new RecordedTransfer(transfer, completion);
    }

    @Override
    public void setConfiguration(int bConfigurationValue, Duration timeout) throws UsbException, InterruptedException {
        recordRequest(new SetupPacket(0x00, SET_CONFIGURATION, bConfigurationValue, 0, 0),
                () -> connection.setConfiguration(bConfigurationValue, timeout));
    }

    @Override
    public void setInterface(int bInterfaceNumber, int bAlternateSetting, Duration timeout)
            throws UsbException, InterruptedException {
        recordRequest(new SetupPacket(0x01, SET_INTERFACE, bAlternateSetting, bInterfaceNumber, 0),
                () -> connection.setInterface(bInterfaceNumber, bAlternateSetting, timeout));
    }

    @Override
    public void clearHalt(int endpointAddress, Duration timeout) throws UsbException, InterruptedException {
        recordRequest(new SetupPacket(0x02, CLEAR_FEATURE, ENDPOINT_HALT, endpointAddress, 0),
                () -> connection.clearHalt(endpointAddress, timeout));
    }

    @Override
    public void reset(Duration timeout) throws UsbException, InterruptedException {
        try {
            connection.reset(timeout);
            recorder.record(SOURCE, new Event.Note(Event.Severity.INFO, "the port was reset"));
        } catch (UsbException e) {
            recorder.record(SOURCE, new Event.Note(Event.Severity.WARNING, e.getMessage()));
            throw e;
        }
    }

    @Override
    public void suspend(Duration duration) throws UsbException, InterruptedException {
        connection.suspend(duration);
        recorder.record(SOURCE, new Event.Note(Event.Severity.INFO, "the port was suspended and resumed"));
    }

    @Override
    public void claim(int bInterfaceNumber) throws UsbException {
        connection.claim(bInterfaceNumber);
    }

    @Override
    public Thread.Builder readers() {
        return connection.readers();
    }

    @Override
    public CompletableFuture<String> detached() {
        return connection.detached();
    }

    @Override
    public void close() {
        connection.close();
        recordDetach("closed by the harness", true);
    }

    private void recordDetach(String reason, boolean expected) {
        if (detachRecorded.compareAndSet(false, true)) {
            recorder.record(SOURCE, new Event.Detached(reason, expected));
        }
    }

    @FunctionalInterface
    private interface Request {
        void make() throws UsbException, InterruptedException;
    }

    private void recordRequest(SetupPacket setup, Request request) throws UsbException, InterruptedException {
        long id = ids.incrementAndGet();
        long submitted = recorder.nanos();
        String status = UsbError.IO.name();
        try {
            request.make();
            status = "OK";
        } catch (UsbException e) {
            status = e.error().name();
            throw e;
        } catch (InterruptedException e) {
            status = UsbError.CANCELLED.name();
            throw e;
        } finally {
            recorder.record(SOURCE, new Event.Transfer(id, TransferType.CONTROL, 0x00, setup, 0, status, submitted,
                    false, Bytes.EMPTY));
        }
    }

    private void record(long id, long submitted, TransferRequest request, Bytes arrived, Throwable failure) {
        String status = failure == null ? "OK" : error(cause(failure)).name();
        Bytes data = request.isIn() ? (arrived == null ? Bytes.EMPTY : arrived) : request.data();
        recorder.record(SOURCE, new Event.Transfer(id, request.type(), request.endpointAddress(), request.setup(),
                request.length(), status, submitted, request.zeroPacket(), data));
    }

    private static UsbError error(Throwable cause) {
        return cause instanceof UsbException usb ? usb.error() : UsbError.IO;
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private record RecordedTransfer(UsbTransfer transfer, CompletableFuture<Bytes> completion) implements UsbTransfer {

        @Override
        public void cancel() {
            transfer.cancel();
        }
    }
}
