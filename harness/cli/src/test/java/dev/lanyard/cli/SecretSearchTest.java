package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search that finds nothing says something only when it finds what is there. */
class SecretSearchTest {

    private static final byte[] KEY = HexFormat.of().parseHex("fbefbe3f00d1ff7a1c2b3a4958677685");
    private static final String PIN = "84713902";

    private final SecretSearch search = new SecretSearch().octets("the key", KEY).text("the PIN", PIN);

    private static byte[] around(byte[] secret, int before) {
        byte[] noise = new byte[before + secret.length + 50];
        new Random(1).nextBytes(noise);
        System.arraycopy(secret, 0, noise, before, secret.length);
        return noise;
    }

    private void assertFound(byte[] content) {
        assertEquals(1, search.in(content).stream().limit(1).count(), () -> new String(content, StandardCharsets.ISO_8859_1));
    }

    @Test
    void findsOctetsHexadecimalAndBase64WhereverTheyBegin() {
        for (int before = 0; before < 7; before++) {
            byte[] key = around(KEY, before);
            assertFound(key);
            assertFound(HexFormat.of().formatHex(key).getBytes(StandardCharsets.US_ASCII));
            assertFound(HexFormat.ofDelimiter(":").withUpperCase().formatHex(key).getBytes(StandardCharsets.US_ASCII));
            assertFound(Base64.getEncoder().encode(key));
            assertFound(Base64.getUrlEncoder().encode(key));
        }
    }

    @Test
    void findsTextInEveryEncoding() {
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            assertFound(around(PIN.getBytes(charset), 5));
        }
        assertFound("\"\\u0038\\u0034\\u0037\\u0031\\u0033\\u0039\\u0030\\u0032\"".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void looksIntoAttachmentsOfAPage() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(around(PIN.getBytes(StandardCharsets.UTF_16LE), 100));
        }
        assertFound(packed.toByteArray());
        assertFound(("d(\"x\",\"" + Base64.getEncoder().encodeToString(packed.toByteArray()) + "\")")
                .getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void whatIsNotThereIsNotFoundAndWhatIsFailsByItsFile(@TempDir Path folder) throws IOException {
        byte[] noise = new byte[100_000];
        new Random(2).nextBytes(noise);
        Files.write(folder.resolve("noise"), noise);
        search.assertNowhereIn(folder);
        Files.createDirectory(folder.resolve("pin-" + PIN));
        assertThrows(AssertionError.class, () -> search.assertNowhereIn(folder));
        assertThrows(IllegalArgumentException.class, () -> search.octets("a digit", new byte[2]));
    }
}
