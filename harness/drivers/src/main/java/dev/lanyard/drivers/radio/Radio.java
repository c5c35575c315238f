package dev.lanyard.drivers.radio;

import dev.lanyard.wire.Bytes;
import java.time.Duration;
import java.util.function.LongFunction;

/**
 * A path for 802.11 frames: sends and receives on the one channel that it is tuned to. Frames begin with their frame
 * control and have no frame check sequence. All calls are made on the radio's {@link #loop}.
 */
public interface Radio extends AutoCloseable {

    /** Where everything that happens on this radio runs, and the clock of its air. */
    AirLoop loop();

    /** The centre of the channel, in MHz. */
    int frequency();

    /** Changes the channel; frames that are under way on the channel left are missed. */
    void tune(int mhz);

    /** How long a change of the channel takes; meanwhile nothing is heard, and what is sent waits. */
    default Duration tuning() {
        return Duration.ZERO;
    }

    /**
     * Sends a frame on the present channel as soon as that is free. Unicast frames are acknowledged and repeated below
     * this interface, where the radio does such things; nothing says whether a frame arrived.
     */
    void send(Bytes frame);

    /**
     * Sends a frame that is made of the time at which its first octet is on the air, in microseconds of the clock, as
     * hardware that stamps beacons does; where the radio cannot say, of the present time.
     *
     * @param made called before this returns; an empty frame is not sent: at that time it would come too late
     */
    default void sendStamped(LongFunction<Bytes> made) {
        Bytes frame = made.apply(loop().micros());
        if (frame.length() > 0) {
            send(frame);
        }
    }

    /** Sets who is told of frames that came in; replaces any listener before. Own frames are not shown. */
    void listen(Listener listener);

    /** Leaves the air. */
    @Override
    void close();

    /** Told of frames on the radio's loop; must not block. */
    @FunctionalInterface
    interface Listener {
        void received(Reception frame);
    }

    /**
     * A frame that came in.
     *
     * @param began     when its first octet was received, in microseconds of the loop's clock
     * @param micros    when its last octet was received
     * @param frequency of the channel, in MHz
     * @param signal    in dBm
     */
    record Reception(long began, long micros, int frequency, int signal, Bytes octets) {}
}
