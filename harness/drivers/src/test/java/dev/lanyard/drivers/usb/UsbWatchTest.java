package dev.lanyard.drivers.usb;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanyard.wire.usb.UsbSpeed;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UsbWatchTest {

    private static final UsbDeviceInfo FIRST = new UsbDeviceInfo("1-1", 0x0525, 0xa4a1, 0x100, UsbSpeed.HIGH);
    private static final UsbDeviceInfo SECOND = new UsbDeviceInfo("1-2", 0x0525, 0xa4a1, 0x100, UsbSpeed.HIGH);
    private static final Duration WITHIN = Duration.ofSeconds(20);

    private final Ports ports = new Ports();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private UsbWatch watch;

    /** A host whose list is what the test says. */
    private static final class Ports implements UsbHost {

        volatile List<UsbDeviceInfo> devices = List.of();
        volatile boolean broken;
        volatile int lists;

        @Override
        public List<UsbDeviceInfo> list(Duration timeout) throws UsbException {
            lists++;
            if (broken) {
                throw new UsbException(UsbError.IO, "list", "");
            }
            return devices;
        }

        @Override
        public UsbConnection open(String id, Duration timeout) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    private void start(Duration interval) {
        watch = UsbWatch.start(ports, interval, new UsbWatch.Listener() {
            @Override
            public void arrived(UsbDeviceInfo device) {
                told.add("+" + device.id());
            }

            @Override
            public void left(UsbDeviceInfo device) {
                told.add("-" + device.id());
            }

            @Override
            public void failed(UsbException failure) {
                told.add("!" + failure.error());
            }
        });
    }

    @AfterEach
    void close() {
        watch.close();
    }

    @Test
    void tellsWhatIsThereThenWhatComesAndGoes() {
        ports.devices = List.of(FIRST);
        start(Duration.ofMillis(5));
        await().atMost(WITHIN).until(() -> told.equals(List.of("+1-1")));

        ports.devices = List.of(FIRST, SECOND);
        await().atMost(WITHIN).until(() -> told.equals(List.of("+1-1", "+1-2")));

        ports.devices = List.of(SECOND);
        await().atMost(WITHIN).until(() -> told.equals(List.of("+1-1", "+1-2", "-1-1")));
    }

    @Test
    void anotherDeviceAtTheSamePortIsAnArrival() {
        ports.devices = List.of(FIRST);
        start(Duration.ofMillis(5));
        await().atMost(WITHIN).until(() -> told.size() == 1);

        ports.devices = List.of(new UsbDeviceInfo("1-1", 0x1d6b, 1, 1, UsbSpeed.FULL));

        await().atMost(WITHIN).until(() -> told.equals(List.of("+1-1", "-1-1", "+1-1")));
    }

    @Test
    void theSameDeviceUnderAnotherAddressWasPulledAndPluggedBetweenTwoLooks() {
        ports.devices = List.of(FIRST);
        start(Duration.ofMillis(5));
        await().atMost(WITHIN).until(() -> told.size() == 1);

        ports.devices = List.of(new UsbDeviceInfo("1-1", 0x0525, 0xa4a1, 0x100, UsbSpeed.HIGH, 8));

        await().atMost(WITHIN).until(() -> told.equals(List.of("+1-1", "-1-1", "+1-1")));
    }

    @Test
    void twoThatAreAlikeAreToldApartByTheirPorts() {
        ports.devices = List.of(new UsbDeviceInfo("1-1", 0x0525, 0xa4a1, 0x100, UsbSpeed.HIGH, 5),
                new UsbDeviceInfo("1-2", 0x0525, 0xa4a1, 0x100, UsbSpeed.HIGH, 6));
        start(Duration.ofMillis(5));
        await().atMost(WITHIN).until(() -> told.equals(List.of("+1-1", "+1-2")));

        ports.devices = List.of(new UsbDeviceInfo("1-1", 0x0525, 0xa4a1, 0x100, UsbSpeed.HIGH, 5),
                new UsbDeviceInfo("1-2", 0x0525, 0xa4a1, 0x100, UsbSpeed.HIGH, 7));

        await().atMost(WITHIN).until(() -> told.equals(List.of("+1-1", "+1-2", "-1-2", "+1-2")));
    }

    @Test
    void aHostThatFailsIsToldOnceAndLookedAtAgain() {
        ports.broken = true;
        start(Duration.ofMillis(1));
        await().atMost(WITHIN).until(() -> ports.lists > 5);
        assertEquals(List.of("!IO"), told);

        ports.devices = List.of(FIRST);
        ports.broken = false;
        await().atMost(WITHIN).until(() -> told.equals(List.of("!IO", "+1-1")));
    }

    @Test
    void lookNowDoesNotWaitForTheInterval() {
        start(Duration.ofHours(1));
        await().atMost(WITHIN).until(() -> ports.lists == 1);
        ports.devices = List.of(FIRST);

        watch.lookNow();

        await().atMost(WITHIN).until(() -> told.equals(List.of("+1-1")));
    }
}
