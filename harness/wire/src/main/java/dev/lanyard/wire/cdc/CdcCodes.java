package dev.lanyard.wire.cdc;

/** Class, subclass, protocol and functional descriptor codes (CDC 1.20 tables 2–7 and 13; NCM 1.0 §4; unchecked). */
public final class CdcCodes {

    /** bInterfaceClass of a communications (control) interface. */
    public static final int CLASS_COMMUNICATIONS = 0x02;
    /** bInterfaceClass of a data interface. */
    public static final int CLASS_DATA = 0x0A;
    /** bInterfaceSubClass: Ethernet Networking Control Model. */
    public static final int SUBCLASS_ECM = 0x06;
    /** bInterfaceSubClass: Network Control Model. */
    public static final int SUBCLASS_NCM = 0x0D;
    /** bInterfaceProtocol of an NCM control interface that takes encapsulated commands of an external command set. */
    public static final int PROTOCOL_EXTERNAL = 0xFE;
    /** bInterfaceProtocol of an NCM data interface: network transfer blocks. */
    public static final int PROTOCOL_NTB = 0x01;

    public static final int HEADER = 0x00;
    public static final int UNION = 0x06;
    public static final int COUNTRY_SELECTION = 0x07;
    public static final int ETHERNET_NETWORKING = 0x0F;
    public static final int COMMAND_SET = 0x16;
    public static final int COMMAND_SET_DETAIL = 0x17;
    public static final int NCM = 0x1A;

    private CdcCodes() {}
}
