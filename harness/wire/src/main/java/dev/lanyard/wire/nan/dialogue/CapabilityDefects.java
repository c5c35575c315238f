package dev.lanyard.wire.nan.dialogue;

import static dev.lanyard.wire.nan.dialogue.Defect.ofAttributes;
import static dev.lanyard.wire.nan.dialogue.Defects.DISCOVERY;
import static dev.lanyard.wire.nan.dialogue.Defects.OFFERS;
import static dev.lanyard.wire.nan.dialogue.Defects.PUBLISH;
import static dev.lanyard.wire.nan.dialogue.Defects.with;
import static dev.lanyard.wire.nan.dialogue.Defects.without;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.attribute.DeviceCapabilityExtension;
import dev.lanyard.wire.nan.attribute.IdentityResolution;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.attribute.SecurityContextInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Defects of what says that devices pair, by what, with whom, and how data are protected. */
final class CapabilityDefects {

    private static final Set<String> REQUEST = Set.of("bootstrap-request");
    private static final Set<String> RESPONSE = Set.of("bootstrap-response");
    private static final int OTHER_PUBLISH_ID = 9;
    private static final int RESERVED_SUITE = 9;
    private static final int RESERVED_AP_TYPE = 0x0F;
    private static final Bytes NONCE = Bytes.hex("0102030405060708");

    static final List<Defect> ALL = List.of(
            ofAttributes("NAN-DCEA-01", DISCOVERY, without(DeviceCapabilityExtension.class)),
            ofAttributes("NAN-DCEA-02", Set.of("solicited"), without(DeviceCapabilityExtension.class)),
            extension("NAN-DCEA-03", DISCOVERY, new DeviceCapabilityExtension(0, DeviceCapabilityExtension.CACHING)),
            extension("NAN-DCEA-04", Set.of("pasn-2"), new DeviceCapabilityExtension(0,
                    DeviceCapabilityExtension.PAIRING_SETUP)),
            extension("NAN-DCEA-05", DISCOVERY, new DeviceCapabilityExtension(0, 0)),
            extension("NAN-DCEA-06", DISCOVERY, new DeviceCapabilityExtension(RESERVED_AP_TYPE,
                    DeviceCapabilityExtension.PAIRING_SETUP | DeviceCapabilityExtension.CACHING)),
            ofAttributes("NAN-NPBA-01", OFFERS, without(PairingBootstrapping.class)),
            bootstrapping("NAN-NPBA-02", REQUEST, one -> PairingBootstrapping.request(one.dialogToken(), 0x0022)),
            bootstrapping("NAN-NPBA-03", REQUEST, one -> PairingBootstrapping.request(one.dialogToken(), 0x0002)),
            bootstrapping("NAN-NPBA-04", RESPONSE, one -> PairingBootstrapping.accept(one.dialogToken() + 1 & 0xFF,
                    one.methods())),
            bootstrapping("NAN-NPBA-05", RESPONSE, one -> one.status() == PairingBootstrapping.REJECTED
                    ? PairingBootstrapping.reject(one.dialogToken(), 0) : one),
            bootstrapping("NAN-NPBA-06", Set.of("bootstrap-retry"), one -> PairingBootstrapping.request(
                    one.dialogToken(), one.methods())),
            bootstrapping("NAN-NPBA-09", OFFERS, _ -> PairingBootstrapping.advertise(0x0001)),
            bootstrapping("NAN-NPBA-10", OFFERS, one -> PairingBootstrapping.advertise(one.methods() | 0x0200)),
            identity("NAN-NIRA-01", PUBLISH, one -> new IdentityResolution(1, one.nonce(), one.tag())),
            identity("NAN-NIRA-03", OFFERS, one -> new IdentityResolution(0, NONCE, one.tag())),
            ofAttributes("NAN-NIRA-04", Set.of("nik-responder"), without(IdentityResolution.class)),
            ofAttributes("NAN-NIRA-05", Set.of("solicited"), without(IdentityResolution.class)),
            suites("NAN-CSIA-01", one -> new CipherSuiteInfo(one.capabilities(), one.suites().stream()
                    .map(suite -> new CipherSuiteInfo.Suite(suite.id(), OTHER_PUBLISH_ID)).toList())),
            suites("NAN-CSIA-02", one -> new CipherSuiteInfo(one.capabilities(), List.of(one.suites().getFirst()))),
            suites("NAN-CSIA-03", one -> new CipherSuiteInfo(0, one.suites())),
            suites("NAN-CSIA-04", CapabilityDefects::withReserved),
            ofAttributes("NAN-SCIA-01", PUBLISH, with(SecurityContextInfo.class, one -> new SecurityContextInfo(
                    one.identifiers().stream().map(known -> new SecurityContextInfo.Identifier(2, known.publishId(),
                            known.octets())).toList()))));

    private CapabilityDefects() {}

    private static Defect extension(String rule, Set<String> frames, DeviceCapabilityExtension other) {
        return ofAttributes(rule, frames, with(DeviceCapabilityExtension.class, _ -> other));
    }

    private static Defect bootstrapping(String rule, Set<String> frames, UnaryOperator<PairingBootstrapping> edit) {
        return ofAttributes(rule, frames, with(PairingBootstrapping.class, edit::apply));
    }

    private static Defect identity(String rule, Set<String> frames, UnaryOperator<IdentityResolution> edit) {
        return ofAttributes(rule, frames, with(IdentityResolution.class, edit::apply));
    }

    private static Defect suites(String rule, UnaryOperator<CipherSuiteInfo> edit) {
        return ofAttributes(rule, OFFERS, with(CipherSuiteInfo.class, edit::apply));
    }

    private static CipherSuiteInfo withReserved(CipherSuiteInfo info) {
        List<CipherSuiteInfo.Suite> suites = new ArrayList<>(info.suites());
        suites.add(new CipherSuiteInfo.Suite(RESERVED_SUITE, info.suites().getFirst().publishId()));
        return new CipherSuiteInfo(info.capabilities(), suites);
    }
}
