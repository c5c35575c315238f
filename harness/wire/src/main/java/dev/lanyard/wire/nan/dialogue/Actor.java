package dev.lanyard.wire.nan.dialogue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.attribute.DeviceCapability;
import dev.lanyard.wire.nan.attribute.MasterRank;
import dev.lanyard.wire.net.MacAddress;

/**
 * A device of a dialogue.
 *
 * @param name             for comments in captures
 * @param nmi              its management interface address
 * @param ndi              its data interface address
 * @param masterPreference of its Master Indication
 * @param randomFactor     of its Master Indication
 * @param methods          what it can do to bootstrap a pairing, see {@link dev.lanyard.wire.nan.BootstrappingMethod}
 * @param capabilities     the last octet of its Device Capability
 */
public record Actor(String name, MacAddress nmi, MacAddress ndi, int masterPreference, int randomFactor, int methods,
                    int capabilities) {

    /** An accessory that shows a PIN; it is the anchor master. */
    public static final Actor ACCESSORY = new Actor("accessory", MacAddress.parse("02:11:22:33:44:55"),
            MacAddress.parse("06:11:22:33:44:55"), 130, 0x5A, 0x0002, DeviceCapability.NDPE);

    /** A phone on which a PIN is typed. */
    public static final Actor PHONE = new Actor("phone", MacAddress.parse("02:66:77:88:99:aa"),
            MacAddress.parse("06:66:77:88:99:aa"), 2, 0xC3, 0x0020, DeviceCapability.NDPE);

    /** The same with other bootstrapping methods. */
    public Actor withMethods(int others) {
        return new Actor(name, nmi, ndi, masterPreference, randomFactor, others, capabilities);
    }

    /** The same with other capabilities. */
    public Actor withCapabilities(int others) {
        return new Actor(name, nmi, ndi, masterPreference, randomFactor, methods, others);
    }

    /** The same under another management address, as a device that hides itself takes. */
    public Actor withNmi(MacAddress other) {
        return new Actor(name, other, ndi, masterPreference, randomFactor, methods, capabilities);
    }

    public MasterRank rank() {
        return new MasterRank(nmi, randomFactor, masterPreference);
    }

    /** The interface identifier of its IPv6 link-local address: modified EUI-64 of the NDI (RFC 4291 appendix A). */
    public Bytes interfaceIdentifier() {
        Bytes mac = ndi.bytes();
        return Bytes.of(mac.u8(0) ^ 2, mac.u8(1), mac.u8(2), 0xFF, 0xFE, mac.u8(3), mac.u8(4), mac.u8(5));
    }
}
