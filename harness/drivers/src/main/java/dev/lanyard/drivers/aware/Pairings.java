package dev.lanyard.drivers.aware;

import dev.lanyard.wire.ieee80211.AuthenticationBody;
import dev.lanyard.wire.ieee80211.Elements;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.DeviceCapabilityExtension;
import dev.lanyard.wire.nan.attribute.IdentityResolution;
import dev.lanyard.wire.nan.frame.PasnFrame;
import dev.lanyard.wire.nan.frame.ServiceDiscoveryFrame;
import dev.lanyard.wire.nan.pairing.CachedPairing;
import dev.lanyard.wire.nan.pairing.IdentityExchange;
import dev.lanyard.wire.nan.pairing.PairingAssociation;
import dev.lanyard.wire.nan.pairing.PasnExchange;
import dev.lanyard.wire.nan.pairing.PasnFailure;
import dev.lanyard.wire.nan.pairing.PasnParameters;
import dev.lanyard.wire.nan.pairing.PasnStep;
import dev.lanyard.wire.nan.security.PairingKeys;
import dev.lanyard.wire.nan.security.ProtectedFrames;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Pairing by PASN after bootstrapping, the exchange of identity keys, and the verification of pairings that are kept.
 * Peers have five seconds and more for their identity key, since iOS takes half of that.
 */
final class Pairings {

    private static final Duration IDENTITY_KEY_WITHIN = Duration.ofMillis(7_000);
    /** A follow-up can get lost; iPhones answer after 2.6 s. */
    private static final Duration IDENTITY_KEY_AGAIN = Duration.ofMillis(3_000);
    private static final Duration HASTY = Duration.ofSeconds(2);

    private final Station station;
    private final Discoveries discoveries;
    private final Identities identities;
    private final EventLog events;
    private final PairingTerms terms;
    private final PairingAttempts attempts = new PairingAttempts();

    Pairings(Station station, Discoveries discoveries, Identities identities, EventLog events) {
        this.station = station;
        this.discoveries = discoveries;
        this.identities = identities;
        this.events = events;
        this.terms = new PairingTerms(station, identities);
    }

    /** Begins to pair; the result says what comes of it. */
    PairingAttempt pair(Discoveries.Active service, Neighbour with, int instance, Optional<Password> password) {
        return begin(service, with, instance, false, terms.asking(service, with, instance, password));
    }

    /** Begins to verify a pairing that is kept. */
    PairingAttempt verify(Discoveries.Active service, Neighbour with, int instance) {
        return begin(service, with, instance, true, terms.verifying("pasn-1", service, with, instance));
    }

    private PairingAttempt begin(Discoveries.Active service, Neighbour with, int instance, boolean verification,
                                 PasnParameters parameters) {
        PairingAttempt attempt = new PairingAttempt(PasnExchange.initiator(parameters, station.random), true,
                verification, service, instance);
        station.engage(1);
        attempts.replace(with, attempt).ifPresent(before -> supersede(before, with));
        took(attempt, with, attempt.exchange.start());
        return attempt;
    }

    /** Another attempt takes its place. */
    private void supersede(PairingAttempt before, Neighbour with) {
        end(before, with, PairingAttempt.Event.FAILURE, new AwareOutcome(AwareOutcome.Result.SILENT, 0,
                "another attempt began before this one was over"));
    }

    private void send(Neighbour to, AuthenticationBody body) {
        station.sendInSlot("pasn-" + body.transaction(), station.header(FrameHeader.AUTHENTICATION, to.nmi).encode()
                .concat(body.encode()));
    }

    /** Whether something goes on with a device. */
    boolean isWith(Neighbour one) {
        return attempts.isWith(one);
    }

    /**
     * A PASN frame came in. What is in force, and what goes on, stays as it is until an exchange is authenticated:
     * anybody can send a first message.
     */
    void received(PasnFrame frame, Neighbour from) {
        switch (frame.transaction()) {
            case 1 -> asked(frame, from);
            case 2 -> attempts.present(from).filter(attempt -> attempt.initiator)
                    .ifPresent(attempt -> took(attempt, from, attempt.exchange.receive(frame)));
            case 3 -> confirmed(frame, from);
            default -> { }
        }
    }

    private void asked(PasnFrame frame, Neighbour from) {
        Optional<PairingAttempt> known = Stream.concat(attempts.claims(from).stream(), attempts.present(from).stream())
                .filter(one -> !one.initiator && one.exchange.isAnswerTo(frame)).findFirst();
        if (known.isPresent()) {
            took(known.get(), from, known.get().exchange.receive(frame));
            return;
        }
        Optional<PairingAttempt> present = attempts.present(from);
        boolean mayBegin = frame.authentication().status() == 0 && attempts.admits(from)
                && present.filter(one -> one.initiator && !one.isOver()).isEmpty()
                && !(station.seam.breaks("NAN-PAIR-10")
                        && Stream.concat(present.stream(), attempts.claims(from).stream())
                                .anyMatch(one -> one.doubted));
        if (mayBegin) {
            respond(frame, from).ifPresent(attempt -> took(attempt, from, attempt.exchange.receive(frame)));
        }
    }

    /** Of several exchanges the one that a third message authenticates; where none is, the latest passes it over. */
    private void confirmed(PasnFrame frame, Neighbour from) {
        List<PairingAttempt> claims = attempts.claims(from);
        claims.stream().filter(one -> one.exchange.authenticates(frame)).findFirst()
                .or(() -> claims.reversed().stream().findFirst())
                .ifPresent(attempt -> took(attempt, from, attempt.exchange.receive(frame)));
    }

    /** An exchange that fits message 1; empty where there is nothing to answer it by. */
    private Optional<PairingAttempt> respond(PasnFrame frame, Neighbour from) {
        Optional<IdentityResolution> nira = frame.first(IdentityResolution.class);
        Optional<Discoveries.Active> service = discoveries.all().stream()
                .filter(one -> !one.service.methods().isEmpty()).findFirst();
        if (service.isEmpty()) {
            return Optional.empty();
        }
        Discoveries.Active active = service.get();
        int instance = from.services.keySet().stream().findFirst().orElse(0);
        if (nira.isPresent()) {
            Optional<CachedPairing> kept = identities.resolve(nira.get(), from.nmi);
            if (kept.isEmpty()) {
                if (!station.seam.breaks("NAN-PAIR-19")) {
                    send(from, AuthenticationBody.pasn(2, PasnFailure.UNKNOWN_IDENTITY.status(), Elements.NONE));
                }
                return Optional.empty();
            }
            from.kept = kept;
            return Optional.of(answer(active, from, instance, true, terms.verifying("pasn-2", active, from, instance)));
        }
        Optional<Agreements.Agreement> found = from.agreements.of(frame).or(() -> station.seam.breaks("NAN-PAIR-22")
                ? Optional.of(new Agreements.Agreement(0, BootstrappingMethod.OPPORTUNISTIC, instance))
                : Optional.empty());
        return found.flatMap(agreed -> terms.answering(active, from, instance, frame, agreed).map(parameters ->
                answer(active, from, agreed.instance(), false, parameters)));
    }

    private PairingAttempt answer(Discoveries.Active service, Neighbour from, int instance, boolean verification,
                                  PasnParameters parameters) {
        PairingAttempt attempt = new PairingAttempt(PasnExchange.responder(parameters, station.random), false,
                verification, service, instance);
        station.engage(1);
        attempts.claim(from, attempt);
        return attempt;
    }

    private void took(PairingAttempt attempt, Neighbour with, PasnStep step) {
        step.send().ifPresent(body -> {
            boolean mute = body.status() != 0 && station.seam.breaks("NAN-PAIR-10");
            if (!mute) {
                send(with, body);
            }
        });
        switch (step.result()) {
            case PasnStep.Waiting() -> await(attempt, with, step.send());
            case PasnStep.Ignored _ -> { }
            case PasnStep.Dropped(PasnFailure failure, _) -> doubted(attempt, with, failure);
            case PasnStep.ComeBack(int afterTu, _) -> {
                attempt.timer.cancel();
                attempt.timer = station.after(Nan.tu(afterTu), () -> took(attempt, with, attempt.exchange.resume()));
            }
            case PasnStep.Established(PairingAssociation association) -> established(attempt, with, association);
            case PasnStep.Failed(PasnFailure failure, String detail) -> failed(attempt, with, failure, detail);
        }
    }

    private void await(PairingAttempt attempt, Neighbour with, Optional<AuthenticationBody> sent) {
        attempt.timer.cancel();
        attempt.timer = station.after(Retries.PASN.interval(), () -> {
            if (attempt.state != PairingAttempt.State.AUTHENTICATING) {
                return;
            }
            int most = Retries.PASN.most(station.loop);
            if (++attempt.tries < most && sent.isPresent()) {
                send(with, sent.get());
                await(attempt, with, sent);
            } else if (attempt.tries == most && !attempt.initiator) {
                // Who answers waits a little longer: for what the other end says when its own time is over.
                await(attempt, with, sent);
            } else {
                took(attempt, with, attempt.exchange.timeOut());
            }
        });
    }

    /**
     * A message came that anybody may have sent, and was not acted on. A refusal is believed when nothing better comes
     * for the time of a step; after anything else our last message is still repeated.
     */
    private void doubted(PairingAttempt attempt, Neighbour with, PasnFailure failure) {
        station.reject();
        boolean first = !attempt.doubted;
        attempt.doubted = true;
        attempt.tries = Retries.PASN.afterDoubt(attempt.tries, station.loop);
        if (first && attempt.initiator && failure == PasnFailure.PEER_REFUSED) {
            attempt.timer.cancel();
            attempt.timer = station.after(Retries.PASN.interval(), () ->
                    took(attempt, with, attempt.exchange.timeOut()));
        }
    }

    private void failed(PairingAttempt attempt, Neighbour with, PasnFailure failure, String detail) {
        AwareOutcome.Result result = switch (failure) {
            case TIME_OUT -> AwareOutcome.Result.SILENT;
            case WRONG_PASSWORD, WRONG_MIC, REFLECTED, WRONG_COMMIT -> AwareOutcome.Result.NOT_AUTHENTIC;
            default -> AwareOutcome.Result.REFUSED;
        };
        end(attempt, with, PairingAttempt.Event.FAILURE, new AwareOutcome(result, failure.status(), failure + " ("
                + detail + ")"));
    }

    private void end(PairingAttempt attempt, Neighbour with, PairingAttempt.Event event, AwareOutcome outcome) {
        attempt.timer.cancel();
        boolean keysInForce = attempt.state == PairingAttempt.State.EXCHANGING_IDENTITIES;
        if (!attempt.take(event)) {
            return;
        }
        attempt.outcome = outcome.done() && attempt.doubted ? new AwareOutcome(outcome.result(), outcome.code(),
                outcome.text() + "; a message that was not authentic was passed over") : outcome;
        station.engage(-1);
        if (!outcome.done() && keysInForce) {
            with.paired = Optional.empty();
        }
        attempts.withdraw(with, attempt);
        if (attempts.present(with).filter(one -> !one.isOver()).isEmpty()) {
            attempts.replace(with, attempt);
        }
        AwareService.Found found = with.services.get(attempt.instance);
        if (found != null) {
            events.add(number -> new AwareEvent.Paired(number, attempt.service.id, found, attempt.verification,
                    attempt.outcome));
        }
    }

    private void established(PairingAttempt attempt, Neighbour with, PairingAssociation association) {
        attempts.replace(with, attempt).filter(before -> before != attempt && !before.isOver())
                .ifPresent(before -> supersede(before, with));
        with.paired = Optional.of(new PairedKeys(association, station.seam.breaks("NAN-PAIR-16")
                ? ProtectedFrames.acceptingReplays(association.keys().tk())
                : ProtectedFrames.of(association.keys().tk())));
        tell(association);
        boolean cached = with.extension.map(extension ->
                (extension.pairing() & DeviceCapabilityExtension.CACHING) != 0).orElse(true);
        if (attempt.verification || !cached) {
            end(attempt, with, PairingAttempt.Event.VERIFIED, new AwareOutcome(AwareOutcome.Result.DONE, 0,
                    attempt.verification ? "the pairing was verified" : "the devices are paired"));
            return;
        }
        attempt.timer.cancel();
        attempt.take(PairingAttempt.Event.AUTHENTICATED);
        IdentityExchange exchange = IdentityExchange.of(association, station.nmi(), identities.nik());
        if (!station.settings.habits().keyLifetime()) {
            exchange = exchange.withoutLifetime();
        }
        if (station.seam.breaks("NAN-PAIR-14")) {
            exchange = exchange.withLifetime(Integer.toUnsignedLong(Integer.reverseBytes(
                    (int) IdentityExchange.LIFETIME_SECONDS)));
        }
        if (station.seam.breaks("NAN-NIRA-04")) {
            exchange = exchange.withoutNira();
        }
        attempt.identities = Optional.of(exchange);
        if (attempt.initiator) {
            station.after(station.settings.habits().identityKeyDelay(), () -> sendIdentity(attempt, with));
        }
        Duration within = station.seam.breaks("NAN-PAIR-12") ? HASTY
                : Retries.patience(IDENTITY_KEY_WITHIN, station.loop);
        attempt.timer = station.after(within, () ->
                end(attempt, with, PairingAttempt.Event.FAILURE, new AwareOutcome(AwareOutcome.Result.SILENT, 0,
                        "the device did not send its identity key")));
    }

    private void tell(PairingAssociation association) {
        PairingKeys keys = association.keys();
        station.keys.keep(KeySink.Kind.NPK, association.npk());
        station.keys.keep(KeySink.Kind.PASN_KCK, keys.kck());
        station.keys.keep(KeySink.Kind.TK, keys.tk());
        station.keys.keep(KeySink.Kind.NM_KEK, keys.kek());
        station.keys.keep(KeySink.Kind.PMK, keys.ndPmk());
    }

    private void sendIdentity(PairingAttempt attempt, Neighbour with) {
        if (attempt.state == PairingAttempt.State.EXCHANGING_IDENTITIES && with.paired.isPresent()) {
            say(attempt, with);
            completed(attempt, with);
            if (attempt.initiator) {
                station.after(IDENTITY_KEY_AGAIN, () -> sendIdentity(attempt, with));
            }
        }
    }

    private void say(PairingAttempt attempt, Neighbour with) {
        discoveries.followUp(attempt.initiator ? "nik-initiator" : "nik-responder", attempt.service, with,
                attempt.instance, attempt.identities.orElseThrow().send(attempt.publishId(), station.random));
    }

    /** A protected follow-up with a key descriptor came. */
    void identityKey(Neighbour from, ServiceDiscoveryFrame frame) {
        PairingAttempt attempt = attempts.present(from).filter(one -> one.identities.isPresent()).orElse(null);
        if (attempt == null) {
            return;
        }
        switch (attempt.identities.get().receive(frame.attributes().values())) {
            case IdentityExchange.Ignored _ -> {
                // The other end asks again: the answer got lost.
                if (!attempt.initiator && attempt.state == PairingAttempt.State.PAIRED && from.paired.isPresent()) {
                    say(attempt, from);
                }
            }
            case IdentityExchange.Refused(String why) -> end(attempt, from, PairingAttempt.Event.FAILURE,
                    new AwareOutcome(AwareOutcome.Result.NOT_AUTHENTIC, 0, why));
            case IdentityExchange.Received(IdentityExchange.PeerIdentity identity) -> known(attempt, from, identity);
        }
    }

    private void known(PairingAttempt attempt, Neighbour from, IdentityExchange.PeerIdentity identity) {
        station.keys.keep(KeySink.Kind.NIK, identity.nik());
        if (identity.lifetime().isEmpty() && station.seam.breaks("NAN-PAIR-13")) {
            end(attempt, from, PairingAttempt.Event.FAILURE, new AwareOutcome(AwareOutcome.Result.REFUSED, 0,
                    "no Key Lifetime came with the identity key"));
            return;
        }
        if (!identity.niraVerified() && station.settings.habits().needsNira()) {
            end(attempt, from, PairingAttempt.Event.FAILURE, new AwareOutcome(AwareOutcome.Result.REFUSED, 0,
                    "no NIRA came with the identity key, without which iOS keeps no pairing"));
            return;
        }
        PairingAssociation association = from.paired.orElseThrow().association();
        Optional<Instant> expires = identity.lifetime().filter(lifetime -> lifetime.seconds() > 0)
                .map(lifetime -> station.loop.clock().wallTime().plusSeconds(lifetime.seconds()));
        CachedPairing pairing = new CachedPairing(from.nmi.toString(), association.suite(), association.npk(),
                identity.nik(), identities.nik(), expires);
        identities.keep(pairing);
        from.kept = Optional.of(pairing);
        if (!attempt.initiator) {
            station.after(station.settings.habits().identityKeyDelay(), () -> sendIdentity(attempt, from));
        }
        completed(attempt, from);
    }

    private void completed(PairingAttempt attempt, Neighbour with) {
        if (attempt.identities.orElseThrow().state() == IdentityExchange.State.COMPLETE) {
            end(attempt, with, PairingAttempt.Event.IDENTITIES_KNOWN, new AwareOutcome(AwareOutcome.Result.DONE, 0,
                    "the devices are paired"));
        }
    }
}
