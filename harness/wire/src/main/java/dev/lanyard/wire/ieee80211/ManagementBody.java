package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;
import java.util.List;

/** The body of a management frame (§9.3.3). */
public sealed interface ManagementBody permits BeaconBody, ActionBody, AuthenticationBody, ProtectedBody, OpaqueBody {

    Bytes encode();

    /**
     * Decodes a plain body.
     *
     * @param offset  where it begins in the frame
     * @param defects where what is wrong with it goes
     */
    static ManagementBody decode(FrameHeader header, Bytes octets, int offset, List<FrameDefect> defects) {
        ManagementBody body = switch (header.subtype()) {
            case FrameHeader.BEACON, FrameHeader.PROBE_RESPONSE -> BeaconBody.read(octets, offset, defects);
            case FrameHeader.ACTION, FrameHeader.ACTION_NO_ACK ->
                    ActionBody.read(octets, header.address1().isGroup());
            case FrameHeader.AUTHENTICATION -> AuthenticationBody.read(octets, offset, defects);
            default -> new OpaqueBody(octets);
        };
        if (body == null) {
            defects.add(new FrameDefect(offset, FrameDefect.Code.SHORT,
                    "a body of " + octets.length() + " octets is too short for its subtype " + header.subtype()));
            return new OpaqueBody(octets);
        }
        return body;
    }
}
