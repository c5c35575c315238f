package dev.lanyard.wire.capture;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.Radiotap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What stands before an 802.11 frame in captures of the older kinds: Prism, AVS (linux-wlan-ng) and Per-Packet
 * Information (CACE PPI 1.0.7, unchecked); and the same of radiotap, which has a decoder of its own.
 *
 * @param linkType     of {@code frame}
 * @param frame        what follows the header
 * @param tsfMicros    the time of the radio's TSF timer
 * @param frequencyMhz of the channel
 * @param signalDbm    received signal strength
 * @param hasFcs       {@code frame} ends in its frame check sequence
 * @param badFcs       the radio found the frame damaged
 */
public record RadioHeader(int linkType, Bytes frame, OptionalLong tsfMicros, OptionalInt frequencyMhz,
                          OptionalInt signalDbm, boolean hasFcs, boolean badFcs) {

    private static final int PRISM_LENGTH = 144;
    private static final int PRISM_ITEMS = 24;
    private static final int PRISM_ITEM_LENGTH = 12;
    private static final int AVS_MAGIC = 0x80211;
    private static final int AVS_LENGTH = 64;
    private static final int PPI_LENGTH = 8;
    private static final int PPI_COMMON = 2;

    /** A frame about whose reception nothing is known. */
    public static RadioHeader none(Bytes frame) {
        return new RadioHeader(LinkType.IEEE802_11, frame, OptionalLong.empty(), OptionalInt.empty(),
                OptionalInt.empty(), false, false);
    }

    /**
     * Takes off the header of a packet of link type 119, 163 or 192; of 105 there is none. Empty when the packet is
     * shorter than its header, or the header is none of that kind.
     *
     * @throws IllegalArgumentException for another link type
     */
    public static Optional<RadioHeader> decode(int linkType, Bytes packet) {
        return switch (linkType) {
            case LinkType.IEEE802_11 -> Optional.of(none(packet));
            case LinkType.IEEE802_11_PRISM -> isAvs(packet) ? avs(packet) : prism(packet);
            case LinkType.IEEE802_11_AVS -> avs(packet);
            case LinkType.PPI -> ppi(packet);
            default -> throw new IllegalArgumentException("link type " + linkType + " has no such header");
        };
    }

    /** Takes off a radiotap header, whatever is there. */
    public static RadioHeader ofRadiotap(Bytes packet) {
        Radiotap header = Radiotap.decode(packet);
        Radiotap.Reception said = header.reception();
        return new RadioHeader(LinkType.IEEE802_11, packet.from(Math.min(header.length(), packet.length())),
                said.tsft(), said.frequency(), said.antennaSignal(), (said.flags() & Radiotap.FLAG_FCS_AT_END) != 0,
                (said.flags() & Radiotap.FLAG_BAD_FCS) != 0);
    }

    /** The centre of an IEEE 802.11 channel of the 2.4 and 5 GHz bands, in MHz. */
    public static OptionalInt frequency(long channel) {
        if (channel >= 1 && channel <= 13) {
            return OptionalInt.of((int) (2407 + 5 * channel));
        }
        if (channel == 14) {
            return OptionalInt.of(2484);
        }
        return channel >= 32 && channel <= 177 ? OptionalInt.of((int) (5000 + 5 * channel)) : OptionalInt.empty();
    }

    private static boolean isAvs(Bytes packet) {
        return packet.has(0, 4) && packet.u32be(0) >>> 12 == AVS_MAGIC;
    }

    /** Fields of 32 bits in the byte order of whoever captured. */
    private static Optional<RadioHeader> prism(Bytes packet) {
        if (!packet.has(0, PRISM_LENGTH)) {
            return Optional.empty();
        }
        boolean little = packet.u32le(0) == 0x44 || packet.u32le(0) == 0x41;
        long length = little ? packet.u32le(4) : packet.u32be(4);
        if (!little && packet.u32be(0) != 0x44 && packet.u32be(0) != 0x41 || length < PRISM_ITEMS
                || length > packet.length()) {
            return Optional.empty();
        }
        OptionalInt frequency = OptionalInt.empty();
        OptionalLong tsf = OptionalLong.empty();
        for (int at = PRISM_ITEMS; at + PRISM_ITEM_LENGTH <= length; at += PRISM_ITEM_LENGTH) {
            long id = little ? packet.u32le(at) : packet.u32be(at);
            boolean present = packet.u16le(at + 4) == 0;
            long value = little ? packet.u32le(at + 8) : packet.u32be(at + 8);
            // The number of the item is in one nibble or the other, by driver.
            long item = (id & 0xFFFF) == 0x44 ? id >>> 16 : id >>> 12;
            if (present && item == 3) {
                frequency = frequency(value);
            } else if (present && item == 2) {
                tsf = OptionalLong.of(value);
            }
        }
        return Optional.of(new RadioHeader(LinkType.IEEE802_11, packet.from((int) length), tsf, frequency,
                OptionalInt.empty(), false, false));
    }

    private static Optional<RadioHeader> avs(Bytes packet) {
        if (!packet.has(0, AVS_LENGTH) || !isAvs(packet) || packet.u32be(4) < AVS_LENGTH
                || packet.u32be(4) > packet.length()) {
            return Optional.empty();
        }
        long channel = packet.u32be(28);
        boolean inDbm = packet.u32be(44) == 2;
        return Optional.of(new RadioHeader(LinkType.IEEE802_11, packet.from((int) packet.u32be(4)),
                OptionalLong.of(packet.u32be(8) << 32 | packet.u32be(12)),
                channel > 1000 && channel < 10_000 ? OptionalInt.of((int) channel) : frequency(channel),
                inDbm ? OptionalInt.of((int) packet.u32be(48)) : OptionalInt.empty(), false, false));
    }

    private static Optional<RadioHeader> ppi(Bytes packet) {
        if (!packet.has(0, PPI_LENGTH) || packet.u8(0) != 0 || packet.u16le(2) < PPI_LENGTH
                || packet.u16le(2) > packet.length()) {
            return Optional.empty();
        }
        int length = packet.u16le(2);
        OptionalLong tsf = OptionalLong.empty();
        OptionalInt frequency = OptionalInt.empty();
        OptionalInt signal = OptionalInt.empty();
        int flags = 0;
        int at = PPI_LENGTH;
        while (at + 4 <= length && at + 4 + packet.u16le(at + 2) <= length) {
            if (packet.u16le(at) == PPI_COMMON && packet.u16le(at + 2) >= 20) {
                long ticks = packet.u32le(at + 4) | packet.u32le(at + 8) << 32;
                flags = packet.u16le(at + 12);
                tsf = OptionalLong.of((flags & 2) != 0 ? ticks * 1000 : ticks);
                int mhz = packet.u16le(at + 16);
                frequency = mhz == 0 ? OptionalInt.empty() : OptionalInt.of(mhz);
                signal = OptionalInt.of((byte) packet.u8(at + 22));
            }
            at += 4 + packet.u16le(at + 2);
        }
        return Optional.of(new RadioHeader((int) Math.min(packet.u32le(4), 0xFFFF), packet.from(length), tsf, frequency,
                signal, (flags & 1) != 0, (flags & 4) != 0));
    }
}
