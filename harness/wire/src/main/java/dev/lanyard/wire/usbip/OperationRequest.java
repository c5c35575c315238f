package dev.lanyard.wire.usbip;

import dev.lanyard.wire.Bytes;

/** What a client asks at the beginning of a connection. */
public sealed interface OperationRequest {

    /** The shortest request in octets; with that many it is known how long the whole is. */
    int MIN_LENGTH = OperationHeader.LENGTH;

    /** OP_REQ_DEVLIST: 8 octets. */
    record Devlist() implements OperationRequest {

        @Override
        public Bytes encode() {
            byte[] octets = new byte[OperationHeader.LENGTH];
            OperationHeader.encode(octets, OperationHeader.REQUEST_DEVLIST, 0);
            return Bytes.wrap(octets);
        }
    }

    /**
     * OP_REQ_IMPORT: 40 octets.
     *
     * @param busId at most 31 octets of ASCII
     */
    record Import(String busId) implements OperationRequest {

        @Override
        public Bytes encode() {
            byte[] octets = new byte[OperationHeader.LENGTH + UsbIp.BUS_ID_SIZE];
            OperationHeader.encode(octets, OperationHeader.REQUEST_IMPORT, 0);
            FixedText.encode(busId, octets, OperationHeader.LENGTH, UsbIp.BUS_ID_SIZE);
            return Bytes.wrap(octets);
        }
    }

    Bytes encode();

    /** Reads a request; its status field is not looked at, as servers in use do not. */
    static Decoded<OperationRequest> decode(Bytes bytes) {
        if (bytes.has(0, 2) && bytes.u16be(0) != UsbIp.VERSION) {
            return Decoded.invalid("expected a request of USB/IP version 0x%04x, saw version 0x%04x in %s".formatted(
                    UsbIp.VERSION, bytes.u16be(0), bytes.truncate(OperationHeader.LENGTH)));
        }
        if (!bytes.has(0, OperationHeader.LENGTH)) {
            return Decoded.incomplete(OperationHeader.LENGTH);
        }
        return switch (bytes.u16be(2)) {
            case OperationHeader.REQUEST_DEVLIST -> Decoded.complete(new Devlist(), OperationHeader.LENGTH);
            case OperationHeader.REQUEST_IMPORT -> {
                int length = OperationHeader.LENGTH + UsbIp.BUS_ID_SIZE;
                yield bytes.has(0, length)
                        ? Decoded.complete(new Import(
                                FixedText.decode(bytes, OperationHeader.LENGTH, UsbIp.BUS_ID_SIZE)), length)
                        : Decoded.incomplete(length);
            }
            default -> Decoded.invalid("expected code 0x8005 (device list) or 0x8003 (import), saw 0x%04x in %s"
                    .formatted(bytes.u16be(2), bytes.truncate(OperationHeader.LENGTH)));
        };
    }
}
