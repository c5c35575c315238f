package dev.lanyard.wire.nan.sae;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.Transitions;
import dev.lanyard.wire.ieee80211.SaeFields;
import dev.lanyard.wire.nan.security.KeyHash;
import dev.lanyard.wire.nan.security.Secret;
import dev.lanyard.wire.net.MacAddress;
import java.math.BigInteger;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.bouncycastle.math.ec.ECPoint;

/**
 * One side of an SAE exchange (IEEE 802.11-2020 §12.4.5): its commit, the peer's, the confirms, and the PMK. Both sides
 * are alike. A commit or confirm that is refused ends the exchange.
 */
public final class SaeExchange {

    /** Where an exchange stands (§12.4.8.3.1, as far as PASN can reach it). */
    public enum State { COMMITTED, CONFIRMED, ACCEPTED, FAILED }

    /** What the peer sent. */
    public enum Event { COMMIT, CONFIRM, REFUSED }

    public static final Transitions<State, Event> TRANSITIONS = Transitions.from(State.COMMITTED, Event.class)
            .on(State.COMMITTED, Event.COMMIT, State.CONFIRMED)
            .on(State.COMMITTED, Event.REFUSED, State.FAILED)
            .on(State.CONFIRMED, Event.CONFIRM, State.ACCEPTED)
            .on(State.CONFIRMED, Event.REFUSED, State.FAILED);

    private static final int PMK_LENGTH = 32;
    private static final int PMKID_LENGTH = 16;
    private static final int SEND_CONFIRM = 1;

    private final SaeGroup group;
    private final KeyHash hash;
    private final ECPoint passwordElement;
    private final SaeFields.Commit own;
    private final ECPoint ownElement;
    private BigInteger random;
    private BigInteger scalar;
    private State state = TRANSITIONS.start();
    private SaeFields.Commit peer;
    private Secret kck;
    private Secret pmk;
    private Bytes pmkid = Bytes.EMPTY;
    private boolean takesAnyScalar;

    private SaeExchange(SaeGroup group, ECPoint passwordElement, BigInteger random, BigInteger mask) {
        this.group = group;
        this.hash = group.hash();
        this.passwordElement = passwordElement;
        this.random = random;
        this.scalar = random.add(mask).mod(group.order());
        this.ownElement = passwordElement.multiply(mask).negate().normalize();
        this.own = new SaeFields.Commit(group.number(), group.encode(scalar), group.encode(ownElement));
    }

    private SaeExchange(SaeExchange same) {
        group = same.group;
        hash = same.hash;
        passwordElement = same.passwordElement;
        random = same.random;
        scalar = same.scalar;
        ownElement = same.ownElement;
        own = same.own;
        takesAnyScalar = same.takesAnyScalar;
    }

    /** An exchange between two addresses, its commit made. */
    public static SaeExchange begin(SecretElement secret, MacAddress own, MacAddress peer, RandomGenerator random) {
        SaeGroup group = secret.group();
        ECPoint passwordElement = secret.passwordElement(own, peer);
        while (true) {
            SaeExchange exchange = new SaeExchange(group, passwordElement, group.random(random),
                    group.random(random));
            // One in 2^256: the standard draws again.
            if (exchange.scalar.compareTo(BigInteger.ONE) > 0) {
                return exchange;
            }
        }
    }

    /** Makes this end one that leaves out the check of the peer's scalar, as a broken device does. */
    public SaeExchange takingAnyScalar() {
        takesAnyScalar = true;
        return this;
    }

    /**
     * The same exchange over again, for a commit that somebody else than the peer may have sent: it has made the same
     * commit, and what it takes leaves this one as it is.
     *
     * @throws IllegalStateException when a commit was taken already
     */
    public SaeExchange trial() {
        if (state != TRANSITIONS.start()) {
            throw new IllegalStateException("an exchange that is " + state + " cannot be tried");
        }
        return new SaeExchange(this);
    }

    /** With numbers that a vector states. */
    static SaeExchange of(SaeGroup group, ECPoint passwordElement, BigInteger random, BigInteger mask) {
        return new SaeExchange(group, passwordElement, random, mask);
    }

    public State state() {
        return state;
    }

    /** What to send first. */
    public SaeFields.Commit commit() {
        return own;
    }

    /** Takes the peer's commit; what is wrong with it, or nothing and the keys are there. */
    public Optional<SaeFailure> receive(SaeFields.Commit commit) {
        Optional<State> next = TRANSITIONS.next(state, Event.COMMIT);
        if (next.isEmpty()) {
            return Optional.of(SaeFailure.ORDER);
        }
        Optional<SaeFailure> failure = derive(commit);
        state = failure.isPresent() ? refused() : next.get();
        return failure;
    }

    private Optional<SaeFailure> derive(SaeFields.Commit commit) {
        if (commit.group() != group.number() || commit.scalar().length() != group.length()) {
            return Optional.of(SaeFailure.GROUP);
        }
        BigInteger peerScalar = new BigInteger(1, commit.scalar().toArray());
        boolean inRange = peerScalar.compareTo(BigInteger.ONE) > 0 && peerScalar.compareTo(group.order()) < 0;
        if (!inRange && !takesAnyScalar) {
            return Optional.of(SaeFailure.SCALAR);
        }
        Optional<ECPoint> element = group.point(commit.element());
        if (element.isEmpty()) {
            return Optional.of(SaeFailure.ELEMENT);
        }
        if (commit.scalar().equals(own.scalar()) && commit.element().equals(own.element())) {
            return Optional.of(SaeFailure.REFLECTED);
        }
        ECPoint shared = passwordElement.multiply(peerScalar).add(element.get()).multiply(random).normalize();
        if (shared.isInfinity()) {
            return Optional.of(SaeFailure.IDENTITY);
        }
        peer = commit;
        Secret zero = Secret.of(new byte[hash.length()]);
        Secret seed = Secret.of(hash.hmac(zero, group.encode(shared.getAffineXCoord().toBigInteger())));
        Bytes sum = group.encode(scalar.add(peerScalar).mod(group.order()));
        Secret keys = hash.derive(seed, "SAE KCK and PMK", sum, 8 * (hash.length() + PMK_LENGTH));
        kck = keys.slice(0, hash.length());
        pmk = keys.slice(hash.length(), PMK_LENGTH);
        pmkid = sum.truncate(PMKID_LENGTH);
        seed.destroy();
        keys.destroy();
        return Optional.empty();
    }

    /** What to send once the peer's commit was taken. */
    public SaeFields.Confirm confirm() {
        requireKeys();
        return new SaeFields.Confirm(SEND_CONFIRM, code(SEND_CONFIRM, own, peer));
    }

    /** Takes the peer's confirm; what is wrong with it, or nothing and the peer knows the password. */
    public Optional<SaeFailure> receive(SaeFields.Confirm confirm) {
        Optional<State> next = TRANSITIONS.next(state, Event.CONFIRM);
        if (next.isEmpty()) {
            return Optional.of(SaeFailure.ORDER);
        }
        boolean right = verifies(confirm);
        state = right ? next.get() : refused();
        return right ? Optional.empty() : Optional.of(SaeFailure.CONFIRM);
    }

    /** Whether a confirm shows that the peer knows the password; the exchange stays as it is. */
    public boolean verifies(SaeFields.Confirm confirm) {
        return state == State.CONFIRMED
                && KeyHash.same(code(confirm.sendConfirm(), peer, own), confirm.confirm());
    }

    private Bytes code(int sendConfirm, SaeFields.Commit from, SaeFields.Commit to) {
        return hash.hmac(kck, Bytes.of(sendConfirm, sendConfirm >> 8), from.scalar(), from.element(), to.scalar(),
                to.element());
    }

    private State refused() {
        destroy();
        return TRANSITIONS.next(state, Event.REFUSED).orElse(state);
    }

    /** KCK of the confirms, for vectors. */
    Secret kck() {
        requireKeys();
        return kck;
    }

    /** 32 octets, once the peer's commit was taken. Before its confirm, nobody knows whether the peer has the same. */
    public Secret pmk() {
        requireKeys();
        return pmk;
    }

    /** The PMKID that names the PMK; empty before. */
    public Bytes pmkid() {
        return pmkid;
    }

    private void requireKeys() {
        if (kck == null) {
            throw new IllegalStateException("no commit of the peer was taken, so there are no keys: " + state);
        }
    }

    /** Forgets keys and random numbers. */
    public void destroy() {
        random = BigInteger.ZERO;
        if (kck != null) {
            kck.destroy();
            pmk.destroy();
        }
        kck = null;
        pmk = null;
    }

    @Override
    public String toString() {
        return "SaeExchange[" + group + ", " + state + "]";
    }
}
