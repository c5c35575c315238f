package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import java.util.ArrayList;
import java.util.List;

/** A TLV of the NDPE attribute: type 1, length 2, value. */
public sealed interface NdpeTlv {

    int INTERFACE_IDENTIFIER = 0;
    int SERVICE_INFO = 1;

    int type();

    Bytes value();

    /** Type 0: the interface identifier of the sender's IPv6 link-local address, 8 octets. */
    record InterfaceIdentifier(Bytes identifier) implements NdpeTlv {
        @Override
        public int type() {
            return INTERFACE_IDENTIFIER;
        }

        @Override
        public Bytes value() {
            return identifier;
        }
    }

    /** Type 1: service information. */
    record Service(ServiceInfo info) implements NdpeTlv {
        @Override
        public int type() {
            return SERVICE_INFO;
        }

        @Override
        public Bytes value() {
            BytesWriter out = new BytesWriter();
            info.write(out);
            return out.toBytes();
        }
    }

    /** Another type, or one whose value does not have its layout. */
    record Unknown(int type, Bytes value) implements NdpeTlv {}

    static List<NdpeTlv> readList(BytesReader in) {
        List<NdpeTlv> tlvs = new ArrayList<>();
        while (in.more()) {
            int type = in.u8();
            Bytes value = in.bytes(in.u16());
            if (type == INTERFACE_IDENTIFIER && value.length() == 8) {
                tlvs.add(new InterfaceIdentifier(value));
            } else if (type == SERVICE_INFO && value.length() >= ServiceInfo.HEADER) {
                tlvs.add(new Service(ServiceInfo.read(new BytesReader(value))));
            } else {
                tlvs.add(new Unknown(type, value));
            }
        }
        return tlvs;
    }
}
