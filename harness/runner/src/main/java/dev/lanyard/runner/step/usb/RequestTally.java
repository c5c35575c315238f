package dev.lanyard.runner.step.usb;

import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import java.time.Duration;
import java.util.Optional;

/** Makes control requests one after the other and counts what becomes of them. */
final class RequestTally {

    /** After so many without any answer, the next would not fare better. */
    private static final int MOST_UNANSWERED = 3;

    private final UsbConnection connection;
    private final Duration within;
    private int answered;
    private int stalled;
    private int unanswered;
    private String firstAnswered = "";
    private String firstStalled = "";
    private String firstUnanswered = "";
    private Bytes last;

    RequestTally(UsbConnection connection, Duration within) {
        this.connection = connection;
        this.within = within;
    }

    /** Makes a request; what it is answered with, when it is. */
    Optional<Bytes> make(SetupPacket setup, Bytes data) throws UsbException, InterruptedException {
        return make(setup.toString(), () -> connection.control(setup, data, within));
    }

    /** SET_INTERFACE, which a host keeps track of. */
    void setInterface(int bInterfaceNumber, int bAlternateSetting) throws UsbException, InterruptedException {
        make("SET_INTERFACE " + bAlternateSetting + " of interface " + bInterfaceNumber, () -> {
            connection.setInterface(bInterfaceNumber, bAlternateSetting, within);
            return Bytes.EMPTY;
        });
    }

    @FunctionalInterface
    private interface Request {
        Bytes make() throws UsbException, InterruptedException;
    }

    private Optional<Bytes> make(String name, Request request) throws UsbException, InterruptedException {
        try {
            last = request.make();
            answered++;
            firstAnswered = firstAnswered.isEmpty() ? name : firstAnswered;
            return Optional.of(last);
        } catch (UsbException e) {
            if (e.error() == UsbError.STALL) {
                stalled++;
                firstStalled = firstStalled.isEmpty() ? name : firstStalled;
            } else if (e.error() == UsbError.TIMEOUT || e.error() == UsbError.PROTOCOL) {
                unanswered++;
                firstUnanswered = firstUnanswered.isEmpty() ? name : firstUnanswered;
            } else {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Whether there is no point in going on. */
    boolean isHopeless() {
        return unanswered >= MOST_UNANSWERED;
    }

    int made() {
        return answered + stalled + unanswered;
    }

    int answered() {
        return answered;
    }

    int stalled() {
        return stalled;
    }

    int unanswered() {
        return unanswered;
    }

    /** The data of the last answer. */
    Optional<Bytes> last() {
        return Optional.ofNullable(last);
    }

    String firstAnswered() {
        return firstAnswered;
    }

    String firstStalled() {
        return firstStalled;
    }

    String firstUnanswered() {
        return firstUnanswered;
    }
}
