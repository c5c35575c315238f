package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.net.MacAddress;

/**
 * The MAC header of management frames and the first part of that of data frames (§9.3.2, §9.3.3): frame control 2,
 * duration 2, address 1, 2, 3 of 6 each, sequence control 2.
 *
 * @param frameControl    b0–1 version, b2–3 type, b4–7 subtype, b8 to DS, b9 from DS, b10 more fragments, b11 retry,
 *                        b12 power management, b13 more data, b14 protected, b15 +HTC/order
 * @param address1        receiver
 * @param address2        transmitter
 * @param address3        BSSID; in NAN frames the cluster id
 * @param sequenceControl b0–3 fragment number, b4–15 sequence number
 */
public record FrameHeader(int frameControl, int duration, MacAddress address1, MacAddress address2,
                          MacAddress address3, int sequenceControl) {

    /** Octets of this header. */
    public static final int LENGTH = 24;

    public static final int TYPE_MANAGEMENT = 0;
    public static final int TYPE_CONTROL = 1;
    public static final int TYPE_DATA = 2;

    /** Subtypes of management frames (§9.2.4.1.3). */
    public static final int PROBE_RESPONSE = 5;
    public static final int BEACON = 8;
    public static final int AUTHENTICATION = 11;
    public static final int ACTION = 13;
    public static final int ACTION_NO_ACK = 14;

    /** A management frame that nobody protected, without retry. */
    public static FrameHeader management(int subtype, MacAddress receiver, MacAddress transmitter,
                                         MacAddress address3, int sequenceNumber) {
        return new FrameHeader(subtype << 4, 0, receiver, transmitter, address3, (sequenceNumber & 0xFFF) << 4);
    }

    static FrameHeader read(BytesReader in) {
        return new FrameHeader(in.u16(), in.u16(), in.mac(), in.mac(), in.mac(), in.u16());
    }

    void write(BytesWriter out) {
        out.u16(frameControl).u16(duration).mac(address1).mac(address2).mac(address3).u16(sequenceControl);
    }

    /** The 24 octets. */
    public Bytes encode() {
        BytesWriter out = new BytesWriter();
        write(out);
        return out.toBytes();
    }

    public int type() {
        return frameControl >> 2 & 3;
    }

    public int subtype() {
        return frameControl >> 4 & 0xF;
    }

    public boolean toDs() {
        return (frameControl & 0x0100) != 0;
    }

    public boolean fromDs() {
        return (frameControl & 0x0200) != 0;
    }

    public boolean retry() {
        return (frameControl & 0x0800) != 0;
    }

    /** Whether the body is encrypted. */
    public boolean isProtected() {
        return (frameControl & 0x4000) != 0;
    }

    /** +HTC/order: in management frames and QoS data frames an HT Control field of 4 octets follows. */
    public boolean order() {
        return (frameControl & 0x8000) != 0;
    }

    public int sequenceNumber() {
        return sequenceControl >> 4 & 0xFFF;
    }

    public int fragmentNumber() {
        return sequenceControl & 0xF;
    }
}
