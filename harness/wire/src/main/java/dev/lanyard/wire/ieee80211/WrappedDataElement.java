package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Wrapped Data, element 255/8 (§9.4.2.187): data of another authentication; with PASN and SAE the whole body of an SAE
 * authentication frame.
 */
public record WrappedDataElement(Bytes data) implements Element {

    @Override
    public int id() {
        return EXTENSION;
    }

    @Override
    public Bytes body() {
        return Bytes.of(EXTENSION_WRAPPED_DATA).concat(data);
    }

    /** The data as the body of an authentication frame; absent where it is too short for one. */
    public Optional<AuthenticationBody> authentication() {
        List<FrameDefect> ignored = new ArrayList<>();
        return Optional.ofNullable(AuthenticationBody.read(data, 0, ignored));
    }

}
