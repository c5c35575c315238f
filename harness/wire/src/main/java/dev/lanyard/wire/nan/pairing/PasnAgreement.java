package dev.lanyard.wire.nan.pairing;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.SaeFields;
import dev.lanyard.wire.nan.pairing.PasnParameters.Tolerance;
import dev.lanyard.wire.nan.sae.SaeExchange;
import dev.lanyard.wire.nan.sae.SaeFailure;
import dev.lanyard.wire.nan.sae.SecretElement;
import dev.lanyard.wire.nan.security.PairingKeys;
import dev.lanyard.wire.nan.security.Secret;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.bouncycastle.math.ec.ECPoint;

/**
 * By what one side of PASN agrees on keys: an ephemeral key and, with a password, an SAE commit; they are made when they
 * are first needed. Agreeing leaves it as it is, so that it can be tried with whatever somebody sends.
 */
final class PasnAgreement {

    private final PasnParameters parameters;
    private final boolean isInitiator;
    private final RandomGenerator random;
    private BigInteger privateKey;
    private Bytes publicKey = Bytes.EMPTY;
    private SaeExchange sae;

    /** What comes of a message. */
    sealed interface Outcome {}

    /** The message cannot be agreed on. */
    record Refused(PasnFailure failure, String detail) implements Outcome {}

    /** Keys; nobody knows yet whether the peer has the same. */
    record Agreed(Secret pmk, PairingKeys keys, Optional<SaeExchange> sae) implements Outcome {

        /** The wrapped data of an SAE confirm. */
        Optional<Bytes> confirm() {
            return sae.map(one -> PasnMessage.wrapped(one.confirm()));
        }

        /** Destroys all of it. */
        void destroy() {
            keys.destroy();
            destroyWithoutKeys();
        }

        /** Destroys what is not given away with the keys. */
        void destroyWithoutKeys() {
            pmk.destroy();
            sae.ifPresent(SaeExchange::destroy);
        }
    }

    PasnAgreement(PasnParameters parameters, boolean isInitiator, RandomGenerator random) {
        this.parameters = parameters;
        this.isInitiator = isInitiator;
        this.random = random;
    }

    /** The ephemeral key, compressed. */
    Bytes publicKey() {
        make();
        return publicKey;
    }

    /** The wrapped data of the SAE commit; empty without password. */
    Optional<Bytes> commit() {
        make();
        return Optional.ofNullable(sae).map(one -> PasnMessage.wrapped(one.commit()));
    }

    private void make() {
        if (privateKey != null) {
            return;
        }
        privateKey = parameters.group().random(random);
        publicKey = Bytes.wrap(parameters.group().generator().multiply(privateKey).normalize().getEncoded(true));
        if (parameters.credential() instanceof PasnCredential.Password password) {
            SaeExchange exchange = SaeExchange.begin(SecretElement.of(parameters.group(), parameters.ssid(),
                    password.octets()), parameters.own(), parameters.peer(), random);
            sae = parameters.tolerates(Tolerance.WRONG_SCALAR) ? exchange.takingAnyScalar() : exchange;
        }
    }

    /** Agrees by message 1, or as the initiator by message 2, which has an SAE confirm too. */
    Outcome agree(PasnMessage message) {
        String where = isInitiator ? "message 2" : "message 1";
        Bytes peerKey = message.agreement().orElseThrow().publicKey();
        Optional<ECPoint> key = parameters.group().publicKey(peerKey);
        if (key.isEmpty()) {
            return new Refused(PasnFailure.WRONG_PUBLIC_KEY, "in " + where);
        }
        if (isInitiator && peerKey.equals(publicKey()) && !parameters.tolerates(Tolerance.REFLECTED)) {
            return new Refused(PasnFailure.REFLECTED, "its ephemeral key is ours");
        }
        if (!(parameters.credential() instanceof PasnCredential.Password)) {
            return derived(key.get(), Optional.empty());
        }
        Optional<List<SaeFields>> fields = message.sae(isInitiator ? 2 : 1);
        if (fields.isEmpty() || !(fields.get().getFirst() instanceof SaeFields.Commit commit)
                || isInitiator && !(fields.get().getLast() instanceof SaeFields.Confirm)) {
            return new Refused(PasnFailure.WRONG_WRAPPED_DATA, isInitiator
                    ? "message 2 has an SAE commit and a confirm" : "message 1 has one SAE commit");
        }
        make();
        SaeExchange trial = sae.trial();
        Optional<Refused> refused = trial.receive(commit).map(failure -> new Refused(isInitiator
                && failure == SaeFailure.REFLECTED ? PasnFailure.REFLECTED : PasnFailure.WRONG_COMMIT,
                failure.toString()));
        if (refused.isEmpty() && fields.get().getLast() instanceof SaeFields.Confirm confirm) {
            refused = trial.receive(confirm).map(failure -> new Refused(PasnFailure.WRONG_PASSWORD,
                    failure.toString()));
        }
        if (refused.isPresent()) {
            trial.destroy();
            return refused.get();
        }
        return derived(key.get(), Optional.of(trial));
    }

    private Agreed derived(ECPoint peerKey, Optional<SaeExchange> exchange) {
        make();
        ECPoint shared = peerKey.multiply(privateKey).normalize();
        Secret pmk = switch (parameters.credential()) {
            case PasnCredential.Password _ -> Secret.of(exchange.orElseThrow().pmk().expose());
            case PasnCredential.Opportunistic _ -> PairingKeys.opportunisticPmk();
            case PasnCredential.Cached cached -> Secret.of(cached.npk().expose());
        };
        Secret dh = Secret.of(shared.getAffineXCoord().getEncoded());
        PairingKeys keys = PairingKeys.derive(parameters.suite(), parameters.hash(), pmk,
                isInitiator ? parameters.own() : parameters.peer(), isInitiator ? parameters.peer() : parameters.own(),
                dh);
        dh.destroy();
        return new Agreed(pmk, keys, exchange);
    }

    /** Forgets the private key and the SAE exchange. */
    void destroy() {
        if (sae != null) {
            sae.destroy();
        }
        sae = null;
        privateKey = BigInteger.ZERO;
    }
}
