package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.nan.Nan;
import java.util.ArrayList;
import java.util.List;

/**
 * Service specific information with its protocol: OUI 3, service protocol type 1, info.
 *
 * @param oui          24 bits, the first octet sent highest
 * @param protocolType {@link #BONJOUR}, {@link #GENERIC}, {@link #CSA_MATTER}
 */
public record ServiceInfo(int oui, int protocolType, Bytes info) {

    public static final int BONJOUR = 1;
    public static final int GENERIC = 2;
    public static final int CSA_MATTER = 3;

    /** Sub-attributes of {@link #GENERIC} (unchecked): port 2, transport protocol 1 (the IP protocol number). */
    public static final int GENERIC_PORT = 0;
    public static final int GENERIC_TRANSPORT_PROTOCOL = 1;

    /** Octets before the info. */
    public static final int HEADER = 4;

    /** Information under the OUI of the Wi-Fi Alliance. */
    public static ServiceInfo of(int protocolType, Bytes info) {
        return new ServiceInfo(Nan.OUI, protocolType, info);
    }

    /** One sub-attribute of {@link #GENERIC}: type 1, length 2, value. */
    public record SubAttribute(int type, Bytes value) {}

    static ServiceInfo read(BytesReader in) {
        return new ServiceInfo(in.u24be(), in.u8(), in.rest());
    }

    void write(BytesWriter out) {
        out.u24be(oui).u8(protocolType).bytes(info);
    }

    /** The info as sub-attributes; empty where it is not a sequence of them. */
    public List<SubAttribute> subAttributes() {
        List<SubAttribute> found = new ArrayList<>();
        BytesReader in = new BytesReader(info);
        while (in.more()) {
            int type = in.u8();
            found.add(new SubAttribute(type, in.bytes(in.u16())));
        }
        return in.failed() ? List.of() : found;
    }
}
