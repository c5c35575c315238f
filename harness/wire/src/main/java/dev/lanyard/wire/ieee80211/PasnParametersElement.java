package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * PASN Parameters, element 255/100 (IEEE 802.11az-2022 §9.4.2.303, unchecked): control 1, wrapped data format 1,
 * [comeback: after 2 LE (of responders only), cookie length 1, cookie], [group 2 LE, key length 1, ephemeral public
 * key].
 *
 * @param control           b0 comeback information present, b1 group and key present
 * @param wrappedDataFormat 0 none, 1 FT, 2 FILS, 3 SAE
 * @param group             finite cyclic group
 * @param publicKey         SEC 1 compressed with its first octet, as hostap sends it in message 1
 */
public record PasnParametersElement(int control, int wrappedDataFormat, Optional<Comeback> comeback,
                                    OptionalInt group, Bytes publicKey) implements Element {

    public static final int COMEBACK_PRESENT = 1;
    public static final int GROUP_AND_KEY_PRESENT = 2;

    public static final int WRAPPED_NONE = 0;
    public static final int WRAPPED_FT = 1;
    public static final int WRAPPED_FILS = 2;
    public static final int WRAPPED_SAE = 3;

    /**
     * The request to come back later.
     *
     * @param after in TU; absent when an initiator gives the cookie back
     */
    public record Comeback(OptionalInt after, Bytes cookie) {}

    /** Parameters with group and key and without comeback. */
    public static PasnParametersElement of(int wrappedDataFormat, int group, Bytes publicKey) {
        return new PasnParametersElement(GROUP_AND_KEY_PRESENT, wrappedDataFormat, Optional.empty(),
                OptionalInt.of(group), publicKey);
    }

    static PasnParametersElement read(BytesReader in) {
        int control = in.u8();
        int format = in.u8();
        boolean hasKey = (control & GROUP_AND_KEY_PRESENT) != 0;
        Optional<Comeback> comeback = (control & COMEBACK_PRESENT) == 0 ? Optional.empty()
                : Optional.of(new Comeback(endsWith(in, 0, hasKey) && !endsWith(in, 2, hasKey) ? OptionalInt.empty()
                        : OptionalInt.of(in.u16()), in.bytes(in.u8())));
        OptionalInt group = hasKey ? OptionalInt.of(in.u16()) : OptionalInt.empty();
        Bytes publicKey = hasKey ? in.bytes(in.u8()) : Bytes.EMPTY;
        return new PasnParametersElement(control, format, comeback, group, publicKey);
    }

    /** Nothing says whether "after" is there; whether it is, the length of the element tells. */
    private static boolean endsWith(BytesReader in, int cookieLengthAt, boolean hasKey) {
        int length = in.peek(cookieLengthAt);
        int end = cookieLengthAt + 1 + length;
        int key = hasKey ? in.peek(end + 2) : 0;
        return length >= 0 && key >= 0 && end + (hasKey ? 3 + key : 0) == in.remaining();
    }

    @Override
    public int id() {
        return EXTENSION;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter().u8(EXTENSION_PASN_PARAMETERS).u8(control).u8(wrappedDataFormat);
        comeback.ifPresent(c -> {
            c.after().ifPresent(out::u16);
            out.u8(c.cookie().length()).bytes(c.cookie());
        });
        group.ifPresent(g -> out.u16(g).u8(publicKey.length()).bytes(publicKey));
        return out.toBytes();
    }
}
