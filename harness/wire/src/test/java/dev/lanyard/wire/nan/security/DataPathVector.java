package dev.lanyard.wire.nan.security;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.AwareFixtures;
import dev.lanyard.wire.net.MacAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A secured data path of csid 1 as hostap's NAN code sets it up, and where in its frames the codes are. */
final class DataPathVector {

    private static final Map<String, Bytes> KEYS = AwareFixtures.hex("hostap/ndp-csid1.keys");
    /** M1 to M4. */
    private static final List<Bytes> FRAMES = AwareFixtures.hex("hostap/ndp-csid1.frames").values().stream().limit(4)
            .toList();

    static final Bytes PMK = KEYS.get("pmk");
    static final Bytes PMKID = KEYS.get("nd-pmkid");

    private static final int HEADER = 24;
    private static final int NONCE_OFFSET = 17;
    private static final int MIC_OFFSET = 81;

    private DataPathVector() {}

    /** A value of the exchange. */
    static Bytes value(String name) {
        return KEYS.get(name);
    }

    /** The body of M1 (0) to M4 (3) from its category octet. */
    static Bytes body(int message) {
        return FRAMES.get(message).from(HEADER);
    }

    static Bytes mic(int message) {
        return body(message).slice(skda(message) + MIC_OFFSET, 16);
    }

    static Bytes bodyWithoutMic(int message) {
        byte[] body = body(message).toArray();
        Arrays.fill(body, skda(message) + MIC_OFFSET, skda(message) + MIC_OFFSET + 16, (byte) 0);
        return Bytes.wrap(body);
    }

    static DataPathKeys keys(Bytes pmk) {
        return DataPathKeys.derive(CipherSuite.NCS_SK_128, Secret.of(pmk), MacAddress.at(value("initiator-ndi"), 0),
                MacAddress.at(value("responder-ndi"), 0), nonce(0), nonce(1));
    }

    private static Bytes nonce(int message) {
        return body(message).slice(skda(message) + NONCE_OFFSET, 32);
    }

    /** Where the Shared Key Descriptor attribute begins, its identifier included. */
    private static int skda(int message) {
        Bytes body = body(message);
        int at = 7;
        while (body.u8(at) != 0x24) {
            at += 3 + body.u16le(at + 1);
        }
        return at;
    }
}
