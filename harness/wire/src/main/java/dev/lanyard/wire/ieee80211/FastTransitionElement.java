package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;

/**
 * Fast BSS Transition, element 55 (§9.4.2.47), with a MIC of 16 octets: MIC control 2, MIC 16, ANonce 32, SNonce 32,
 * subelements.
 *
 * @param micControl  b8–15 the number of elements that the MIC covers
 * @param subelements their octets
 */
public record FastTransitionElement(int micControl, Bytes mic, Bytes aNonce, Bytes sNonce, Bytes subelements)
        implements Element {

    static FastTransitionElement read(BytesReader in) {
        return new FastTransitionElement(in.u16(), in.bytes(16), in.bytes(32), in.bytes(32), in.rest());
    }

    @Override
    public int id() {
        return FAST_TRANSITION;
    }

    @Override
    public Bytes body() {
        return new BytesWriter().u16(micControl).bytes(mic).bytes(aNonce).bytes(sNonce).bytes(subelements)
                .toBytes();
    }
}
