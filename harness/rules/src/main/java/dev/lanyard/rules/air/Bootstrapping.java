package dev.lanyard.rules.air;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import java.util.Optional;

/**
 * A dialogue of pairing bootstrapping as far as it came.
 *
 * @param request  the last request
 * @param response the last response; empty while there is none
 */
public record Bootstrapping(Pair pair, Latest<PairingBootstrapping> request,
                            Optional<Latest<PairingBootstrapping>> response) {

    static Bootstrapping begun(Pair pair, PairingBootstrapping request, AirFrame frame) {
        return new Bootstrapping(pair, Latest.of(request, frame), Optional.empty());
    }

    Bootstrapping answered(PairingBootstrapping value, AirFrame frame) {
        return new Bootstrapping(pair, request, Optional.of(Latest.of(value, frame)));
    }

    public boolean isAccepted() {
        return response.filter(r -> r.value().status() == PairingBootstrapping.ACCEPTED).isPresent();
    }

    public boolean isRejected() {
        return response.filter(r -> r.value().status() == PairingBootstrapping.REJECTED).isPresent();
    }

    /** The comeback that the last response asks for. */
    public Optional<PairingBootstrapping.Comeback> comeback() {
        return response.flatMap(r -> r.value().comeback());
    }

    /** The cookie that a retried request has to show. */
    public Optional<Bytes> cookie() {
        return comeback().map(PairingBootstrapping.Comeback::cookie);
    }
}
