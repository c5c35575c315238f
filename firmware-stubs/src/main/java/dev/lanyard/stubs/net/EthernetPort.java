package dev.lanyard.stubs.net;

import static dev.lanyard.stubs.net.Octets.put16;
import static dev.lanyard.stubs.net.Octets.put48;
import static dev.lanyard.stubs.net.Octets.u48;

import dev.lanyard.wire.net.MacAddress;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** The accessory's own Ethernet port: its address, the groups it listens to, and where its frames go. */
final class EthernetPort {

    /** Octets before the payload of an untagged frame. */
    static final int HEADER = 14;
    static final int IPV4 = 0x0800;
    static final int ARP = 0x0806;
    static final int IPV6 = 0x86DD;

    private static final long BROADCAST = MacAddress.BROADCAST.value();

    private final MacAddress address;
    private final boolean takesAllGroups;
    private final Set<Long> groups = new HashSet<>();
    private Consumer<byte[]> wire = frame -> { };

    EthernetPort(MacAddress address, boolean takesAllGroups) {
        this.address = address;
        this.takesAllGroups = takesAllGroups;
    }

    MacAddress address() {
        return address;
    }

    /** Sets who carries frames to the host. A frame handed over is not touched again here. */
    void connect(Consumer<byte[]> carrier) {
        wire = carrier;
    }

    void join(long groupAddress) {
        groups.add(groupAddress);
    }

    /** Whether a frame to this destination is taken: as a receiver with perfect filtering. */
    boolean accepts(byte[] frame) {
        long destination = u48(frame, 0);
        return destination == address.value() || destination == BROADCAST || groups.contains(destination)
                || takesAllGroups && (destination >>> 40 & 1) != 0;
    }

    /** A frame of {@code payload} octets after the header, which is filled in. */
    byte[] frame(long destination, int etherType, int payload) {
        byte[] frame = new byte[HEADER + payload];
        put48(frame, 0, destination);
        put48(frame, 6, address.value());
        put16(frame, 12, etherType);
        return frame;
    }

    void send(byte[] frame) {
        wire.accept(frame);
    }

    /** Sends a received frame, rewritten above Ethernet and {@code length} octets long, back where it came from. */
    void sendBack(byte[] frame, int length) {
        byte[] reply = frame.length == length ? frame : Arrays.copyOf(frame, length);
        put48(reply, 0, u48(reply, 6));
        put48(reply, 6, address.value());
        wire.accept(reply);
    }
}
