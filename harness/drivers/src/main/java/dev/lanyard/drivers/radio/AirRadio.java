package dev.lanyard.drivers.radio;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.Radiotap;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;

/**
 * A radio on the virtual air of another process, which an {@link AirServer} opened there: in real time, on the channel
 * that it is tuned to.
 *
 * <p>Frames come some time after they were on the air. When that was, their TSFT says, by the clock of that air; the
 * frame that came soonest tells how that clock and the own one stand to each other.
 */
public final class AirRadio implements Radio {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int UNKNOWN_SIGNAL = -50;
    /** By so many microseconds in a second the two clocks may part. */
    private static final long DRIFT = 50;
    private static final long SECOND = 1_000_000;
    /** As a frame of 6 Mbit/s: preamble and frame check sequence. */
    private static final long PREAMBLE = 20;
    private static final int FCS = 4;
    private static final int BITS_PER_MICRO = 6;

    private final RealTimeLoop loop;
    private final FrameStream stream;
    private final MonitorRadio.Observer observer;
    private Listener listener = frame -> { };
    private int frequency;
    private long ahead = Long.MAX_VALUE;
    private long aheadAt;
    private volatile boolean closed;

    private AirRadio(RealTimeLoop loop, FrameStream stream, int mhz, MonitorRadio.Observer observer) {
        this.loop = loop;
        this.stream = stream;
        this.frequency = mhz;
        this.observer = observer;
    }

    /**
     * Comes to the air at {@code where}.
     *
     * @param observer told of every frame on the own channel, and of trouble; on the loop
     * @throws IOException when nobody is there; the message says what to do
     */
    public static AirRadio connect(InetSocketAddress where, int mhz, MonitorRadio.Observer observer)
            throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(where, (int) CONNECT.toMillis());
        } catch (IOException e) {
            socket.close();
            throw new IOException("no air at " + where.getHostString() + " port " + where.getPort() + ": "
                    + e.getMessage() + "; ./lanyard air --port " + where.getPort() + " opens one", e);
        }
        RealTimeLoop loop = new RealTimeLoop("air " + where.getPort());
        AirRadio radio = new AirRadio(loop, new FrameStream(socket, "air " + where.getPort()), mhz, observer);
        Thread.ofVirtual().name("air " + where.getPort() + " reader").start(radio::read);
        return radio;
    }

    private void read() {
        String why = "it was closed there";
        try {
            stream.read(frame -> {
                long came = loop.micros();
                loop.at(0, () -> take(frame, came));
            });
        } catch (IOException e) {
            why = e.getMessage();
        }
        String text = "the air is gone: " + why;
        loop.at(0, () -> {
            if (!closed) {
                observer.trouble(text);
            }
        });
    }

    private void take(FrameStream.Incoming frame, long came) {
        int channel = frame.frequency().orElse(frequency);
        if (closed || channel != frequency) {
            return;
        }
        long length = PREAMBLE + 8L * (frame.frame().length() + FCS) / BITS_PER_MICRO;
        long ended = frame.tsft().isPresent() ? ended(frame.tsft().getAsLong() + length, came) : came;
        int signal = frame.signal().orElse(UNKNOWN_SIGNAL);
        observer.frame(true, channel, signal, frame.frame());
        listener.received(new Reception(ended - length, ended, channel, signal, frame.frame()));
    }

    /** When the air's clock showed {@code there}, on the own clock. */
    private long ended(long there, long came) {
        long delay = came - there;
        long bound = ahead == Long.MAX_VALUE ? delay : ahead + (came - aheadAt) * DRIFT / SECOND;
        if (delay <= bound || ahead == Long.MAX_VALUE) {
            ahead = delay;
            aheadAt = came;
            return came;
        }
        return there + bound;
    }

    @Override
    public AirLoop loop() {
        return loop;
    }

    @Override
    public int frequency() {
        return frequency;
    }

    @Override
    public void tune(int mhz) {
        frequency = mhz;
    }

    @Override
    public void send(Bytes frame) {
        if (closed) {
            return;
        }
        observer.frame(false, frequency, UNKNOWN_SIGNAL, frame);
        Instant time = loop.clock().wallTime();
        if (!stream.offer(time.getEpochSecond() * 1_000_000_000 + time.getNano(),
                Radiotap.received(loop.micros(), frequency, UNKNOWN_SIGNAL), frame)) {
            observer.trouble("the air takes no more frames; one was dropped");
        }
    }

    @Override
    public void listen(Listener other) {
        listener = other;
    }

    @Override
    public void close() {
        closed = true;
        stream.close();
        loop.close();
    }
}
