package dev.lanyard.wire.net;

import dev.lanyard.wire.Bytes;
import java.util.regex.Pattern;

/** A 48-bit MAC address (IEEE 802-2014 §8.2), held as the integer whose most significant octet is sent first. */
public record MacAddress(long value) {

    public static final MacAddress BROADCAST = new MacAddress(0xFFFF_FFFF_FFFFL);

    private static final Pattern TEXT = Pattern.compile("\\p{XDigit}{2}([:-]?\\p{XDigit}{2}){5}");

    public MacAddress {
        if (value >>> 48 != 0) {
            throw new IllegalArgumentException("a MAC address has 48 bits: " + Long.toHexString(value));
        }
    }

    /** Six octets of {@code bytes} from {@code offset}. */
    public static MacAddress at(Bytes bytes, int offset) {
        return new MacAddress((long) bytes.u16be(offset) << 32 | bytes.u32be(offset + 2));
    }

    /** Parses twelve hexadecimal digits, with or without colons or hyphens between octets. */
    public static MacAddress parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException("not a MAC address: " + text);
        }
        return new MacAddress(Long.parseLong(text.replaceAll("[:-]", ""), 16));
    }

    // Written out: addresses are keys of every frame, and what records make is slow until it is compiled for long.
    @Override
    public boolean equals(Object other) {
        return other instanceof MacAddress that && value == that.value;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(value);
    }

    public Bytes bytes() {
        return Bytes.of((int) (value >> 40), (int) (value >> 32), (int) (value >> 24),
                (int) (value >> 16), (int) (value >> 8), (int) value);
    }

    /** Whether the individual/group bit is set: a multicast or broadcast address. */
    public boolean isGroup() {
        return (value >> 40 & 1) != 0;
    }

    /** Whether the universal/local bit is set: an address that no registry assigned. */
    public boolean isLocallyAdministered() {
        return (value >> 40 & 2) != 0;
    }

    /** Lower-case, separated by colons. */
    @Override
    public String toString() {
        return "%02x:%02x:%02x:%02x:%02x:%02x".formatted(value >> 40 & 0xFF, value >> 32 & 0xFF, value >> 24 & 0xFF,
                value >> 16 & 0xFF, value >> 8 & 0xFF, value & 0xFF);
    }
}
