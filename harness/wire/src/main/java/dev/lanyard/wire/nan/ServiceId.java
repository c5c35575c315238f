package dev.lanyard.wire.nan;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A service id: the first six octets of SHA-256 over the service name in lower case, UTF-8. */
public record ServiceId(Bytes octets) {

    /** Octets of a service id. */
    public static final int LENGTH = 6;

    public ServiceId {
        if (octets.length() != LENGTH) {
            throw new IllegalArgumentException("a service id has " + LENGTH + " octets, not " + octets.length());
        }
    }

    /** The id of a service name. */
    public static ServiceId of(String serviceName) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(serviceName.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            return new ServiceId(Bytes.copyOf(digest, 0, LENGTH));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Reads one; zeros where less is left. */
    public static ServiceId read(BytesReader in) {
        Bytes octets = in.bytes(LENGTH);
        return new ServiceId(octets.isEmpty() ? Bytes.wrap(new byte[LENGTH]) : octets);
    }

    /** Reads as many as are left whole. */
    public static List<ServiceId> readList(BytesReader in) {
        List<ServiceId> ids = new ArrayList<>();
        while (in.remaining() >= LENGTH) {
            ids.add(read(in));
        }
        return ids;
    }

    /** Twelve hexadecimal digits. */
    @Override
    public String toString() {
        return octets.toHex();
    }
}
