package dev.lanyard.stubs.usb;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.StandardRequests;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A host without anything between it and the device: makes requests and shows how they ended. */
public final class TestHost {

    /** How a request ended. */
    public record Result(Urb.Status status, Bytes data, int actualLength) {

        public boolean isStalled() {
            return status == Urb.Status.STALL;
        }
    }

    /** A request under way. */
    public record Pending(Urb urb, CompletableFuture<Result> result) {

        public boolean isDone() {
            return result.isDone();
        }

        /** Waits at most twenty seconds. */
        public Result get() {
            try {
                return result.get(20, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                throw new AssertionError("no answer on endpoint 0x%02x".formatted(urb.endpointAddress()), e);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    private final EmulatedDevice device;

    public TestHost(EmulatedDevice device) {
        this.device = device;
        device.attach();
    }

    public static Pending pending(int endpoint, SetupPacket setup, Bytes data, int length, boolean zeroPacket) {
        CompletableFuture<Result> result = new CompletableFuture<>();
        Urb urb = new Urb(endpoint, setup, data, length, zeroPacket,
                (ended, status, reply, actual) -> result.complete(new Result(status, reply, actual)));
        return new Pending(urb, result);
    }

    private Pending submit(Pending pending) {
        device.submit(pending.urb());
        return pending;
    }

    public Result control(SetupPacket setup, Bytes data) {
        return submitControl(setup, data).get();
    }

    public Pending submitControl(SetupPacket setup, Bytes data) {
        int endpoint = setup.isDeviceToHost() ? 0x80 : 0;
        return submit(pending(endpoint, setup, data, setup.wLength(), false));
    }

    public Result control(SetupPacket setup) {
        return control(setup, Bytes.EMPTY);
    }

    public Pending in(int endpoint, int length) {
        return submit(pending(endpoint, null, Bytes.EMPTY, length, false));
    }

    public Pending out(int endpoint, Bytes data, boolean zeroPacket) {
        return submit(pending(endpoint, null, data, data.length(), zeroPacket));
    }

    public void configure() {
        control(StandardRequests.setConfiguration(1));
    }

    public Result selectAlternate(int bInterfaceNumber, int bAlternateSetting) {
        return control(StandardRequests.setInterface(bInterfaceNumber, bAlternateSetting));
    }

}
