package dev.lanyard.stubs.usbip;

import dev.lanyard.stubs.usb.EmulatedDevice;
import dev.lanyard.stubs.usb.Urb;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.UsbSpeed;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bulk OUT 0x01 comes back on bulk IN 0x81. Vendor requests: 1 keeps its data, 2 gives it back, 3 never answers;
 * all others stall, and so do writes that begin with 0xEE and everything on endpoint 0x02. Endpoint 0x83 never answers.
 */
final class LoopbackDevice implements EmulatedDevice {

    static final int KEEP = 1;
    static final int GIVE_BACK = 2;
    static final int NEVER = 3;

    final AtomicInteger attached = new AtomicInteger();
    final AtomicInteger detached = new AtomicInteger();
    final AtomicInteger configured = new AtomicInteger();
    final AtomicInteger zeroPackets = new AtomicInteger();
    /** Where transfers are dealt with: at once, unless a test wants another thread. */
    volatile Executor executor = Runnable::run;
    private Bytes kept = Bytes.EMPTY;
    private final Deque<Bytes> waitingData = new ArrayDeque<>();
    private final Deque<Urb> waitingReads = new ArrayDeque<>();

    @Override
    public UsbSpeed speed() {
        return UsbSpeed.HIGH;
    }

    @Override
    public Bytes deviceDescriptor() {
        return Bytes.hex("12 01 0002 ff0000 40 6b1d 0401 0601 00 00 00 01");
    }

    @Override
    public Bytes configurationDescriptor() {
        return Bytes.hex("""
                09 02 2e00 01 01 00 80 32  09 04 00 00 04 ff 01 02 00
                07 05 81 02 0002 00  07 05 01 02 0002 00  07 05 02 02 0002 00  07 05 83 03 1000 09""");
    }

    @Override
    public void attach() {
        attached.incrementAndGet();
        configured.set(0);
    }

    @Override
    public synchronized void detach() {
        detached.incrementAndGet();
        waitingData.clear();
        waitingReads.clear();
    }

    @Override
    public void submit(Urb urb) {
        executor.execute(() -> handle(urb));
    }

    private synchronized void handle(Urb urb) {
        switch (urb.endpointAddress() & 0xF) {
            case 0 -> control(urb, urb.setup());
            case 1 -> loop(urb);
            case 2 -> urb.stall();
            default -> { }
        }
    }

    private void control(Urb urb, SetupPacket setup) {
        if (setup.type() == SetupPacket.Type.STANDARD && setup.bRequest() == 9) {
            configured.set(setup.wValue());
            urb.accept();
        } else if (setup.type() == SetupPacket.Type.STANDARD && setup.bRequest() == 6 && setup.wValue() == 0x0100) {
            urb.complete(deviceDescriptor());
        } else if (setup.type() != SetupPacket.Type.VENDOR) {
            urb.stall();
        } else if (setup.bRequest() == KEEP) {
            kept = urb.data();
            urb.accept();
        } else if (setup.bRequest() == GIVE_BACK) {
            urb.complete(kept);
        } else if (setup.bRequest() != NEVER) {
            urb.stall();
        }
    }

    private void loop(Urb urb) {
        if (urb.isIn()) {
            waitingReads.add(urb);
        } else if (urb.data().length() > 0 && urb.data().u8(0) == 0xEE) {
            urb.stall();
        } else {
            if (urb.zeroPacket()) {
                zeroPackets.incrementAndGet();
            }
            waitingData.add(urb.data());
            urb.accept();
        }
        while (!waitingData.isEmpty() && !waitingReads.isEmpty()) {
            if (waitingReads.poll().complete(waitingData.peek())) {
                waitingData.poll();
            }
        }
    }

    @Override
    public void close() {}
}
