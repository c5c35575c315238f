package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Looks for secrets in everything that a run left: as octets, as text in UTF-8 and UTF-16 of both orders, in hexadecimal
 * of either case with and without separators, as Java's and JSON's escapes, and in Base64 at each of the three places in
 * a group of octets. Looks into pieces of Base64 and into gzip as well, since reports carry attachments so.
 */
final class SecretSearch {

    /** A secret shorter than this is found by chance: 48 bits in a hundred megabytes are not. */
    private static final int LEAST = 6;
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{64,}={0,2}");

    private final Map<String, String> forms = new LinkedHashMap<>();

    /** Adds a secret that is text: a PIN, a passphrase. */
    SecretSearch text(String name, String secret) {
        octets(name, secret.getBytes(StandardCharsets.UTF_8));
        form(name + " in UTF-16LE", secret.getBytes(StandardCharsets.UTF_16LE));
        form(name + " in UTF-16BE", secret.getBytes(StandardCharsets.UTF_16BE));
        StringBuilder escaped = new StringBuilder();
        secret.chars().forEach(c -> escaped.append("\\u%04x".formatted(c)));
        form(name + " in escapes", escaped.toString().getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    /** Adds a secret that is octets: a key, an identity. */
    SecretSearch octets(String name, byte[] secret) {
        if (secret.length < LEAST) {
            throw new IllegalArgumentException(name + " has " + secret.length + " octets: too few to be told from chance");
        }
        form(name, secret);
        for (String separator : List.of("", ":", " ", "-", ", ")) {
            String hex = HexFormat.ofDelimiter(separator).formatHex(secret);
            form(name + " in hexadecimal", hex.getBytes(StandardCharsets.US_ASCII));
            form(name + " in hexadecimal", hex.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
        }
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + secret.length];
            System.arraycopy(secret, 0, shifted, before, secret.length);
            String base64 = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            // The first and last characters depend on the neighbours too.
            String own = base64.substring((before * 8 + 5) / 6, base64.length() - (shifted.length % 3 == 0 ? 0 : 1));
            form(name + " in Base64", own.getBytes(StandardCharsets.US_ASCII));
            form(name + " in URL-safe Base64", own.replace('+', '-').replace('/', '_')
                    .getBytes(StandardCharsets.US_ASCII));
        }
        return this;
    }

    private void form(String name, byte[] octets) {
        forms.putIfAbsent(new String(octets, StandardCharsets.ISO_8859_1), name);
    }

    /** What is found in {@code content}, as words; empty where nothing is. */
    List<String> in(byte[] content) {
        List<String> found = new ArrayList<>();
        look(new String(content, StandardCharsets.ISO_8859_1), "", found, 0);
        return found;
    }

    private void look(String content, String where, List<String> found, int depth) {
        // All digits in order are part of an alphabet, which Allure's page has, and tell of no PIN of some of them.
        String latin1 = content.replace("0123456789", "");
        forms.forEach((form, name) -> {
            if (latin1.contains(form)) {
                found.add(name + where);
            }
        });
        if (depth > 2) {
            return;
        }
        Matcher pieces = BASE64.matcher(latin1);
        while (pieces.find()) {
            String piece = pieces.group();
            int whole = piece.indexOf('=') >= 0 ? piece.length() : piece.length() / 4 * 4;
            try {
                byte[] inside = Base64.getDecoder().decode(piece.substring(0, whole / 4 * 4));
                look(new String(inside, StandardCharsets.ISO_8859_1), where + ", inside Base64", found, depth + 1);
                unpacked(inside).ifPresent(more -> look(more, where + ", inside gzip", found, depth + 1));
            } catch (IllegalArgumentException e) {
                // It only looked like Base64.
            }
        }
        unpacked(latin1.getBytes(StandardCharsets.ISO_8859_1)).ifPresent(more ->
                look(more, where + ", inside gzip", found, depth + 1));
    }

    private static Optional<String> unpacked(byte[] octets) {
        if (octets.length < 18 || (octets[0] & 0xFF) != 0x1F || (octets[1] & 0xFF) != 0x8B) {
            return Optional.empty();
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(octets));
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            in.transferTo(out);
            return Optional.of(out.toString(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Fails where a file below {@code folder}, or the name of one, tells a secret. */
    void assertNowhereIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                assertTellsNothing("the name " + file, file.toString().getBytes(StandardCharsets.UTF_8));
                if (Files.isRegularFile(file)) {
                    assertTellsNothing(file.toString(), Files.readAllBytes(file));
                }
            }
        }
    }

    /** Fails where {@code content} tells a secret. */
    void assertTellsNothing(String where, byte[] content) {
        List<String> found = in(content);
        assertFalse(!found.isEmpty(), () -> where + " tells " + String.join("; ", found));
    }
}
