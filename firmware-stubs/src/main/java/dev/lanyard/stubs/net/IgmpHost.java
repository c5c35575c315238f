package dev.lanyard.stubs.net;

import static dev.lanyard.stubs.net.Octets.put16;
import static dev.lanyard.stubs.net.Octets.put32;
import static dev.lanyard.stubs.net.Octets.put8;
import static dev.lanyard.stubs.net.Octets.s32;
import static dev.lanyard.stubs.net.Octets.u8;

import dev.lanyard.stubs.loop.Timers;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Tells multicast routers and switches which IPv4 groups the accessory listens to (IGMPv3, RFC 3376; v2, RFC 2236). */
final class IgmpHost {

    private static final int QUERY = 0x11;
    private static final int V2_REPORT = 0x16;
    private static final int V3_REPORT = 0x22;
    private static final int V3_ROUTERS = 0xE000_0016;
    private static final int IS_EXCLUDE = 2;
    private static final int CHANGE_TO_EXCLUDE = 4;
    private static final int MINIMUM_V3_QUERY = 12;
    /** The default robustness variable is 2: an unsolicited report is repeated within a second (RFC 3376 §8.11). */
    private static final Duration REPEAT = Duration.ofMillis(600);

    private final Set<Integer> groups = new LinkedHashSet<>();
    private final Timers timers;
    private Ipv4Layer layer;
    private Timers.Timer repeat = () -> { };
    private Timers.Timer response = () -> { };

    IgmpHost(Timers timers) {
        this.timers = timers;
    }

    void sendThrough(Ipv4Layer ipv4) {
        layer = ipv4;
    }

    void join(int group) {
        groups.add(group);
    }

    boolean isMember(int group) {
        return groups.contains(group);
    }

    void start() {
        report(CHANGE_TO_EXCLUDE);
        repeat = timers.after(REPEAT, () -> report(CHANGE_TO_EXCLUDE));
    }

    void stop() {
        repeat.cancel();
        response.cancel();
    }

    /** A query is answered within its Max Resp Time, in the version it was asked in. */
    void receive(byte[] frame, int igmp, int length) {
        if (length < 8 || u8(frame, igmp) != QUERY || InternetChecksum.of(frame, igmp, length) != 0) {
            return;
        }
        int group = s32(frame, igmp + 4);
        if (group != 0 && !groups.contains(group)) {
            return;
        }
        boolean v3 = length >= MINIMUM_V3_QUERY;
        long limit = Math.min(Math.max(u8(frame, igmp + 1), 1) * 100L, 10_000);
        response.cancel();
        response = timers.after(Duration.ofMillis(ThreadLocalRandom.current().nextLong(limit)), () -> {
            if (v3) {
                report(IS_EXCLUDE);
            } else {
                groups.forEach(this::reportV2);
            }
        });
    }

    private void report(int recordType) {
        byte[] message = new byte[8 + 8 * groups.size()];
        put8(message, 0, V3_REPORT);
        put16(message, 6, groups.size());
        int at = 8;
        for (int group : groups) {
            put8(message, at, recordType);
            put32(message, at + 4, group);
            at += 8;
        }
        send(V3_ROUTERS, message);
    }

    private void reportV2(int group) {
        byte[] message = new byte[8];
        put8(message, 0, V2_REPORT);
        put32(message, 4, group);
        send(group, message);
    }

    private void send(int destination, byte[] message) {
        put16(message, 2, InternetChecksum.of(message, 0, message.length));
        layer.sendIgmp(destination, message);
    }
}
