package dev.lanyard.drivers.aware;

import dev.lanyard.wire.nan.attribute.IdentityResolution;
import dev.lanyard.wire.nan.pairing.CachedPairing;
import dev.lanyard.wire.nan.pairing.IdentityExchange;
import dev.lanyard.wire.nan.pairing.PairingCache;
import dev.lanyard.wire.nan.security.Nira;
import dev.lanyard.wire.nan.security.Secret;
import dev.lanyard.wire.net.MacAddress;
import java.util.Optional;

/** The own identity key, and the pairings kept with other devices; kept in a file where there is one. */
final class Identities {

    private final Station station;
    private final Optional<PairingStore> store;
    private final Secret nik;
    private PairingCache kept;

    Identities(Station station) {
        this.station = station;
        this.store = station.settings.store().map(PairingStore::new);
        kept = store.map(PairingStore::read).orElse(PairingCache.EMPTY).at(station.loop.clock().wallTime());
        nik = kept.pairings().stream().map(CachedPairing::ownNik).findFirst()
                .orElseGet(() -> Secret.of(station.draw(Nira.NIK_LENGTH)));
    }

    Secret nik() {
        return nik;
    }

    void tell(KeySink sink) {
        sink.keep(KeySink.Kind.NIK, nik);
        for (CachedPairing pairing : kept.pairings()) {
            sink.keep(KeySink.Kind.NIK, pairing.ownNik());
            sink.keep(KeySink.Kind.NIK, pairing.peerNik());
            sink.keep(KeySink.Kind.NPK, pairing.npk());
        }
    }

    /** A NIRA with a nonce of its own under the present NMI. */
    IdentityResolution nira() {
        MacAddress named = station.seam.breaks("NAN-NIRA-02") ? station.ndi() : station.nmi();
        return IdentityExchange.nira(nik, named, station.random);
    }

    /** Of discovery frames: only a device with pairings says who it is. */
    Optional<IdentityResolution> announced() {
        return kept.pairings().isEmpty() ? Optional.empty() : Optional.of(nira());
    }

    /** The pairing whose device sent this NIRA from {@code nmi}. */
    Optional<CachedPairing> resolve(IdentityResolution nira, MacAddress nmi) {
        return kept.resolve(nira, nmi);
    }

    void keep(CachedPairing pairing) {
        kept = (station.seam.breaks("NAN-PAIR-20") ? PairingCache.EMPTY : kept).with(pairing);
        save();
    }

    void forget(CachedPairing pairing) {
        kept = kept.without(pairing);
        save();
    }

    void forgetAll() {
        kept = PairingCache.EMPTY;
        save();
    }

    private void save() {
        if (!station.seam.breaks("NAN-PAIR-18")) {
            store.ifPresent(file -> file.write(kept));
        }
    }
}
