package dev.lanyard.wire.nan.pairing;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.attribute.IdentityResolution;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.nan.security.Secret;
import dev.lanyard.wire.net.MacAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pairings of one device, and their text: a first line {@code lanyard-pairings 1}, then one line per pairing with
 * {@code key=value} fields separated by tabs ({@code csid}, {@code npk}, {@code peer-nik}, {@code own-nik} in
 * hexadecimal digits, {@code expires} in ISO 8601 or {@code never}, {@code name} last). The text is made of keys:
 * whoever stores it keeps others from reading it.
 */
public record PairingCache(List<CachedPairing> pairings) {

    public static final PairingCache EMPTY = new PairingCache(List.of());

    /** Whoever pairs without a secret may pair under any number of names. */
    static final int MOST = 256;

    private static final String FIRST_LINE = "lanyard-pairings 1";

    public PairingCache {
        pairings = List.copyOf(pairings);
    }

    /** A text that is none of ours; the message names the line and never quotes it. */
    public static final class FormatException extends Exception {
        private static final long serialVersionUID = 1L;

        FormatException(int line, String what) {
            super("line " + line + " of the pairings " + what);
        }
    }

    /** With a pairing more; one with the same peer key is replaced, and the oldest goes where there are too many. */
    public PairingCache with(CachedPairing pairing) {
        List<CachedPairing> all = new ArrayList<>(without(pairing).pairings());
        if (all.size() >= MOST) {
            all.removeFirst();
        }
        all.add(pairing);
        return new PairingCache(all);
    }

    /** Without the pairing of this peer key. */
    public PairingCache without(CachedPairing pairing) {
        return new PairingCache(pairings.stream().filter(one -> !one.peerNik().equals(pairing.peerNik())).toList());
    }

    /** Without those whose keys have ended. */
    public PairingCache at(Instant now) {
        return new PairingCache(pairings.stream().filter(one -> !one.isExpired(now)).toList());
    }

    /** The pairing whose peer sent this NIRA from {@code nmi}. */
    public Optional<CachedPairing> resolve(IdentityResolution nira, MacAddress nmi) {
        return pairings.stream().filter(one -> one.isPeer(nira, nmi)).findFirst();
    }

    /** The text. */
    public Secret encode() {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        for (CachedPairing one : pairings) {
            text.append("csid=").append(one.suite().csid()).append("\tnpk=").append(hex(one.npk()))
                    .append("\tpeer-nik=").append(hex(one.peerNik())).append("\town-nik=").append(hex(one.ownNik()))
                    .append("\texpires=").append(one.expires().map(Instant::toString).orElse("never"))
                    .append("\tname=").append(one.name()).append('\n');
        }
        return Secret.of(text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static String hex(Secret secret) {
        return Bytes.wrap(secret.expose()).toHex();
    }

    /** Reads the text. */
    public static PairingCache decode(String text) throws FormatException {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(FIRST_LINE)) {
            throw new FormatException(1, "is not \"" + FIRST_LINE + "\"");
        }
        List<CachedPairing> pairings = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            pairings.add(pairing(i + 1, lines.get(i)));
        }
        return new PairingCache(pairings);
    }

    private static CachedPairing pairing(int line, String text) throws FormatException {
        Map<String, String> fields = new HashMap<>();
        for (String field : text.split("\t", -1)) {
            int equals = field.indexOf('=');
            if (equals < 0 || fields.put(field.substring(0, equals), field.substring(equals + 1)) != null) {
                throw new FormatException(line, "is not made of different key=value fields");
            }
        }
        for (String key : List.of("csid", "npk", "peer-nik", "own-nik", "expires", "name")) {
            if (!fields.containsKey(key)) {
                throw new FormatException(line, "lacks " + key);
            }
        }
        try {
            CipherSuite suite = CipherSuite.of(Integer.parseInt(fields.get("csid"))).orElseThrow(() ->
                    new IllegalArgumentException("csid"));
            Optional<Instant> expires = fields.get("expires").equals("never") ? Optional.empty()
                    : Optional.of(Instant.parse(fields.get("expires")));
            return new CachedPairing(fields.get("name"), suite, secret(fields.get("npk")),
                    secret(fields.get("peer-nik")), secret(fields.get("own-nik")), expires);
        } catch (IllegalArgumentException | DateTimeException _) {
            throw new FormatException(line, "has a field of the wrong form");
        }
    }

    private static Secret secret(String digits) {
        return Secret.of(Bytes.hex(digits));
    }
}
