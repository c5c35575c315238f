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
     * Whether this filter and the other side's admit each other: value by value equal, or one of the two a wildcard;
     * where one filter ends the other's further values count as matched (hostap's reading).
     */
    public boolean matches(MatchingFilter other) {
        int common = Math.min(values.size(), other.values.size());
        for (int i = 0; i < common; i++) {
            Bytes mine = values.get(i);
            Bytes theirs = other.values.get(i);
            if (!mine.isEmpty() && !theirs.isEmpty() && !mine.equals(theirs)) {
                return false;
            }
        }
        return true;
    }
}
