package dev.lanyard.wire.nan.attribute;

/** Attribute ids and what they are called. */
public final class AttributeId {

    public static final int MASTER_INDICATION = 0x00;
    public static final int CLUSTER = 0x01;
    public static final int SERVICE_ID_LIST = 0x02;
    public static final int SERVICE_DESCRIPTOR = 0x03;
    public static final int CONNECTION_CAPABILITY = 0x04;
    public static final int WLAN_INFRASTRUCTURE = 0x05;
    public static final int P2P_OPERATION = 0x06;
    public static final int IBSS = 0x07;
    public static final int MESH = 0x08;
    public static final int FURTHER_SERVICE_DISCOVERY = 0x09;
    public static final int FURTHER_AVAILABILITY_MAP = 0x0A;
    public static final int COUNTRY_CODE = 0x0B;
    public static final int RANGING = 0x0C;
    public static final int CLUSTER_DISCOVERY = 0x0D;
    public static final int SERVICE_DESCRIPTOR_EXTENSION = 0x0E;
    public static final int DEVICE_CAPABILITY = 0x0F;
    public static final int NDP = 0x10;
    public static final int AVAILABILITY = 0x12;
    public static final int NDC = 0x13;
    public static final int NDL = 0x14;
    public static final int NDL_QOS = 0x15;
    public static final int UNALIGNED_SCHEDULE = 0x17;
    public static final int RANGING_INFORMATION = 0x1A;
    public static final int RANGING_SETUP = 0x1B;
    public static final int FTM_RANGE_REPORT = 0x1C;
    public static final int ELEMENT_CONTAINER = 0x1D;
    public static final int EXTENDED_WLAN_INFRASTRUCTURE = 0x1E;
    public static final int EXTENDED_P2P_OPERATION = 0x1F;
    public static final int EXTENDED_IBSS = 0x20;
    public static final int EXTENDED_MESH = 0x21;
    public static final int CIPHER_SUITE_INFO = 0x22;
    public static final int SECURITY_CONTEXT_INFO = 0x23;
    public static final int SHARED_KEY_DESCRIPTOR = 0x24;
    public static final int PUBLIC_AVAILABILITY = 0x27;
    public static final int SUBSCRIBE_SERVICE_ID_LIST = 0x28;
    public static final int NDP_EXTENSION = 0x29;
    public static final int DEVICE_CAPABILITY_EXTENSION = 0x2A;
    public static final int IDENTITY_RESOLUTION = 0x2B;
    public static final int PAIRING_BOOTSTRAPPING = 0x2C;
    /** Synchronised sub-schedule; its layout is not public. */
    public static final int S3 = 0x2D;
    /** Transmit power envelope; its layout is not public. */
    public static final int TRANSMIT_POWER_ENVELOPE = 0x2E;
    public static final int VENDOR_SPECIFIC = 0xDD;

    private static final String[] NAMES = {"Master Indication", "Cluster", "Service ID List", "Service Descriptor",
        "NAN Connection Capability", "WLAN Infrastructure", "P2P Operation", "IBSS", "Mesh",
        "Further NAN Service Discovery", "Further Availability Map", "Country Code", "Ranging", "Cluster Discovery",
        "Service Descriptor Extension", "Device Capability", "NDP", "reserved", "NAN Availability", "NDC", "NDL",
        "NDL QoS", "reserved", "Unaligned Schedule", "reserved", "reserved", "Ranging Information", "Ranging Setup",
        "FTM Range Report", "Element Container", "Extended WLAN Infrastructure", "Extended P2P Operation",
        "Extended IBSS", "Extended Mesh", "Cipher Suite Information", "Security Context Information",
        "Shared-Key Descriptor", "reserved", "reserved", "Public Availability", "Subscribe Service ID List",
        "NDP Extension", "Device Capability Extension", "NAN Identity Resolution", "NAN Pairing Bootstrapping", "S3",
        "Transmit Power Envelope"};

    private AttributeId() {}

    /** {@code Device Capability Extension}; {@code reserved} for ids that have no meaning. */
    public static String name(int id) {
        if (id == VENDOR_SPECIFIC) {
            return "Vendor Specific";
        }
        return id >= 0 && id < NAMES.length ? NAMES[id] : "reserved";
    }

    /** Whether the specification reserves the id (0x11, 0x16, 0x18, 0x19, 0x25, 0x26 and those not given out). */
    public static boolean isReserved(int id) {
        return name(id).equals("reserved");
    }

    /** {@code attribute 0x2a (Device Capability Extension)}. */
    static String text(int id) {
        return "attribute 0x%02x (%s)".formatted(id, name(id));
    }
}
