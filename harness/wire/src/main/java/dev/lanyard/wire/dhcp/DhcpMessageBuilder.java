package dev.lanyard.wire.dhcp;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Puts a message together; the result always has a sound encoding. Options keep the order in which they were added. */
public final class DhcpMessageBuilder {

    private final int op;
    private long xid;
    private int secs;
    private int flags;
    private Inet4Address ciaddr = DhcpDecoder.address(Bytes.wrap(new byte[4]), 0);
    private Inet4Address yiaddr = ciaddr;
    private Inet4Address siaddr = ciaddr;
    private Inet4Address giaddr = ciaddr;
    private MacAddress client = new MacAddress(0);
    private final List<DhcpOption> options = new ArrayList<>();

    DhcpMessageBuilder(int op, DhcpMessageType type) {
        this.op = op;
        option(DhcpOption.DHCP_MESSAGE_TYPE, Bytes.of(type.code()));
    }

    /** 0..2^32-1. */
    public DhcpMessageBuilder xid(long value) {
        xid = value;
        return this;
    }

    public DhcpMessageBuilder secs(int value) {
        secs = Math.clamp(value, 0, 0xFFFF);
        return this;
    }

    public DhcpMessageBuilder flags(int value) {
        flags = value & 0xFFFF;
        return this;
    }

    public DhcpMessageBuilder ciaddr(Inet4Address address) {
        ciaddr = address;
        return this;
    }

    public DhcpMessageBuilder yiaddr(Inet4Address address) {
        yiaddr = address;
        return this;
    }

    public DhcpMessageBuilder siaddr(Inet4Address address) {
        siaddr = address;
        return this;
    }

    public DhcpMessageBuilder giaddr(Inet4Address address) {
        giaddr = address;
        return this;
    }

    /** chaddr, with htype 1 and hlen 6. */
    public DhcpMessageBuilder client(MacAddress mac) {
        client = mac;
        return this;
    }

    /** Adds an option; data longer than 255 octets is split (RFC 3396). */
    public DhcpMessageBuilder option(int code, Bytes data) {
        int at = 0;
        do {
            int part = Math.min(255, data.length() - at);
            options.add(DhcpOption.of(code, data.slice(at, part)));
            at += part;
        } while (at < data.length());
        return this;
    }

    public DhcpMessageBuilder option(int code, Inet4Address... addresses) {
        Bytes data = Bytes.EMPTY;
        for (Inet4Address address : addresses) {
            data = data.concat(Bytes.wrap(address.getAddress()));
        }
        return option(code, data);
    }

    /** An option of one 32-bit value. */
    public DhcpMessageBuilder optionU32(int code, long value) {
        return option(code, Bytes.of((int) (value >> 24), (int) (value >> 16), (int) (value >> 8), (int) value));
    }

    /** The message, padded to the least length that everybody takes. */
    public DhcpMessage build() {
        int length = DhcpMessage.FIXED_LENGTH + 1 + options.stream().mapToInt(o -> 2 + o.data().length()).sum();
        ByteBuffer out = ByteBuffer.allocate(Math.max(length, DhcpMessage.MINIMUM_LENGTH));
        out.put((byte) op).put((byte) 1).put((byte) 6).put((byte) 0);
        out.putInt((int) xid).putShort((short) secs).putShort((short) flags);
        out.put(ciaddr.getAddress()).put(yiaddr.getAddress()).put(siaddr.getAddress()).put(giaddr.getAddress());
        out.put(client.bytes().toArray());
        out.position(DhcpMessage.FIXED_LENGTH - 4).putInt((int) DhcpDecoder.MAGIC_COOKIE);
        for (DhcpOption option : options) {
            out.put((byte) option.code()).put((byte) option.data().length()).put(option.data().toArray());
        }
        out.put((byte) DhcpOption.END);
        return DhcpMessage.decode(Bytes.wrap(out.array()));
    }
}
