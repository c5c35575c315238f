package dev.lanyard.rules.catalogue.network;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.DeviceText;
import org.xbill.DNS.Name;

/** Names and addresses of an accessory as findings show them. */
final class MdnsText {

    private MdnsText() {}

    /** Quoted, bounded and without the final dot. */
    static String name(Name name) {
        return DeviceText.quoted(name.toString(true), 100);
    }

    /** 4 octets as 10.55.0.1, others in hexadecimal. */
    static String address(Bytes octets) {
        return octets.length() == 4 ? octets.u8(0) + "." + octets.u8(1) + "." + octets.u8(2) + "." + octets.u8(3)
                : octets.toHex();
    }
}
