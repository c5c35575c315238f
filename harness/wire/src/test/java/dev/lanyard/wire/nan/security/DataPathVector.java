package dev.lanyard.wire.nan.security;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A secured data path of csid 1 as hostap's NAN code sets it up, and where in its frames the codes are. */
final class DataPathVector {

    static final Bytes PMK = Bytes.hex("01020304050607".repeat(4) + "00000000");
    static final Bytes PMKID = Bytes.hex("145e5b8d3fa1e7504b9b5e5eec3f9df2");

    private static final int HEADER = 24;
    private static final int NONCE_OFFSET = 17;
    private static final int MIC_OFFSET = 81;
    private static final List<Bytes> FRAMES = frames();

    private DataPathVector() {}

    private static List<Bytes> frames() {
        try (InputStream in = DataPathVector.class.getResourceAsStream("ndp-csid1.hex")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines()
                    .filter(line -> !line.startsWith("#")).map(Bytes::hex).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        return DataPathKeys.derive(CipherSuite.NCS_SK_128, Secret.of(pmk), MacAddress.parse("00bbbbbb0000"),
                MacAddress.parse("00aaaa000000"), nonce(0), nonce(1));
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
