package dev.lanyard.wire.cdc;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;

/**
 * What a function tells the host on its interrupt endpoint: eight octets laid out like a setup packet, then wLength
 * octets (CDC 1.20 §6.3 table 20, unchecked).
 */
public sealed interface Notification {

    /** bmRequestType of every notification: class, interface, to the host. */
    int REQUEST_TYPE = 0xA1;
    /** Octets before the data. */
    int HEADER_LENGTH = SetupPacket.LENGTH;

    int NETWORK_CONNECTION = 0x00;
    int RESPONSE_AVAILABLE = 0x01;
    int CONNECTION_SPEED_CHANGE = 0x2A;

    /** The specification's name for {@link #bRequest}, or its number for one that ECM and NCM do not have. */
    String kind();

    int bRequest();

    int wValue();

    /** The control interface that it is about. */
    int wIndex();

    /** What follows the header. */
    Bytes data();

    default Bytes encode() {
        return new SetupPacket(REQUEST_TYPE, bRequest(), wValue(), wIndex(), data().length()).encode().concat(data());
    }

    /** Makes the notification of a header and exactly the data that its wLength announces. */
    static Notification of(SetupPacket header, Bytes data) {
        int bRequest = header.bRequest();
        if (bRequest == NETWORK_CONNECTION && data.isEmpty()) {
            return new NetworkConnection(header.wIndex(), header.wValue());
        }
        if (bRequest == RESPONSE_AVAILABLE && data.isEmpty() && header.wValue() == 0) {
            return new ResponseAvailable(header.wIndex());
        }
        if (bRequest == CONNECTION_SPEED_CHANGE && data.length() == ConnectionSpeedChange.DATA_LENGTH
                && header.wValue() == 0) {
            return new ConnectionSpeedChange(header.wIndex(), data.u32le(0), data.u32le(4));
        }
        return new Unknown(bRequest, header.wValue(), header.wIndex(), data);
    }

    /** NetworkConnection: the link is up (wValue 1) or down (0). */
    record NetworkConnection(int wIndex, int wValue) implements Notification {

        public static NetworkConnection of(int controlInterface, boolean connected) {
            return new NetworkConnection(controlInterface, connected ? 1 : 0);
        }

        /** Hosts take every value but 0 as connected. */
        public boolean isConnected() {
            return wValue != 0;
        }

        @Override
        public String kind() {
            return "NetworkConnection";
        }

        @Override
        public int bRequest() {
            return NETWORK_CONNECTION;
        }

        @Override
        public Bytes data() {
            return Bytes.EMPTY;
        }
    }

    /** ResponseAvailable: GetEncapsulatedResponse has something to fetch. */
    record ResponseAvailable(int wIndex) implements Notification {

        @Override
        public String kind() {
            return "ResponseAvailable";
        }

        @Override
        public int bRequest() {
            return RESPONSE_AVAILABLE;
        }

        @Override
        public int wValue() {
            return 0;
        }

        @Override
        public Bytes data() {
            return Bytes.EMPTY;
        }
    }

    /**
     * ConnectionSpeedChange. Public implementations do not agree which rate comes first; the names are those of Linux
     * and Wireshark.
     *
     * @param downlinkBitRate the first rate, in bit/s
     * @param uplinkBitRate   the second rate, in bit/s
     */
    record ConnectionSpeedChange(int wIndex, long downlinkBitRate, long uplinkBitRate) implements Notification {

        static final int DATA_LENGTH = 8;

        @Override
        public String kind() {
            return "ConnectionSpeedChange";
        }

        @Override
        public int bRequest() {
            return CONNECTION_SPEED_CHANGE;
        }

        @Override
        public int wValue() {
            return 0;
        }

        @Override
        public Bytes data() {
            int down = (int) downlinkBitRate;
            int up = (int) uplinkBitRate;
            return Bytes.of(down, down >> 8, down >> 16, down >> 24, up, up >> 8, up >> 16, up >> 24);
        }
    }

    /** A notification of another class, or one whose length or value is not what its code defines. */
    record Unknown(int bRequest, int wValue, int wIndex, Bytes data) implements Notification {

        @Override
        public String kind() {
            return switch (bRequest) {
                case NETWORK_CONNECTION -> "NetworkConnection (malformed)";
                case RESPONSE_AVAILABLE -> "ResponseAvailable (malformed)";
                case CONNECTION_SPEED_CHANGE -> "ConnectionSpeedChange (malformed)";
                default -> "0x%02x".formatted(bRequest);
            };
        }
    }
}
