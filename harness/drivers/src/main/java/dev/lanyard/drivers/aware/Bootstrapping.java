package dev.lanyard.drivers.aware;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.frame.ServiceDiscoveryFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pairing bootstrapping (NPBA) by follow-ups. A request carries the sender's own role; whoever advertises its complement
 * accepts. None of it carries a code: so a refusal is believed when no acceptance comes before the request would be
 * repeated, and a request to a device that has asked itself changes nothing of what it asked for.
 */
final class Bootstrapping {

    /** A device that puts off its answer for ever gives none. */
    private static final int MOST_COMEBACKS = 8;
    private static final int COMEBACK_TU = 1024;
    private static final int COOKIE_LENGTH = 4;
    private static final int REJECTED = 13;

    private final Station station;
    private final Discoveries discoveries;
    private final EventLog events;
    private boolean comebackFirst;

    Bootstrapping(Station station, Discoveries discoveries, EventLog events) {
        this.station = station;
        this.discoveries = discoveries;
        this.events = events;
    }

    /** From now on, the first request of each device is told to come back. */
    void comebackFirst(boolean first) {
        comebackFirst = first;
    }

    /** Asks; the state of {@code with} says what comes of it. */
    void request(Discoveries.Active service, Neighbour with, int instance, BootstrappingMethod own) {
        Bootstrap bootstrap = with.bootstrap;
        bootstrap.timer.cancel();
        if (!bootstrap.take(Bootstrap.Event.REQUEST)) {
            with.bootstrap = new Bootstrap();
            with.bootstrap.take(Bootstrap.Event.REQUEST);
        }
        bootstrap = with.bootstrap;
        bootstrap.own = own;
        bootstrap.token = 1 + station.random.nextInt(255);
        bootstrap.tries = 0;
        bootstrap.comebacks = 0;
        bootstrap.cookie = Bytes.EMPTY;
        bootstrap.refused = false;
        bootstrap.reason = 0;
        send(service, with, instance);
    }

    private void send(Discoveries.Active service, Neighbour with, int instance) {
        Bootstrap bootstrap = with.bootstrap;
        boolean retry = !bootstrap.cookie.isEmpty();
        PairingBootstrapping npba = retry
                ? PairingBootstrapping.retry(bootstrap.token, bootstrap.cookie, bootstrap.own.bit())
                : PairingBootstrapping.request(bootstrap.token, bootstrap.own.bit());
        discoveries.followUp(retry ? "bootstrap-retry" : "bootstrap-request", service, with, instance,
                contents(service, instance, npba));
        bootstrap.timer = station.after(Retries.BOOTSTRAPPING.interval(), () -> {
            if (bootstrap.state == Bootstrap.State.REQUESTED) {
                if (bootstrap.refused) {
                    bootstrap.take(Bootstrap.Event.REJECTED);
                } else if (++bootstrap.tries < Retries.BOOTSTRAPPING.most(station.loop)) {
                    send(service, with, instance);
                } else {
                    bootstrap.take(Bootstrap.Event.NO_ANSWER);
                }
            }
        });
    }

    /** NPBA, and the suites of the service. */
    private static List<NanAttribute> contents(Discoveries.Active service, int instance, PairingBootstrapping npba) {
        List<NanAttribute> contents = new ArrayList<>();
        int publishId = service.publishes ? service.id : instance;
        if (!service.service.suites().isEmpty()) {
            contents.add(Announcements.suites(publishId, service.service.suites()));
        }
        contents.add(npba);
        return contents;
    }

    /** A follow-up with NPBA came. */
    void received(Discoveries.Active service, Neighbour from, int instance, ServiceDiscoveryFrame frame,
                  PairingBootstrapping npba) {
        frame.first(CipherSuiteInfo.class).ifPresent(suites -> from.suites = Optional.of(suites));
        if (npba.type() == PairingBootstrapping.REQUEST) {
            requested(service, from, instance, npba);
        } else if (npba.type() == PairingBootstrapping.RESPONSE) {
            answered(service, from, instance, npba);
        }
    }

    private void requested(Discoveries.Active service, Neighbour from, int instance, PairingBootstrapping npba) {
        Bootstrap bootstrap = from.bootstrap;
        List<BootstrappingMethod> asked = BootstrappingMethod.of(npba.methods());
        boolean supported = asked.size() == 1 && Integer.bitCount(npba.methods()) == 1
                && service.service.methods().contains(asked.getFirst().complement());
        if (station.seam.breaks("NAN-NPBA-07") || from.paired.isPresent() && station.seam.breaks("NAN-PAIR-19")
                || !supported && station.seam.breaks("NAN-NPBA-08")) {
            return;
        }
        if (!supported) {
            answer("bootstrap-response", service, from, instance, PairingBootstrapping.reject(npba.dialogToken(),
                    REJECTED));
            return;
        }
        if (comebackFirst && mustComeBack(bootstrap, npba)) {
            bootstrap.given = station.draw(COOKIE_LENGTH);
            bootstrap.notBefore = station.loop.micros() + COMEBACK_TU * Nan.TU_MICROS;
            answer("bootstrap-comeback", service, from, instance, PairingBootstrapping.comeBack(npba.dialogToken(),
                    COMEBACK_TU, bootstrap.given));
            return;
        }
        boolean crossing = bootstrap.state == Bootstrap.State.REQUESTED
                || bootstrap.state == Bootstrap.State.TOLD_TO_COME_BACK;
        if (crossing && station.nmi().value() > from.nmi.value()) {
            // Requests crossed: the one from the higher NMI goes on (our rule; unchecked).
            return;
        }
        BootstrappingMethod own = asked.getFirst().complement();
        if (crossing && bootstrap.take(Bootstrap.Event.PEER_REQUEST_ACCEPTED)) {
            bootstrap.timer.cancel();
            bootstrap.own = own;
            bootstrap.token = npba.dialogToken();
        }
        boolean again = !from.agreements.add(new Agreements.Agreement(npba.dialogToken(), own, instance));
        answer("bootstrap-response", service, from, instance, PairingBootstrapping.accept(npba.dialogToken(),
                own.bit()));
        if (!again) {
            AwareService.Found found = from.services.get(instance);
            if (found != null) {
                events.add(number -> new AwareEvent.Bootstrapped(number, service.id, found, own));
            }
        }
    }

    private boolean mustComeBack(Bootstrap bootstrap, PairingBootstrapping npba) {
        boolean right = npba.comeback().map(PairingBootstrapping.Comeback::cookie).filter(bootstrap.given::equals)
                .isPresent() && !bootstrap.given.isEmpty();
        return !right || station.loop.micros() < bootstrap.notBefore;
    }

    private void answer(String name, Discoveries.Active service, Neighbour to, int instance,
                        PairingBootstrapping npba) {
        discoveries.followUp(name, service, to, instance, contents(service, instance, npba));
    }

    private void answered(Discoveries.Active service, Neighbour from, int instance, PairingBootstrapping npba) {
        Bootstrap bootstrap = from.bootstrap;
        if (npba.dialogToken() != bootstrap.token) {
            return;
        }
        boolean accepted = npba.status() == PairingBootstrapping.ACCEPTED;
        if (accepted && npba.methods() == bootstrap.own.complement().bit()) {
            if (bootstrap.take(Bootstrap.Event.ACCEPTED)) {
                bootstrap.timer.cancel();
                bootstrap.agreed.run();
            }
        } else if (bootstrap.state == Bootstrap.State.REQUESTED && npba.status() == PairingBootstrapping.COMEBACK) {
            bootstrap.timer.cancel();
            comeBack(service, from, instance, npba);
        } else if (bootstrap.state == Bootstrap.State.REQUESTED && !bootstrap.refused) {
            bootstrap.refused = true;
            bootstrap.reason = accepted ? 0 : npba.reason();
        }
    }

    private void comeBack(Discoveries.Active service, Neighbour from, int instance, PairingBootstrapping npba) {
        Bootstrap bootstrap = from.bootstrap;
        bootstrap.take(Bootstrap.Event.COMEBACK);
        if (++bootstrap.comebacks > MOST_COMEBACKS) {
            bootstrap.take(Bootstrap.Event.NO_ANSWER);
            return;
        }
        bootstrap.cookie = npba.comeback().map(PairingBootstrapping.Comeback::cookie).orElse(Bytes.EMPTY);
        int after = npba.comeback().map(comeback -> comeback.after().orElse(0)).orElse(0);
        Duration wait = station.seam.breaks("NAN-NPBA-06") ? Duration.ZERO : Nan.tu(after + 2L);
        bootstrap.timer = station.after(wait, () -> {
            if (bootstrap.take(Bootstrap.Event.RETRY)) {
                send(service, from, instance);
            }
        });
    }
}
