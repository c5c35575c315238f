package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;

/** An attribute whose body does not have the layout of its id: too short, or its lengths contradict each other. */
public record MalformedAttribute(int id, Bytes body) implements NanAttribute {}
