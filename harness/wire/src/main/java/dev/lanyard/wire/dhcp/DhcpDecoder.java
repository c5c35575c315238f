package dev.lanyard.wire.dhcp;

import dev.lanyard.wire.Bytes;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads a DHCP message without ever refusing one. */
final class DhcpDecoder {

    static final long MAGIC_COOKIE = 0x63825363L;

    private static final int SNAME = 44;
    private static final int FILE = 108;
    private static final int COOKIE = 236;
    private static final int OVERLOAD_FILE = 1;
    private static final int OVERLOAD_SNAME = 2;

    private final Bytes raw;
    private final List<DhcpOption> options = new ArrayList<>();
    private final List<String> defects = new ArrayList<>();

    DhcpDecoder(Bytes raw) {
        this.raw = raw;
    }

    DhcpMessage message() {
        Bytes fixed = raw;
        if (raw.length() < DhcpMessage.FIXED_LENGTH) {
            defects.add("the message has " + raw.length() + " octets, its fixed part alone has "
                    + DhcpMessage.FIXED_LENGTH);
            fixed = raw.concat(Bytes.wrap(new byte[DhcpMessage.FIXED_LENGTH - raw.length()]));
        } else if (raw.u32be(COOKIE) != MAGIC_COOKIE) {
            defects.add("the magic cookie is %08x, not 63825363".formatted(raw.u32be(COOKIE)));
        } else {
            readOptions(DhcpMessage.FIXED_LENGTH, raw.length(), DhcpOption.Field.OPTIONS);
            readOverloaded();
        }
        if (fixed.u8(2) > 16) {
            defects.add("hlen is " + fixed.u8(2) + ", chaddr has 16 octets");
        }
        return new DhcpMessage(fixed.u8(0), fixed.u8(1), fixed.u8(2), fixed.u8(3), fixed.u32be(4), fixed.u16be(8),
                fixed.u16be(10), address(fixed, 12), address(fixed, 16), address(fixed, 20), address(fixed, 24),
                fixed.slice(28, 16), fixed.slice(SNAME, 64), fixed.slice(FILE, 128), options, defects, raw);
    }

    private void readOverloaded() {
        int overload = 0;
        for (DhcpOption option : options) {
            if (option.code() == DhcpOption.OPTION_OVERLOAD) {
                if (option.data().length() != 1 || option.data().u8(0) < 1 || option.data().u8(0) > 3) {
                    defects.add("option overload is " + option + ", not one octet of 1..3");
                } else {
                    overload = option.data().u8(0);
                }
            }
        }
        if ((overload & OVERLOAD_FILE) != 0) {
            readOptions(FILE, FILE + 128, DhcpOption.Field.FILE);
        }
        if ((overload & OVERLOAD_SNAME) != 0) {
            readOptions(SNAME, SNAME + 64, DhcpOption.Field.SNAME);
        }
    }

    private void readOptions(int from, int end, DhcpOption.Field field) {
        int at = from;
        while (at < end) {
            int code = raw.u8(at);
            if (code == DhcpOption.END) {
                return;
            }
            if (code == DhcpOption.PAD) {
                at++;
                continue;
            }
            if (at + 1 >= end) {
                defects.add("option " + code + " at " + at + " has no length octet");
                return;
            }
            int length = raw.u8(at + 1);
            int available = end - at - 2;
            if (length > available) {
                defects.add("option " + code + " at " + at + " says " + length + " octets, " + available + " follow");
                length = available;
            }
            options.add(new DhcpOption(code, raw.slice(at + 2, length), field, at));
            at += 2 + length;
        }
        defects.add("the " + field.name().toLowerCase(Locale.ROOT) + " field has no end option (255)");
    }

    static Inet4Address address(Bytes bytes, int offset) {
        try {
            return (Inet4Address) InetAddress.getByAddress(bytes.slice(offset, 4).toArray());
        } catch (UnknownHostException e) {
            throw new AssertionError("four octets are an IPv4 address", e);
        }
    }
}
