package dev.lanyard.wire.nan.pairing;

import dev.lanyard.wire.ieee80211.AuthenticationBody;
import dev.lanyard.wire.Bytes;
import java.util.Optional;

/**
 * What follows from a frame or a call.
 *
 * @param send   the body of an authentication frame to send now
 * @param result where the exchange stands
 */
public record PasnStep(Optional<AuthenticationBody> send, PasnStep.Result result) {

    /** Where the exchange stands. */
    public sealed interface Result {}

    /** The peer is to answer. */
    public record Waiting() implements Result {}

    /** The frame changed nothing: of other addresses, out of order, or a repetition. */
    public record Ignored(String why) implements Result {}

    /**
     * The message does not show that it is the peer's, be it that a code is wrong or that it can have none, as a refusal:
     * anybody may have sent it, so it changed nothing, and the exchange goes on waiting. Where nothing better comes,
     * {@link PasnExchange#timeOut} names this failure.
     */
    public record Dropped(PasnFailure failure, String detail) implements Result {}

    /** The peer asks to call {@link PasnExchange#resume} later. */
    public record ComeBack(int afterTu, Bytes cookie) implements Result {}

    /** Keys are there. */
    public record Established(PairingAssociation association) implements Result {}

    /** It ended without keys. */
    public record Failed(PasnFailure failure, String detail) implements Result {}

    static PasnStep ignored(String why) {
        return new PasnStep(Optional.empty(), new Ignored(why));
    }

    static PasnStep send(AuthenticationBody body) {
        return new PasnStep(Optional.of(body), new Waiting());
    }

    /** The keys, where this step brought them. */
    public Optional<PairingAssociation> association() {
        return result instanceof Established established ? Optional.of(established.association()) : Optional.empty();
    }

    /** Why it failed, where this step made it fail. */
    public Optional<PasnFailure> failure() {
        return result instanceof Failed failed ? Optional.of(failed.failure()) : Optional.empty();
    }
}
