package dev.lanyard.wire.nan.datapath;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.ieee80211.FrameDefect;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.nan.attribute.AttributeId;
import dev.lanyard.wire.nan.attribute.KeyDescriptor;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import dev.lanyard.wire.nan.security.CipherSuite;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The Shared Key Descriptor of a received frame, read with the MIC length of its cipher suite, which nothing in it
 * states.
 *
 * @param body     the frame's body from its category octet
 * @param unsigned the same with the octets of the MIC zero
 */
record KeyMessage(int information, long replayCounter, Bytes nonce, Bytes mic, Bytes keyData, Bytes body,
                  Bytes unsigned) {

    private static final int TYPE = 2;

    /** Empty where the frame has not exactly one descriptor of this layout, or is malformed otherwise. */
    static Optional<KeyMessage> of(NanActionFrame frame, CipherSuite suite) {
        List<Placed<NanAttribute>> found = frame.attributes().withId(AttributeId.SHARED_KEY_DESCRIPTOR);
        boolean malformed = frame.defects().stream().anyMatch(defect -> defect.code() != FrameDefect.Code.TRAILING
                && defect.code() != FrameDefect.Code.LAYOUT);
        if (found.size() != 1 || malformed) {
            return Optional.empty();
        }
        Placed<NanAttribute> placed = found.getFirst();
        BytesReader in = new BytesReader(placed.octets().from(NanAttribute.HEADER + 1));
        int type = in.u8();
        int information = in.u16be();
        in.u16be();
        long replay = in.u64be();
        Bytes nonce = in.bytes(32);
        in.bytes(16 + 8 + 8);
        Bytes mic = in.bytes(suite.micLength());
        Bytes keyData = in.bytes(in.u16be());
        if (in.failed() || type != TYPE) {
            return Optional.empty();
        }
        Bytes body = frame.frame().body().encode();
        int at = placed.offset() - frame.frame().bodyOffset() + NanAttribute.HEADER + 1 + KeyDescriptor.MIC_OFFSET;
        if (!body.has(at, mic.length()) || !body.slice(at, mic.length()).equals(mic)) {
            return Optional.empty();
        }
        byte[] zeroed = body.toArray();
        Arrays.fill(zeroed, at, at + mic.length(), (byte) 0);
        return Optional.of(new KeyMessage(information, replay, nonce, mic, keyData, body, Bytes.wrap(zeroed)));
    }
}
