package dev.lanyard.evidence;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names for files and folders, made from strings that anybody may have chosen. Two different strings give two different
 * names, on file systems that ignore case too; a name is one path element of at most {@value #MAX_LENGTH} octets.
 */
public final class Slug {

    /** The longest name given. */
    public static final int MAX_LENGTH = 80;

    private static final int HASH_DIGITS = 12;
    private static final Pattern PLAIN = Pattern.compile("[a-z0-9]+([._-]+[a-z0-9]+)*");
    private static final Pattern HASHED = Pattern.compile(".*-[0-9a-f]{" + HASH_DIGITS + "}");
    /** Device names that Windows does not take as file names, with or without an extension. */
    private static final Set<String> RESERVED = Set.of("con", "prn", "aux", "nul", "com", "lpt");

    private Slug() {}

    /** {@code id} itself where it is plain, else its plain characters and a hash of the whole. */
    public static String of(String id) {
        if (id.length() <= MAX_LENGTH && PLAIN.matcher(id).matches() && !HASHED.matcher(id).matches()
                && !isReserved(id)) {
            return id;
        }
        int room = MAX_LENGTH - HASH_DIGITS - 1;
        String head = id.substring(0, Math.min(id.length(), room)).toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9.]+", "-").replaceAll("\\.{2,}", ".").replaceAll("^[.-]+|[.-]+$", "");
        String readable = head.isEmpty() || isReserved(head) ? "x" + head.replace(".", "-") : head;
        return readable.substring(0, Math.min(readable.length(), room)) + "-" + hash(id);
    }

    private static boolean isReserved(String name) {
        String stem = name.split("\\.", 2)[0];
        return RESERVED.contains(stem.replaceAll("[0-9]$", ""));
    }

    private static String hash(String id) {
        try {
            // The characters themselves: a charset's encoder makes all lone surrogates look the same.
            ByteBuffer characters = ByteBuffer.allocate(2 * id.length());
            characters.asCharBuffer().put(id);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(characters.array());
            return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
