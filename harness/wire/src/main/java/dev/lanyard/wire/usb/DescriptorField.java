package dev.lanyard.wire.usb;

/**
 * A field of a descriptor, for showing.
 *
 * @param name   as in the specification: {@code wMaxPacketSize}
 * @param offset from the start of the descriptor, in octets
 * @param size   1, 2 or 4 octets, little-endian
 * @param value  unsigned
 */
public record DescriptorField(String name, int offset, int size, long value) {

    /** The value with all its digits: {@code 0x0200}. */
    public String hex() {
        String digits = Long.toHexString(value);
        return "0x" + "0".repeat(Math.max(0, 2 * size - digits.length())) + digits;
    }

    /** {@code wMaxPacketSize 512 (0x0200)}. */
    @Override
    public String toString() {
        return name + " " + value + " (" + hex() + ")";
    }
}
