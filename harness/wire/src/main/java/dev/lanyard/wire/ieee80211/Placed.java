package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;

/**
 * An element or attribute with its place in the frame.
 *
 * @param offset   of its first octet, from the start of the 802.11 header
 * @param octets   all of it as received, its own header and {@code trailing} included
 * @param value    what it says
 * @param trailing octets within it after what its layout defines; a receiver passes over them
 */
public record Placed<T>(int offset, Bytes octets, T value, Bytes trailing) {}
