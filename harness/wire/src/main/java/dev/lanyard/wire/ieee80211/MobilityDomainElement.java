package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;

/** Mobility Domain, element 54 (§9.4.2.46): mobility domain id 2, FT capability and policy 1. */
public record MobilityDomainElement(int mobilityDomain, int capability) implements Element {

    @Override
    public int id() {
        return MOBILITY_DOMAIN;
    }

    @Override
    public Bytes body() {
        return new BytesWriter().u16(mobilityDomain).u8(capability).toBytes();
    }
}
