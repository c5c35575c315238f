package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.nan.BootstrappingMethod;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * NAN Pairing Bootstrapping (NPBA), 0x2C: dialog token 1, type and status 1, reason 1, [comeback], methods 2.
 *
 * @param dialogToken   0 when advertising
 * @param typeAndStatus b0–3 type (0 advertise, 1 request, 2 response), b4–7 status (0 accepted, 1 rejected, 2 comeback)
 * @param reason        means something in a rejected response only
 * @param comeback      where the status is comeback
 * @param methods       see {@link BootstrappingMethod}; 0 in a response that is not accepted
 */
public record PairingBootstrapping(int dialogToken, int typeAndStatus, int reason, Optional<Comeback> comeback,
                                   int methods) implements NanAttribute {

    public static final int ADVERTISE = 0;
    public static final int REQUEST = 1;
    public static final int RESPONSE = 2;

    public static final int ACCEPTED = 0;
    public static final int REJECTED = 1;
    public static final int COMEBACK = 2;

    private static final int METHODS_LENGTH = 2;

    /**
     * [After 2, in responses], cookie length 1, cookie.
     *
     * @param after in TU; absent in a request
     */
    public record Comeback(OptionalInt after, Bytes cookie) {}

    /** What a service can do. */
    public static PairingBootstrapping advertise(int methods) {
        return new PairingBootstrapping(0, ADVERTISE, 0, Optional.empty(), methods);
    }

    /** The initiator's own role. */
    public static PairingBootstrapping request(int dialogToken, int method) {
        return new PairingBootstrapping(dialogToken, REQUEST, 0, Optional.empty(), method);
    }

    /** A request again, with the cookie of the comeback. */
    public static PairingBootstrapping retry(int dialogToken, Bytes cookie, int method) {
        return new PairingBootstrapping(dialogToken, REQUEST | COMEBACK << 4, 0,
                Optional.of(new Comeback(OptionalInt.empty(), cookie)), method);
    }

    /** The responder's complementary role. */
    public static PairingBootstrapping accept(int dialogToken, int method) {
        return new PairingBootstrapping(dialogToken, RESPONSE, 0, Optional.empty(), method);
    }

    /** A response that refuses; 13 is the reason that bootstrapping has. */
    public static PairingBootstrapping reject(int dialogToken, int reason) {
        return new PairingBootstrapping(dialogToken, RESPONSE | REJECTED << 4, reason, Optional.empty(), 0);
    }

    /** A response that asks to come back after so many TU. */
    public static PairingBootstrapping comeBack(int dialogToken, int after, Bytes cookie) {
        return new PairingBootstrapping(dialogToken, RESPONSE | COMEBACK << 4, 0,
                Optional.of(new Comeback(OptionalInt.of(after), cookie)), 0);
    }

    static PairingBootstrapping read(BytesReader in) {
        int token = in.u8();
        int typeAndStatus = in.u8();
        int reason = in.u8();
        boolean hasComeback = typeAndStatus >> 4 == COMEBACK && in.remaining() > METHODS_LENGTH;
        Optional<Comeback> comeback = hasComeback
                ? Optional.of(new Comeback((typeAndStatus & 0xF) == RESPONSE ? OptionalInt.of(in.u16())
                        : OptionalInt.empty(), in.bytes(in.u8())))
                : Optional.empty();
        return new PairingBootstrapping(token, typeAndStatus, reason, comeback, in.u16());
    }

    public int type() {
        return typeAndStatus & 0xF;
    }

    public int status() {
        return typeAndStatus >> 4;
    }

    @Override
    public int id() {
        return AttributeId.PAIRING_BOOTSTRAPPING;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter().u8(dialogToken).u8(typeAndStatus).u8(reason);
        comeback.ifPresent(c -> {
            c.after().ifPresent(out::u16);
            out.u8(c.cookie().length()).bytes(c.cookie());
        });
        return out.u16(methods).toBytes();
    }
}
