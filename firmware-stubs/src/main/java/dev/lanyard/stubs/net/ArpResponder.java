package dev.lanyard.stubs.net;

import static dev.lanyard.stubs.net.Octets.put16;
import static dev.lanyard.stubs.net.Octets.put32;
import static dev.lanyard.stubs.net.Octets.put48;
import static dev.lanyard.stubs.net.Octets.s32;
import static dev.lanyard.stubs.net.Octets.s64;
import static dev.lanyard.stubs.net.Octets.u48;

import dev.lanyard.stubs.loop.Timers;
import dev.lanyard.wire.net.MacAddress;
import java.time.Duration;

/** Answers and announces the accessory's IPv4 address (RFC 826, RFC 5227 §2.3, §2.4). */
final class ArpResponder {

    private static final int LENGTH = 28;
    /** htype 1, ptype 0800, hlen 6, plen 4, oper 1 and 2. */
    private static final long REQUEST = 0x0001_0800_0604_0001L;
    private static final long REPLY = 0x0001_0800_0604_0002L;
    private static final Duration ANNOUNCE_INTERVAL = Duration.ofSeconds(2);
    private static final long DEFEND_INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

    private final EthernetPort port;
    private final Timers timers;
    private int address;
    private Runnable whenLost = () -> { };
    private Timers.Timer nextAnnouncement = () -> { };
    private long lastDefence;
    private boolean defended;

    ArpResponder(EthernetPort port, Timers timers) {
        this.port = port;
        this.timers = timers;
    }

    /**
     * Answers for {@code own} from now on, and announces it twice (RFC 5227 §2.3).
     *
     * @param lost run at the second conflict within ten seconds, when the address is to be given up (RFC 3927 §2.5);
     *             null to keep it in any case
     */
    void start(int own, Runnable lost) {
        stop();
        address = own;
        whenLost = lost;
        announce();
        nextAnnouncement = timers.after(ANNOUNCE_INTERVAL, this::announce);
    }

    void stop() {
        nextAnnouncement.cancel();
        defended = false;
        address = 0;
    }

    void receive(byte[] frame) {
        int arp = EthernetPort.HEADER;
        if (frame.length < arp + LENGTH || address == 0) {
            return;
        }
        long head = s64(frame, arp);
        if (head != REQUEST && head != REPLY) {
            return;
        }
        if (s32(frame, arp + 14) == address && u48(frame, arp + 8) != port.address().value()) {
            defend();
        } else if (head == REQUEST && s32(frame, arp + 24) == address) {
            answer(frame, arp);
        }
    }

    private void answer(byte[] frame, int arp) {
        long sender = u48(frame, arp + 8);
        int senderAddress = s32(frame, arp + 14);
        put16(frame, arp + 6, 2);
        put48(frame, arp + 8, port.address().value());
        put32(frame, arp + 14, address);
        put48(frame, arp + 18, sender);
        put32(frame, arp + 24, senderAddress);
        port.sendBack(frame, arp + LENGTH);
    }

    private void announce() {
        byte[] frame = port.frame(MacAddress.BROADCAST.value(), EthernetPort.ARP, LENGTH);
        int arp = EthernetPort.HEADER;
        Octets.put64(frame, arp, REQUEST);
        put48(frame, arp + 8, port.address().value());
        put32(frame, arp + 14, address);
        put32(frame, arp + 24, address);
        port.send(frame);
    }

    /** RFC 5227 §2.4 (b): one announcement against a conflict, not more than one in ten seconds. */
    private void defend() {
        if (!defended || timers.nanos() - lastDefence > DEFEND_INTERVAL_NANOS) {
            defended = true;
            lastDefence = timers.nanos();
            announce();
        } else if (whenLost != null) {
            whenLost.run();
        }
    }
}
