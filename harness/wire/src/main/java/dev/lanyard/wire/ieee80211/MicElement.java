package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;

/** MIC, element 140 (§9.4.2.118): the last element of PASN messages 2 and 3; 16 octets, 24 with SHA-384. */
public record MicElement(Bytes mic) implements Element {

    @Override
    public int id() {
        return MIC;
    }

    @Override
    public Bytes body() {
        return mic;
    }
}
