package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;

/** A body of a subtype that is not decoded, or too short for its subtype. */
public record OpaqueBody(Bytes octets) implements ManagementBody {

    @Override
    public Bytes encode() {
        return octets;
    }
}
