package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.net.MacAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A service response filter (SRF): length 1, control 1, address set. It says who may answer.
 *
 * @param control    b0 the address set is a Bloom filter, else MAC addresses of 6; b1 who is in it answers, else who is
 *                   not; b2–3 Bloom filter index
 * @param addressSet the octets
 */
public record ServiceResponseFilter(int control, Bytes addressSet) {

    public static final int BLOOM_FILTER = 1;
    public static final int INCLUDE = 2;

    private static final int FUNCTIONS = 4;

    /** A filter that lists addresses. */
    public static ServiceResponseFilter ofAddresses(boolean include, Collection<MacAddress> addresses) {
        BytesWriter out = new BytesWriter();
        addresses.forEach(out::mac);
        return new ServiceResponseFilter(include ? INCLUDE : 0, out.toBytes());
    }

    /**
     * A Bloom filter.
     *
     * @param index  0–3: which four hash functions
     * @param length of the filter, in octets
     */
    public static ServiceResponseFilter ofBloomFilter(boolean include, int index, int length,
                                                      Collection<MacAddress> addresses) {
        byte[] filter = new byte[length];
        for (MacAddress address : addresses) {
            for (int function = 0; function < FUNCTIONS; function++) {
                int bit = bit(FUNCTIONS * index + function, address, length);
                filter[bit / 8] |= (byte) (1 << bit % 8);
            }
        }
        return new ServiceResponseFilter(BLOOM_FILTER | (include ? INCLUDE : 0) | index << 2, Bytes.wrap(filter));
    }

    static ServiceResponseFilter read(BytesReader in) {
        int length = in.u8();
        if (length == 0) {
            in.fail();
        }
        return new ServiceResponseFilter(in.u8(), in.bytes(Math.max(0, length - 1)));
    }

    void write(BytesWriter out) {
        out.u8(1 + addressSet.length()).u8(control).bytes(addressSet);
    }

    public boolean isBloomFilter() {
        return (control & BLOOM_FILTER) != 0;
    }

    public boolean include() {
        return (control & INCLUDE) != 0;
    }

    public int bloomFilterIndex() {
        return control >> 2 & 3;
    }

    /** The addresses listed, whole ones; none of a Bloom filter. */
    public List<MacAddress> addresses() {
        List<MacAddress> addresses = new ArrayList<>();
        for (int at = 0; !isBloomFilter() && addressSet.has(at, 6); at += 6) {
            addresses.add(MacAddress.at(addressSet, at));
        }
        return addresses;
    }

    /** Whether the device of this address may answer. */
    public boolean admits(MacAddress address) {
        return contains(address) == include();
    }

    /** Whether {@code address} is in the set; a Bloom filter may say so of addresses that nobody put in. */
    public boolean contains(MacAddress address) {
        if (!isBloomFilter()) {
            return addresses().contains(address);
        }
        for (int function = 0; function < FUNCTIONS; function++) {
            if (addressSet.isEmpty()) {
                return false;
            }
            int bit = bit(FUNCTIONS * bloomFilterIndex() + function, address, addressSet.length());
            if ((addressSet.u8(bit / 8) >> bit % 8 & 1) == 0) {
                return false;
            }
        }
        return true;
    }

    /** The low 16 bits of the complemented CRC-32 over function number and address, modulo the bits there are. */
    private static int bit(int function, MacAddress address, int length) {
        CRC32 crc = new CRC32();
        crc.update(function);
        crc.update(address.bytes().toArray());
        return (int) (~crc.getValue() & 0xFFFF) % (8 * length);
    }
}
