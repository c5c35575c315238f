package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;

/** An element without a record of its own: SSID, EHT capabilities, additions to come. */
public record UnknownElement(int id, Bytes body) implements Element {}
