package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Wrapped Data, element 255/8 (§9.4.2.187): data of another authentication; with PASN and SAE the whole bodies of SAE
 * authentication frames.
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

    /**
     * The bodies of authentication frames that the data hold: one, or in PASN message 2 with SAE two, each after its
     * length 2 LE. Empty where they are something else.
     */
    public List<AuthenticationBody> authentications() {
        BytesReader in = new BytesReader(data);
        List<Bytes> parts = new ArrayList<>();
        while (in.more()) {
            parts.add(in.bytes(in.u16()));
        }
        List<AuthenticationBody> bodies = new ArrayList<>();
        for (Bytes part : in.failed() ? List.of(data) : parts) {
            AuthenticationBody body = AuthenticationBody.read(part, 0, new ArrayList<>());
            if (body == null) {
                return List.of();
            }
            bodies.add(body);
        }
        return bodies;
    }
}
