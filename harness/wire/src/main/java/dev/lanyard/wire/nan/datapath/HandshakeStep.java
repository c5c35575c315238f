package dev.lanyard.wire.nan.datapath;

import dev.lanyard.wire.nan.security.DataPathKeys;

/** What follows from a received frame. */
public sealed interface HandshakeStep {

    /** The frame was right: the next message is to be made, with {@link DataPathHandshake#attributes}. */
    record Next() implements HandshakeStep {}

    /** The frame is a repetition: the last message is to be sent again as it was. */
    record Repeat() implements HandshakeStep {}

    /** The frame changed nothing. */
    record Ignored(String why) implements HandshakeStep {}

    /**
     * The frame does not show that it is the peer's, be it that its code is wrong or that it can have none, as a refusal:
     * anybody may have sent it, so it changed nothing, and the handshake goes on waiting.
     */
    record Dropped(HandshakeFailure failure, String detail) implements HandshakeStep {}

    /**
     * The keys are there.
     *
     * @param peerGroupKeys what the peer gave for its frames to groups
     * @param sendNext      whether a last message is still to be made
     */
    record Established(DataPathKeys keys, GroupKeys peerGroupKeys, boolean sendNext) implements HandshakeStep {}

    /** It ended without keys. */
    record Failed(HandshakeFailure failure, String detail) implements HandshakeStep {}
}
