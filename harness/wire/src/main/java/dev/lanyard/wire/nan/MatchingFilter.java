package dev.lanyard.wire.nan;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A matching filter: values one after another, each length 1 and octets; a value without octets is a wildcard.
 *
 * @param rest octets at the end that are no value: its length reaches past the end
 */
public record MatchingFilter(List<Bytes> values, Bytes rest) {

    /** No values. */
    public static final MatchingFilter NONE = of();

    public MatchingFilter {
        values = List.copyOf(values);
    }

    /** A filter of these values. */
    public static MatchingFilter of(Bytes... values) {
        return new MatchingFilter(List.of(values), Bytes.EMPTY);
    }

    /** Decodes the octets that the length before them counts. */
    public static MatchingFilter decode(Bytes octets) {
        BytesReader in = new BytesReader(octets);
        List<Bytes> values = new ArrayList<>();
        while (in.more() && in.peek(0) < in.remaining()) {
            values.add(in.bytes(in.u8()));
        }
        return new MatchingFilter(values, in.rest());
    }

    public Bytes encode() {
        BytesWriter out = new BytesWriter();
        values.forEach(value -> out.u8(value.length()).bytes(value));
        return out.bytes(rest).toBytes();
    }

    /**
     * Whether a publisher and a subscriber find each other: every value that the subscriber's filter demands has its
     * equal, or a wildcard, in the same place of the publisher's. What the publisher's filter has beyond that does not
     * matter. No filter is an empty one.
     */
    public static boolean matches(MatchingFilter publisher, MatchingFilter subscriber) {
        for (int i = 0; i < subscriber.values.size(); i++) {
            Bytes demanded = subscriber.values.get(i);
            if (demanded.isEmpty()) {
                continue;
            }
            Bytes offered = i < publisher.values.size() ? publisher.values.get(i) : null;
            if (offered == null || !offered.isEmpty() && !offered.equals(demanded)) {
                return false;
            }
        }
        return true;
    }
}
