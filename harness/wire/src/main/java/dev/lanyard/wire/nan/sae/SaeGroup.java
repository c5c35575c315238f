package dev.lanyard.wire.nan.sae;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.security.KeyHash;
import java.math.BigInteger;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;

/** A finite cyclic group (IANA's group numbers of IKE, RFC 5903) with the hash that its size calls for. */
public enum SaeGroup {
    P256(19, "P-256", KeyHash.SHA_256, -10),
    P384(20, "P-384", KeyHash.SHA_384, -12);

    private static final BigInteger ONE = BigInteger.ONE;
    private static final BigInteger TWO = BigInteger.TWO;

    private final int number;
    private final KeyHash hash;
    private final X9ECParameters parameters;
    private final BigInteger prime;
    private final BigInteger z;
    private final int length;

    SaeGroup(int number, String curve, KeyHash hash, int z) {
        this.number = number;
        this.hash = hash;
        this.parameters = CustomNamedCurves.getByName(curve);
        this.prime = parameters.getCurve().getField().getCharacteristic();
        this.z = BigInteger.valueOf(z).mod(prime);
        this.length = BigIntegers.getUnsignedByteLength(prime);
    }

    /** Empty for groups that Wi-Fi Aware does not use. */
    public static Optional<SaeGroup> of(int number) {
        for (SaeGroup group : values()) {
            if (group.number == number) {
                return Optional.of(group);
            }
        }
        return Optional.empty();
    }

    public int number() {
        return number;
    }

    public KeyHash hash() {
        return hash;
    }

    /** Octets of a coordinate, and of a scalar. */
    public int length() {
        return length;
    }

    BigInteger prime() {
        return prime;
    }

    /** The number of points. */
    public BigInteger order() {
        return parameters.getN();
    }

    public ECPoint generator() {
        return parameters.getG();
    }

    /** As many octets as {@link #length}, the most significant first. */
    public Bytes encode(BigInteger value) {
        return Bytes.wrap(BigIntegers.asUnsignedByteArray(length, value));
    }

    /** Abscissa and ordinate. */
    Bytes encode(ECPoint point) {
        ECPoint affine = point.normalize();
        return encode(affine.getAffineXCoord().toBigInteger()).concat(encode(affine.getAffineYCoord().toBigInteger()));
    }

    /** The point of these coordinates; empty where they are too large or no point of the curve. */
    Optional<ECPoint> point(Bytes coordinates) {
        if (coordinates.length() != 2 * length) {
            return Optional.empty();
        }
        BigInteger x = new BigInteger(1, coordinates.slice(0, length).toArray());
        BigInteger y = new BigInteger(1, coordinates.slice(length, length).toArray());
        if (x.compareTo(prime) >= 0 || y.compareTo(prime) >= 0) {
            return Optional.empty();
        }
        ECPoint point = parameters.getCurve().createPoint(x, y);
        return point.isValid() ? Optional.of(point) : Optional.empty();
    }

    /**
     * A public key in SEC 1 form, compressed (02, 03) or not (04); empty where it is no point of the curve. A sender
     * that always writes 02 gives the point or its negative, whose abscissa is the same.
     */
    public Optional<ECPoint> publicKey(Bytes octets) {
        boolean compressed = octets.length() == 1 + length && (octets.u8(0) == 2 || octets.u8(0) == 3);
        if (compressed) {
            BigInteger x = new BigInteger(1, octets.from(1).toArray());
            if (x.compareTo(prime) >= 0) {
                return Optional.empty();
            }
            BigInteger square = right(x);
            BigInteger y = root(square);
            if (!y.multiply(y).mod(prime).equals(square)) {
                return Optional.empty();
            }
            boolean odd = octets.u8(0) == 3;
            return Optional.of(parameters.getCurve().createPoint(x, y.testBit(0) == odd ? y : prime.subtract(y)));
        }
        return octets.length() == 1 + 2 * length && octets.u8(0) == 4 ? point(octets.from(1)) : Optional.empty();
    }

    /** A number from 1 to the order less one; the excess of 64 bits leaves no bias to speak of. */
    public BigInteger random(RandomGenerator random) {
        byte[] octets = new byte[length + 8];
        random.nextBytes(octets);
        return reduce(octets);
    }

    /** {@code octets} modulo the order less one, plus one. */
    BigInteger reduce(byte[] octets) {
        return new BigInteger(1, octets).mod(order().subtract(ONE)).add(ONE);
    }

    /** The simplified Shallue-van de Woestijne-Ulas mapping (RFC 9380 §6.6.2; IEEE 802.11-2020 §12.4.4.2.3). */
    ECPoint map(BigInteger u) {
        ECCurve curve = parameters.getCurve();
        BigInteger a = curve.getA().toBigInteger();
        BigInteger b = curve.getB().toBigInteger();
        BigInteger zu2 = z.multiply(u).mod(prime).multiply(u).mod(prime);
        BigInteger m = zu2.multiply(zu2).add(zu2).mod(prime);
        BigInteger x1 = m.signum() == 0 ? b.multiply(z.multiply(a).modInverse(prime)).mod(prime)
                : prime.subtract(b).multiply(a.modInverse(prime)).mod(prime)
                        .multiply(ONE.add(m.modPow(prime.subtract(TWO), prime))).mod(prime);
        BigInteger x2 = zu2.multiply(x1).mod(prime);
        BigInteger square = right(x1);
        boolean first = root(square).modPow(TWO, prime).equals(square);
        BigInteger x = first ? x1 : x2;
        BigInteger y = root(first ? square : right(x2));
        return curve.createPoint(x, y.testBit(0) == u.testBit(0) ? y : prime.subtract(y));
    }

    /** The right side of the curve's equation. */
    private BigInteger right(BigInteger x) {
        ECCurve curve = parameters.getCurve();
        return x.multiply(x).mod(prime).add(curve.getA().toBigInteger()).multiply(x)
                .add(curve.getB().toBigInteger()).mod(prime);
    }

    /** The root of a square; of another number something whose square is not the number. Both primes are 3 mod 4. */
    private BigInteger root(BigInteger square) {
        return square.modPow(prime.add(ONE).shiftRight(2), prime);
    }
}
