package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;

/** An element whose body does not have the layout of its id. */
public record MalformedElement(int id, Bytes body) implements Element {}
