package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.net.MacAddress;

/**
 * A (anchor) master rank, 8 octets: MAC address 6 as addresses are sent, random factor 1, master preference 1. Compared
 * as the little-endian integer {@code preference << 56 | randomFactor << 48 | reversed address}.
 */
public record MasterRank(MacAddress address, int randomFactor, int masterPreference)
        implements Comparable<MasterRank> {

    static MasterRank read(BytesReader in) {
        return new MasterRank(in.mac(), in.u8(), in.u8());
    }

    void write(BytesWriter out) {
        out.mac(address).u8(randomFactor).u8(masterPreference);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MasterRank that && randomFactor == that.randomFactor
                && masterPreference == that.masterPreference && address.equals(that.address);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(value());
    }

    /** The rank as the integer that is compared, unsigned. */
    public long value() {
        return (long) masterPreference << 56 | (long) (randomFactor & 0xFF) << 48
                | Long.reverseBytes(address.value()) >>> 16;
    }

    @Override
    public int compareTo(MasterRank other) {
        return Long.compareUnsigned(value(), other.value());
    }
}
