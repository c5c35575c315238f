package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;

/** An attribute without a record of its own: a reserved id, or one whose layout is not public (S3, TPEA). */
public record UnknownAttribute(int id, Bytes body) implements NanAttribute {}
