package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import java.util.List;

/**
 * An encrypted body (§12.5.2.2): security header 8, ciphertext, MIC of 8 or 16 octets.
 *
 * @param ciphertext with the MIC at its end
 */
public record ProtectedBody(SecurityHeader security, Bytes ciphertext) implements ManagementBody {

    static ManagementBody read(Bytes octets, int offset, List<FrameDefect> defects) {
        if (!octets.has(0, SecurityHeader.LENGTH)) {
            defects.add(new FrameDefect(offset, FrameDefect.Code.SHORT,
                    "a protected body of " + octets.length() + " octets has no security header"));
            return new OpaqueBody(octets);
        }
        BytesReader in = new BytesReader(octets, offset);
        return new ProtectedBody(SecurityHeader.read(in), in.rest());
    }

    @Override
    public Bytes encode() {
        BytesWriter out = new BytesWriter();
        security.write(out);
        return out.bytes(ciphertext).toBytes();
    }
}
