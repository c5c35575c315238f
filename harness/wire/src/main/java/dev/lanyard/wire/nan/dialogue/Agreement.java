package dev.lanyard.wire.nan.dialogue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.security.Secret;
import java.math.BigInteger;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;

/** A key agreement on P-256 (group 19) between two fixed private keys. */
final class Agreement {

    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("P-256");

    private final BigInteger initiator = privateKey("initiator");
    private final BigInteger responder = privateKey("responder");

    private static BigInteger privateKey(String whose) {
        return new BigInteger(1, Fixed.octets("ephemeral key of the " + whose, 32).toArray())
                .mod(CURVE.getN().subtract(BigInteger.ONE)).add(BigInteger.ONE);
    }

    private static Bytes publicKey(BigInteger key) {
        return Bytes.wrap(CURVE.getG().multiply(key).normalize().getEncoded(true));
    }

    /** SEC 1, compressed. */
    Bytes initiatorKey() {
        return publicKey(initiator);
    }

    /** SEC 1, compressed. */
    Bytes responderKey() {
        return publicKey(responder);
    }

    /** The abscissa of the common point. */
    Secret secret() {
        ECPoint point = CURVE.getG().multiply(initiator).multiply(responder).normalize();
        return Secret.of(point.getAffineXCoord().getEncoded());
    }
}
