package dev.lanyard.drivers.radio;

import dev.lanyard.wire.DeviceText;
import dev.lanyard.wire.ieee80211.Radiotap;
import dev.lanyard.wire.nan.Nan;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Lets other processes onto a {@link VirtualAir}: each TCP connection is a radio that hears all channels and sends on the
 * one that a frame's radiotap header names (2437 MHz without). Both directions are captures, see {@link FrameStream}, so
 * that Wireshark shows the air ({@code -i TCP@127.0.0.1:19000}), netcat records it or puts a capture on it, and a foreign
 * stack is a station on it. Own frames are not shown.
 *
 * <p>While somebody is there the air goes by the machine's clock. A frame goes on the air when it comes, once its channel
 * is free; whoever sends more than the air carries is read more slowly. Who does not read loses frames, not the air.
 */
public final class AirServer implements AutoCloseable {

    /** Where Wireshark looks unless told otherwise. */
    public static final int DEFAULT_PORT = 19_000;

    private static final int MOST_STATIONS = 64;
    private static final int BACKLOG = 16;
    /** Frames of one station that wait for the air. */
    private static final int MOST_SENT = 32;
    private static final int SHOWN = 200;
    private static final long LOOK_MILLIS = 50;
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final VirtualAir air;
    private final ServerSocket listening;
    private final Consumer<String> news;
    private final Thread acceptor = Thread.ofVirtual().name("air server").unstarted(this::accept);
    private final Set<FrameStream> stations = ConcurrentHashMap.newKeySet();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicLong unread = new AtomicLong();

    private AirServer(VirtualAir air, ServerSocket listening, Consumer<String> news) {
        this.air = air;
        this.listening = listening;
        this.news = news;
    }

    /**
     * Begins to listen.
     *
     * @param where port 0 takes a free one
     * @param news  told of stations that come and go, for people
     */
    public static AirServer listen(VirtualAir air, InetSocketAddress where, Consumer<String> news) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.bind(where, BACKLOG);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        AirServer server = new AirServer(air, socket, news);
        server.acceptor.start();
        return server;
    }

    /** The port that it listens on. */
    public int port() {
        return listening.getLocalPort();
    }

    /** How many stations are there. */
    public int stations() {
        return stations.size();
    }

    /** How many frames were not shown to stations that read too slowly. */
    public long unread() {
        return unread.get();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                if (stations.size() >= MOST_STATIONS) {
                    news.accept("a station was turned away: " + MOST_STATIONS + " are there");
                    socket.close();
                    continue;
                }
                String name = "station " + numbers.incrementAndGet();
                FrameStream stream = new FrameStream(socket, name);
                stations.add(stream);
                Thread.ofVirtual().name(name).start(() -> serve(name, stream));
            } catch (IOException e) {
                if (!listening.isClosed()) {
                    news.accept("a station could not come: " + DeviceText.line("" + e.getMessage(), SHOWN));
                }
            }
        }
    }

    private void serve(String name, FrameStream stream) {
        Radio radio = air.radio(name, VirtualAir.ALL_CHANNELS);
        String why = "";
        try (stream; AirLoop.Pace _ = air.realTime()) {
            radio.listen(frame -> show(stream, frame));
            news.accept(name + " has come");
            why = hear(radio, stream);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            radio.close();
            stations.remove(stream);
            news.accept(name + " has gone" + why);
        }
    }

    /** Until the station is gone; returns what was wrong with what it said. */
    private String hear(Radio radio, FrameStream stream) throws InterruptedException {
        Semaphore room = new Semaphore(MOST_SENT);
        try {
            stream.read(frame -> send(radio, room, stream, frame));
        } catch (IOException e) {
            return stream.isClosed() ? "" : ": " + DeviceText.line("" + e.getMessage(), SHOWN);
        }
        // Whoever says nothing more may still listen.
        while (!stream.isClosed() && !listening.isClosed()) {
            Thread.sleep(LOOK_MILLIS);
        }
        return "";
    }

    private void show(FrameStream stream, Radio.Reception frame) {
        Instant time = air.clock().wallTime();
        boolean shown = stream.offer(time.getEpochSecond() * 1_000_000_000 + time.getNano(),
                Radiotap.received(frame.began(), frame.frequency(), frame.signal()), frame.octets());
        if (!shown) {
            unread.incrementAndGet();
        }
    }

    private void send(Radio radio, Semaphore room, FrameStream stream, FrameStream.Incoming frame) {
        if (!mayBegin(room, stream)) {
            return;
        }
        air.run(() -> {
            radio.tune(frame.frequency().stream().filter(mhz -> mhz != VirtualAir.ALL_CHANNELS).findFirst()
                    .orElse(Nan.CHANNEL_2_4GHZ));
            radio.sendStamped(start -> {
                air.at(start, room::release);
                return frame.frame();
            });
            radio.tune(VirtualAir.ALL_CHANNELS);
        });
    }

    /** Waits until there is room on the air; not when that or the station ends. */
    private boolean mayBegin(Semaphore room, FrameStream stream) {
        try {
            while (!room.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (stream.isClosed() || listening.isClosed()) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Turns everybody away: when it returns, the port is free. */
    @Override
    public void close() {
        try {
            listening.close();
            // The port stays open until the thread that waits at it has noticed; whoever comes in between is sent away below.
            acceptor.join(CLOSING);
        } catch (IOException _) {
            // Nobody can come any more, whatever it says.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            stations.forEach(FrameStream::close);
        }
    }
}
