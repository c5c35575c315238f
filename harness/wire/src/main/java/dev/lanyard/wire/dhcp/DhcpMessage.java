package dev.lanyard.wire.dhcp;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * A DHCPv4 message (RFC 2131 §2, options RFC 2132). {@link #decode} is total: any octets give a message, and what is
 * wrong with them is in {@link #defects}. Fields beyond the end of a short message are zero.
 *
 * @param op      1 BOOTREQUEST, 2 BOOTREPLY; 0..255
 * @param htype   1 Ethernet; 0..255
 * @param hlen    octets of {@code chaddr} in use; 0..255
 * @param hops    0..255
 * @param xid     0..2^32-1
 * @param secs    seconds since the client began; 0..65535
 * @param flags   bit 15 is the broadcast flag; 0..65535
 * @param chaddr  16 octets
 * @param sname   64 octets
 * @param file    128 octets
 * @param options every option in the order found, those of overloaded fields last
 * @param defects what is wrong with the encoding, each a sentence; empty for a sound message
 * @param raw     the octets this was decoded from, or encodes to
 */
public record DhcpMessage(int op, int htype, int hlen, int hops, long xid, int secs, int flags, Inet4Address ciaddr,
                          Inet4Address yiaddr, Inet4Address siaddr, Inet4Address giaddr, Bytes chaddr, Bytes sname,
                          Bytes file, List<DhcpOption> options, List<String> defects, Bytes raw) {

    public static final int BOOTREQUEST = 1;
    public static final int BOOTREPLY = 2;
    public static final int CLIENT_PORT = 68;
    public static final int SERVER_PORT = 67;
    public static final int BROADCAST_FLAG = 0x8000;
    /** Octets before the options: the fixed fields and the magic cookie. */
    public static final int FIXED_LENGTH = 240;
    /** The shortest message BOOTP relays and old clients take (RFC 1542 §2.1). */
    public static final int MINIMUM_LENGTH = 300;

    public DhcpMessage {
        options = List.copyOf(options);
        defects = List.copyOf(defects);
    }

    /** Reads a UDP payload, whatever it holds. */
    public static DhcpMessage decode(Bytes payload) {
        return new DhcpDecoder(payload).message();
    }

    /** Starts a message of {@code type} with everything else zero. */
    public static DhcpMessageBuilder build(int op, DhcpMessageType type) {
        return new DhcpMessageBuilder(op, type);
    }

    /** Option 53, when it is there and known. */
    public Optional<DhcpMessageType> type() {
        return option(DhcpOption.DHCP_MESSAGE_TYPE).filter(d -> d.length() == 1)
                .flatMap(d -> DhcpMessageType.ofCode(d.u8(0)));
    }

    /** The data of option {@code code}; of several with one code the data one after the other (RFC 3396 §7). */
    public Optional<Bytes> option(int code) {
        return options.stream().filter(o -> o.code() == code).map(DhcpOption::data).reduce(Bytes::concat);
    }

    /** The first address of option {@code code}, when it is there and long enough. */
    public Optional<Inet4Address> address(int code) {
        return option(code).filter(d -> d.length() >= 4).map(d -> DhcpDecoder.address(d, 0));
    }

    /** The whole addresses of option {@code code}; none when it is absent. */
    public List<Inet4Address> addresses(int code) {
        Bytes data = option(code).orElse(Bytes.EMPTY);
        return IntStream.range(0, data.length() / 4)
                .mapToObj(i -> DhcpDecoder.address(data, i * 4)).toList();
    }

    /** The 32-bit value of option {@code code}, when it is there with exactly four octets. */
    public OptionalLong u32(int code) {
        return option(code).filter(d -> d.length() == 4).map(d -> OptionalLong.of(d.u32be(0)))
                .orElseGet(OptionalLong::empty);
    }

    /** The first six octets of chaddr. */
    public MacAddress clientMac() {
        return MacAddress.at(chaddr, 0);
    }

    public boolean isBroadcast() {
        return (flags & BROADCAST_FLAG) != 0;
    }
}
