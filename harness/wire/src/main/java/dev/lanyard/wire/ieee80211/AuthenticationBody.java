package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import java.util.List;

/**
 * The body of an authentication frame (§9.3.3.11): algorithm 2 LE, transaction 2 LE, status 2 LE, fields of the
 * algorithm, elements.
 *
 * @param transaction PASN: 1, 2, 3
 * @param sae         fields of algorithm SAE; {@link SaeFields#NONE} with others
 * @param elements    none with algorithms other than PASN and SAE
 * @param rest        what follows the status with other algorithms
 */
public record AuthenticationBody(int algorithm, int transaction, int status, SaeFields sae, Elements elements,
                                 Bytes rest) implements ManagementBody {

    public static final int SAE = 3;
    public static final int PASN = 7;

    /** Status of an SAE commit by hash-to-element. */
    public static final int STATUS_SAE_HASH_TO_ELEMENT = 126;

    private static final int FIXED = 6;

    /** A PASN message. */
    public static AuthenticationBody pasn(int transaction, int status, Elements elements) {
        return new AuthenticationBody(PASN, transaction, status, SaeFields.NONE, elements, Bytes.EMPTY);
    }

    /** Null where the fixed fields are not there. */
    static AuthenticationBody read(Bytes octets, int offset, List<FrameDefect> defects) {
        if (!octets.has(0, FIXED)) {
            return null;
        }
        BytesReader in = new BytesReader(octets, offset);
        int algorithm = in.u16();
        int transaction = in.u16();
        int status = in.u16();
        return switch (algorithm) {
            case PASN -> new AuthenticationBody(algorithm, transaction, status, SaeFields.NONE,
                    Elements.read(in, defects), Bytes.EMPTY);
            case SAE -> {
                SaeFields sae = SaeFields.read(transaction, in);
                yield new AuthenticationBody(algorithm, transaction, status, sae, sae == SaeFields.NONE
                        ? Elements.NONE : Elements.read(in, defects), in.rest());
            }
            default -> new AuthenticationBody(algorithm, transaction, status, SaeFields.NONE, Elements.NONE,
                    in.rest());
        };
    }

    @Override
    public Bytes encode() {
        return new BytesWriter().u16(algorithm).u16(transaction).u16(status).bytes(sae.encode())
                .bytes(elements.encode()).bytes(rest).toBytes();
    }
}
