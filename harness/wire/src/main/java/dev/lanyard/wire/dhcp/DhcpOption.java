package dev.lanyard.wire.dhcp;

import dev.lanyard.wire.Bytes;

/**
 * One option as it stood in the message (RFC 2132 §2): an option split over several (RFC 3396) is several of these.
 *
 * @param code   1..254
 * @param data   0..255 octets
 * @param field  where it stood
 * @param offset of the code octet, from the start of the message; -1 for an option that was never in one
 */
public record DhcpOption(int code, Bytes data, Field field, int offset) {

    public static final int SUBNET_MASK = 1;
    public static final int ROUTER = 3;
    public static final int DOMAIN_NAME_SERVER = 6;
    public static final int HOST_NAME = 12;
    public static final int DOMAIN_NAME = 15;
    public static final int INTERFACE_MTU = 26;
    public static final int BROADCAST_ADDRESS = 28;
    public static final int REQUESTED_IP_ADDRESS = 50;
    public static final int IP_ADDRESS_LEASE_TIME = 51;
    public static final int OPTION_OVERLOAD = 52;
    public static final int DHCP_MESSAGE_TYPE = 53;
    public static final int SERVER_IDENTIFIER = 54;
    public static final int PARAMETER_REQUEST_LIST = 55;
    public static final int MESSAGE = 56;
    public static final int MAXIMUM_DHCP_MESSAGE_SIZE = 57;
    public static final int RENEWAL_TIME = 58;
    public static final int REBINDING_TIME = 59;
    public static final int VENDOR_CLASS_IDENTIFIER = 60;
    public static final int CLIENT_IDENTIFIER = 61;

    static final int PAD = 0;
    public static final int END = 255;

    /** The part of the message that holds an option: RFC 2132 §9.3 lets servers overload {@code file}, {@code sname}. */
    public enum Field { OPTIONS, FILE, SNAME }

    public DhcpOption {
        if (code <= PAD || code >= END) {
            throw new IllegalArgumentException("option codes are 1..254, this is " + code);
        }
        if (data.length() > 255) {
            throw new IllegalArgumentException("option " + code + " has " + data.length() + " octets, at most 255 fit");
        }
    }

    /** An option to be put into the options field of a message. */
    public static DhcpOption of(int code, Bytes data) {
        return new DhcpOption(code, data, Field.OPTIONS, -1);
    }

    /** {@code 54 (4 octets c0a80701)}. */
    @Override
    public String toString() {
        return code + " (" + data.length() + " octets " + data.truncate(32).toHex() + (data.length() > 32 ? "…)" : ")");
    }
}
