package dev.lanyard.drivers.aware;

import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.frame.PasnFrame;
import dev.lanyard.wire.nan.pairing.CachedPairing;
import dev.lanyard.wire.nan.pairing.PasnCredential;
import dev.lanyard.wire.nan.pairing.PasnParameters;
import dev.lanyard.wire.nan.security.CipherSuite;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** On what terms PASN is begun or answered: suite, credential, attributes, and what the device's faults let pass. */
final class PairingTerms {

    private static final List<CipherSuite> STRONGEST_FIRST = List.of(CipherSuite.NCS_PK_PASN_256,
            CipherSuite.NCS_PK_PASN_128);

    private final Station station;
    private final Identities identities;

    PairingTerms(Station station, Identities identities) {
        this.station = station;
        this.identities = identities;
    }

    /** Of a setup that this end begins, as bootstrapping agreed; without password it is opportunistic. */
    PasnParameters asking(Discoveries.Active service, Neighbour with, int instance, Optional<Password> password) {
        PasnCredential credential = password.<PasnCredential>map(one -> new PasnCredential.Password(one.octets()))
                .orElseGet(PasnCredential.Opportunistic::new);
        Bootstrap bootstrap = with.bootstrap;
        CipherSuite suite = pasnSuite(service, with);
        List<NanAttribute> attributes = List.of(suite(service, instance, suite), Announcements.extension(),
                PairingBootstrapping.request(bootstrap.token, bootstrap.own.bit()));
        return parameters("pasn-1", with, suite, credential, attributes).expecting(bootstrap.own.complement().bit());
    }

    /** Of a setup that the other end has begun; empty where this end knows no PIN. */
    Optional<PasnParameters> answering(Discoveries.Active service, Neighbour from, int instance, PasnFrame first,
                                       Agreements.Agreement agreed) {
        CipherSuite suite = pasnSuite(service, from, first);
        List<NanAttribute> attributes = List.of(suite(service, instance, suite), Announcements.extension(),
                PairingBootstrapping.accept(agreed.token(), agreed.own().bit()));
        return credential(agreed.own()).map(one -> parameters("pasn-2", from, suite, one, attributes)
                .expecting(agreed.own().complement().bit()));
    }

    /** Of a verification, by the pairing that is kept. */
    PasnParameters verifying(String frame, Discoveries.Active service, Neighbour with, int instance) {
        CachedPairing kept = with.kept.orElseThrow();
        return parameters(frame, with, kept.suite(), kept.credential(), List.of(suite(service, instance,
                kept.suite()), identities.nira()));
    }

    private static NanAttribute suite(Discoveries.Active service, int instance, CipherSuite suite) {
        return Announcements.suites(service.publishes ? service.id : instance, List.of(suite));
    }

    /** The strongest suite of PASN that both offer; the strongest own one where the other end does not say. */
    private static CipherSuite pasnSuite(Discoveries.Active service, Neighbour with) {
        List<CipherSuite> own = STRONGEST_FIRST.stream().filter(service.service.suites()::contains).toList();
        return own.stream().filter(one -> with.suites.filter(theirs -> offers(theirs, one)).isPresent()).findFirst()
                .or(() -> own.stream().findFirst()).orElse(CipherSuite.NCS_PK_PASN_128);
    }

    /** That of message 1 where it is offered, else one that message 1 will not fit. */
    private static CipherSuite pasnSuite(Discoveries.Active service, Neighbour with, PasnFrame first) {
        return STRONGEST_FIRST.stream().filter(service.service.suites()::contains)
                .filter(one -> first.first(CipherSuiteInfo.class).filter(said -> offers(said, one)).isPresent())
                .findFirst().orElseGet(() -> pasnSuite(service, with));
    }

    private static boolean offers(CipherSuiteInfo said, CipherSuite suite) {
        return said.suites().stream().anyMatch(one -> one.id() == suite.csid());
    }

    private PasnParameters parameters(String frame, Neighbour with, CipherSuite suite, PasnCredential credential,
                                      List<NanAttribute> attributes) {
        PasnParameters parameters = PasnParameters.of(station.nmi(), with.nmi, station.clusterId(), suite, credential,
                station.edited(frame, attributes)).tolerating(tolerances());
        return station.seam.breaks("NAN-PAIR-23") ? parameters.withSsid("Lanyard") : parameters;
    }

    private Set<PasnParameters.Tolerance> tolerances() {
        Set<PasnParameters.Tolerance> all = EnumSet.noneOf(PasnParameters.Tolerance.class);
        if (station.seam.breaks("NAN-PAIR-09")) {
            all.add(PasnParameters.Tolerance.WRONG_MIC);
        }
        if (station.seam.breaks("NAN-PAIR-11")) {
            all.add(PasnParameters.Tolerance.REFLECTED);
            all.add(PasnParameters.Tolerance.WRONG_SCALAR);
        }
        if (station.seam.breaks("NAN-PAIR-07")) {
            all.add(PasnParameters.Tolerance.WRONG_CIPHER_SUITE);
            all.add(PasnParameters.Tolerance.WRONG_BOOTSTRAPPING);
        }
        return all;
    }

    private Optional<PasnCredential> credential(BootstrappingMethod own) {
        if (own == BootstrappingMethod.OPPORTUNISTIC) {
            return Optional.of(new PasnCredential.Opportunistic());
        }
        return station.settings.pin().map(pin -> station.seam.breaks("NAN-PAIR-21") ? withoutZeros(pin) : pin)
                .map(pin -> new PasnCredential.Password(pin.octets()));
    }

    private static Password withoutZeros(Password pin) {
        return Password.of(pin.expose().replaceFirst("^0+", ""));
    }
}
