package dev.lanyard.drivers.usb;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Looks again and again which devices a host has, and tells of those that came and went, until it is closed.
 *
 * <p>A device that left and came back between two looks has another address then, where the host tells addresses, and so
 * is not missed either.
 */
public final class UsbWatch implements AutoCloseable {

    private static final Duration LIST_TIMEOUT = Duration.ofSeconds(5);

    /** Is told on the watch's own thread, one call at a time. */
    public interface Listener {

        /** Also for each device that is there at the beginning. */
        void arrived(UsbDeviceInfo device);

        void left(UsbDeviceInfo device);

        /** The host could not be asked; the watch goes on. Told once until it can be asked again. */
        void failed(UsbException failure);
    }

    private final UsbHost host;
    private final Duration interval;
    private final Listener listener;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private Map<String, UsbDeviceInfo> there = Map.of();
    private boolean failing;
    private volatile Runnable closing = () -> {};
    private volatile boolean closed;

    private UsbWatch(UsbHost host, Duration interval, Listener listener) {
        this.host = host;
        this.interval = interval;
        this.listener = listener;
        thread = Thread.ofVirtual().name("usb-watch").unstarted(this::watch);
    }

    /** Looks every {@code interval}, first at once. The host must stay open while it lasts. */
    public static UsbWatch start(UsbHost host, Duration interval, Listener listener) {
        UsbWatch watch = new UsbWatch(host, interval, listener);
        watch.thread.start();
        return watch;
    }

    /** Does not wait for the next interval. */
    public void lookNow() {
        wake.release();
    }

    /** {@code last} is run once it is closed. */
    public void onClose(Runnable last) {
        closing = last;
    }

    private void watch() {
        try {
            while (!closed) {
                look();
                wake.tryAcquire(interval.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        List<UsbDeviceInfo> devices;
        try {
            devices = host.list(LIST_TIMEOUT);
            failing = false;
        } catch (UsbException e) {
            if (!failing && !closed) {
                failing = true;
                listener.failed(e);
            }
            return;
        }
        Map<String, UsbDeviceInfo> now = devices.stream().collect(Collectors.toMap(UsbDeviceInfo::id,
                Function.identity(), (first, second) -> first, LinkedHashMap::new));
        Map<String, UsbDeviceInfo> before = there;
        there = now;
        before.values().stream().filter(device -> !device.equals(now.get(device.id()))).forEach(listener::left);
        now.values().stream().filter(device -> !device.equals(before.get(device.id()))).forEach(listener::arrived);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        closing.run();
    }
}
