package dev.lanyard.wire.usb;

import dev.lanyard.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Microsoft OS descriptors, by which a device names the driver that Windows is to take for it: version 2.0 (announced by
 * a platform capability in the BOS) and 1.0 (announced by string 0xEE). After the Microsoft OS 1.0 and 2.0 Descriptors
 * Specifications (unchecked).
 */
public final class MicrosoftOs {

    /** The compatible ID of NCM functions. */
    public static final String WINNCM = "WINNCM";

    /** Octets of the platform capability with one descriptor set. */
    private static final int CAPABILITY_LENGTH = 28;
    private static final int PLATFORM = 0x05;
    /** {D8DD60DF-4589-4CC7-9CD2-659D9E648A9F} as it stands in the capability. */
    private static final Bytes UUID = Bytes.hex("df60ddd8 8945 c74c 9cd2659d9e648a9f");
    private static final int WINDOWS_8_1 = 0x06030000;
    private static final int STRING_INDEX = 0xEE;
    private static final String SIGNATURE = "MSFT100";
    private static final int DESCRIPTOR_SET_INDEX = 7;
    private static final int COMPATIBLE_ID_INDEX = 4;
    private static final int SET_HEADER = 10;
    private static final int SUBSET_HEADER = 8;
    private static final int CONFIGURATION_SUBSET = 1;
    private static final int FUNCTION_SUBSET = 2;
    private static final int COMPATIBLE_ID = 3;
    private static final int COMPATIBLE_ID_LENGTH = 20;
    private static final int ID_LENGTH = 8;
    private static final int HEADER_1 = 16;
    private static final int SECTION_1 = 24;
    private static final int VENDOR_IN = 0xC0;

    private MicrosoftOs() {}

    /**
     * What the platform capability says of version 2.0.
     *
     * @param totalLength octets of the descriptor set
     * @param vendorCode  bRequest that fetches it
     */
    public record Announcement(int totalLength, int vendorCode) {}

    /** The announcement of version 2.0, if the device makes one. */
    public static Optional<Announcement> announced(BosTree bos) {
        return bos.capabilities().stream().filter(MicrosoftOs::isAnnouncement).findFirst()
                .map(c -> new Announcement(c.raw().u16le(24), c.raw().u8(26)));
    }

    private static boolean isAnnouncement(DeviceCapabilityDescriptor capability) {
        Bytes raw = capability.raw();
        return capability.bDevCapabilityType() == PLATFORM && raw.has(0, CAPABILITY_LENGTH)
                && raw.slice(4, UUID.length()).equals(UUID);
    }

    /** The capability to send. */
    public static Bytes capability(Announcement announcement) {
        return Bytes.of(CAPABILITY_LENGTH, DescriptorType.DEVICE_CAPABILITY, PLATFORM, 0).concat(UUID)
                .concat(Bytes.of(0, 0, WINDOWS_8_1 >> 16, WINDOWS_8_1 >> 24, announcement.totalLength(),
                        announcement.totalLength() >> 8, announcement.vendorCode(), 0));
    }

    /**
     * A descriptor set of version 2.0 that names one compatible ID, for the function that begins with interface
     * {@code bFirstInterface} of the first configuration.
     */
    public static Bytes descriptorSet(String compatibleId, int bFirstInterface) {
        byte[] id = new byte[2 * ID_LENGTH];
        byte[] letters = compatibleId.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(letters, 0, id, 0, Math.min(ID_LENGTH, letters.length));
        int function = SUBSET_HEADER + COMPATIBLE_ID_LENGTH;
        int configuration = SUBSET_HEADER + function;
        int total = SET_HEADER + configuration;
        return Bytes.of(SET_HEADER, 0, 0, 0, 0, 0, WINDOWS_8_1 >> 16, WINDOWS_8_1 >> 24, total, 0)
                .concat(Bytes.of(SUBSET_HEADER, 0, CONFIGURATION_SUBSET, 0, 0, 0, configuration, 0))
                .concat(Bytes.of(SUBSET_HEADER, 0, FUNCTION_SUBSET, 0, bFirstInterface, 0, function, 0))
                .concat(Bytes.of(COMPATIBLE_ID_LENGTH, 0, COMPATIBLE_ID, 0)).concat(Bytes.wrap(id));
    }

    /** The request for the descriptor set of version 2.0. */
    public static SetupPacket getDescriptorSet(Announcement announcement) {
        return new SetupPacket(VENDOR_IN, announcement.vendorCode(), 0, DESCRIPTOR_SET_INDEX,
                announcement.totalLength());
    }

    /** Whether {@code setup} asks for a descriptor set of version 2.0. */
    public static boolean asksForDescriptorSet(SetupPacket setup) {
        return setup.bmRequestType() == VENDOR_IN && setup.wIndex() == DESCRIPTOR_SET_INDEX;
    }

    /** Whether {@code setup} asks for the compatible IDs of version 1.0. */
    public static boolean asksForCompatibleIds(SetupPacket setup) {
        return setup.bmRequestType() == VENDOR_IN && setup.wIndex() == COMPATIBLE_ID_INDEX;
    }

    /** The request for string 0xEE, which announces version 1.0. */
    public static SetupPacket getString(int wLength) {
        return StandardRequests.getDescriptor(DescriptorType.STRING, STRING_INDEX, 0, wLength);
    }

    /** bRequest for version 1.0, where {@code string} (0xEE) announces it. */
    public static Optional<Integer> vendorCode(Bytes string) {
        boolean announced = string.has(0, 18)
                && new String(string.slice(2, 14).toArray(), StandardCharsets.UTF_16LE).equals(SIGNATURE);
        return announced ? Optional.of(string.u8(16)) : Optional.empty();
    }

    /** The request for the extended compatible ID descriptor of version 1.0. */
    public static SetupPacket getCompatibleIds(int vendorCode, int wLength) {
        return new SetupPacket(VENDOR_IN, vendorCode, 0, COMPATIBLE_ID_INDEX, wLength);
    }

    /** The compatible IDs that a descriptor set of version 2.0 names, as far as it can be followed. */
    public static List<String> compatibleIds2(Bytes set) {
        List<String> ids = new ArrayList<>();
        for (int at = 0; set.has(at, 4) && set.u16le(at) >= 4 && set.has(at, set.u16le(at)); at += set.u16le(at)) {
            if (set.u16le(at + 2) == COMPATIBLE_ID && set.u16le(at) >= COMPATIBLE_ID_LENGTH) {
                ids.add(text(set, at + 4));
            }
        }
        return ids;
    }

    /** The compatible IDs of an extended compatible ID descriptor of version 1.0. */
    public static List<String> compatibleIds1(Bytes descriptor) {
        List<String> ids = new ArrayList<>();
        for (int at = HEADER_1; descriptor.has(at, SECTION_1); at += SECTION_1) {
            ids.add(text(descriptor, at + 2));
        }
        return ids;
    }

    private static String text(Bytes octets, int at) {
        String text = new String(octets.slice(at, ID_LENGTH).toArray(), StandardCharsets.US_ASCII);
        int end = text.indexOf(0);
        return end < 0 ? text : text.substring(0, end);
    }
}
