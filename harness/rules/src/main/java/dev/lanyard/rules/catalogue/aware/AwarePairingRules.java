package dev.lanyard.rules.catalogue.aware;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.air.AirFrame;
import dev.lanyard.rules.air.AirJudge;
import dev.lanyard.rules.air.Bootstrapping;
import dev.lanyard.rules.air.Device;
import dev.lanyard.rules.air.FrameKind;
import dev.lanyard.rules.air.PasnExchange;
import dev.lanyard.rules.air.Ruling;
import dev.lanyard.rules.air.Sight;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.AuthenticationBody;
import dev.lanyard.wire.ieee80211.Element;
import dev.lanyard.wire.ieee80211.PasnParametersElement;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.ieee80211.RsnElement;
import dev.lanyard.wire.ieee80211.RsnExtensionElement;
import dev.lanyard.wire.ieee80211.Suite;
import dev.lanyard.wire.ieee80211.WrappedDataElement;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.attribute.DeviceCapabilityExtension;
import dev.lanyard.wire.nan.attribute.IdentityResolution;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** PASN as pairing uses it: NAN-PAIR-01 to 07, 17 and 22. */
public final class AwarePairingRules {

    /** Rules NAN-PAIR-* on the form and order of the exchange. */
    public static final List<Rule> RULES = List.of(
            rule("NAN-PAIR-01", "PASN messages come in the order 1, 2, 3, the roles taking turns.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Answer 1 with 2 and 2 with 3, and begin anew after a failure.")
                    .watchedBy(AirJudge.on(pasn(AwarePairingRules::order), FrameKind.PASN)),
            rule("NAN-PAIR-02", "The RSN element names one pairwise cipher and one AKM: 00-0F-AC:21, or 8 with PIN or "
                    + "passphrase.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Name CCMP-128 or GCMP-256, and PASN for opportunistic, SAE for PIN and passphrase.")
                    .watchedBy(AirJudge.on(element(RsnElement.class, AwarePairingRules::suites), FrameKind.PASN)),
            rule("NAN-PAIR-03", "The RSN element requires management frame protection, and its group data cipher is "
                    + "00-0F-AC:7.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Set MFPC and MFPR; the group data cipher is 'not allowed'.")
                    .watchedBy(AirJudge.on(element(RsnElement.class, (_, placed, ruling) -> ruling.judge(placed,
                            unprotected(placed.value()))), FrameKind.PASN)),
            rule("NAN-PAIR-04", "The group fits the suite: 19 with suite 7, 20 with suite 8.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Use P-256 with PASN-128 and P-384 with PASN-256.")
                    .watchedBy(AirJudge.on(element(PasnParametersElement.class, AwarePairingRules::group),
                            FrameKind.PASN)),
            rule("NAN-PAIR-05", "The RSN extension element sets SAE hash-to-element (bit 5).")
                    .obligation(Obligation.HOST_REQUIRED, Aware.HOSTAP).hosts(Aware.IOS)
                    .remediation("Send RSNXE with bit 5 set; one octet (20) or two (21 00) will do.")
                    .watchedBy(AirJudge.on(element(RsnExtensionElement.class, (_, placed, ruling) -> ruling.require(
                            placed.value().bit(RsnExtensionElement.SAE_HASH_TO_ELEMENT), placed,
                            "bit 5 of the RSN extension element is clear")), FrameKind.PASN)),
            rule("NAN-PAIR-06", "Messages 1 and 2 carry one PASN suite, and DCEA and NPBA to set up, NIRA to verify.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Add the NAN element with these attributes to both messages.")
                    .watchedBy(AirJudge.on(pasn(AwarePairingRules::attributes), FrameKind.PASN)),
            rule("NAN-PAIR-07", "Suite and method of PASN are those of discovery and bootstrapping.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Copy both, and compare them on receipt: a difference is a downgrade.")
                    .watchedBy(AirJudge.on(pasn(AwarePairingRules::downgrade), FrameKind.PASN)),
            rule("NAN-PAIR-17", "A verification names as PMKID nonce and tag of its own identity, and wraps no data.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("PMKID = NIRA nonce, NIRA tag; wrapped data format 0.")
                    .watchedBy(AirJudge.on(pasn(AwarePairingRules::verification), FrameKind.PASN)),
            rule("NAN-PAIR-22", "Pairing is set up only after its bootstrapping was accepted.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Send the bootstrapping request first and wait for its acceptance (but for method "
                    + "15).")
                    .watchedBy(AirJudge.on(pasn(AwarePairingRules::bootstrapped), FrameKind.PASN)));

    private static final Map<Integer, Integer> GROUPS = Map.of(CipherSuiteInfo.PK_PASN_128, 19,
            CipherSuiteInfo.PK_PASN_256, 20);
    private static final int WITH_SECRET = BootstrappingMethod.PIN_DISPLAY.bit() | BootstrappingMethod.PIN_KEYPAD.bit()
            | BootstrappingMethod.PASSPHRASE_DISPLAY.bit() | BootstrappingMethod.PASSPHRASE_KEYPAD.bit();
    private static final int SKIPPED = BootstrappingMethod.HANDSHAKE_SKIPPED.bit();

    private AwarePairingRules() {}

    @FunctionalInterface
    private interface OnPasn {
        void see(Sight sight, AuthenticationBody body, Ruling ruling);
    }

    @FunctionalInterface
    private interface OnElement<T> {
        void see(Sight sight, Placed<T> placed, Ruling ruling);
    }

    private static AirJudge.OnFrame pasn(OnPasn judge) {
        return (sight, ruling) -> sight.frame().pasn().ifPresent(body -> judge.see(sight, body, ruling));
    }

    /** Judges an element of message 1 or 2. */
    private static <T extends Element> AirJudge.OnFrame element(Class<T> type, OnElement<T> judge) {
        return pasn((sight, body, ruling) -> {
            for (Placed<Element> entry : body.elements().entries()) {
                if (type.isInstance(entry.value()) && body.transaction() < 3) {
                    judge.see(sight, new Placed<>(entry.offset(), entry.octets(), type.cast(entry.value()),
                            entry.trailing()), ruling);
                    return;
                }
            }
        });
    }

    /** The bootstrapping of two devices, whoever asked. */
    private static Optional<Bootstrapping> bootstrapping(Sight sight) {
        return sight.air().bootstrapping(sight.from(), sight.frame().receiver())
                .or(() -> sight.air().bootstrapping(sight.frame().receiver(), sight.from()));
    }

    private static Optional<PasnExchange> exchange(Sight sight) {
        return sight.air().pasn(sight.from(), sight.frame().receiver());
    }

    private static void order(Sight sight, AuthenticationBody body, Ruling ruling) {
        int transaction = body.transaction();
        if (transaction == 1) {
            ruling.kept();
            return;
        }
        Optional<PasnExchange> before = exchange(sight);
        if (transaction < 1 || transaction > 3) {
            ruling.broken("the transaction number is " + transaction);
        } else if (before.isPresent()) {
            boolean fromInitiator = before.get().pair().initiator().equals(sight.from());
            boolean again = before.get().transaction() == transaction
                    || before.get().isRepeated(sight.frame(), body);
            boolean next = before.get().transaction() == transaction - 1;
            ruling.require((next || again) && fromInitiator == (transaction == 3), () -> "message " + transaction
                    + (next || again ? " comes from the " + (fromInitiator ? "initiator" : "responder")
                    : " follows message " + before.get().transaction()));
        }
    }

    private static void suites(Sight sight, Placed<RsnElement> placed, Ruling ruling) {
        RsnElement rsn = placed.value();
        List<Suite> pairwise = rsn.pairwise().orElse(List.of());
        List<Suite> akms = rsn.akms().orElse(List.of());
        if (pairwise.size() != 1 || akms.size() != 1) {
            ruling.broken(placed, "there are " + pairwise.size() + " pairwise ciphers and " + akms.size() + " AKMs");
            return;
        }
        Suite akm = akms.getFirst();
        boolean known = akm.equals(Suite.AKM_PASN) || akm.equals(Suite.AKM_SAE);
        boolean secret = bootstrapping(sight).filter(Bootstrapping::isAccepted)
                .filter(b -> (b.request().value().methods() & WITH_SECRET) != 0).isPresent();
        boolean verifies = rsn.pmkids().filter(pmkids -> !pmkids.isEmpty()).isPresent();
        ruling.require(known && (!secret || verifies || akm.equals(Suite.AKM_SAE)), placed, () -> known
                ? "the AKM is " + akm + ", and bootstrapping was for a PIN or passphrase" : "the AKM is " + akm);
    }

    private static Optional<String> unprotected(RsnElement rsn) {
        if (!rsn.managementFrameProtectionCapable() || !rsn.managementFrameProtectionRequired()) {
            return Optional.of("the RSN capabilities are 0x%04x: MFPC or MFPR is clear"
                    .formatted(rsn.capabilities().orElse(0)));
        }
        return rsn.groupData().filter(Suite.NO_GROUP_TRAFFIC::equals).isPresent() ? Optional.empty()
                : Optional.of("the group data cipher is " + rsn.groupData().map(Suite::toString).orElse("absent"));
    }

    private static OptionalInt pasnSuite(AirFrame frame) {
        return frame.value(CipherSuiteInfo.class).stream().flatMap(csia -> csia.suites().stream())
                .mapToInt(CipherSuiteInfo.Suite::id).filter(GROUPS::containsKey).findFirst();
    }

    private static void group(Sight sight, Placed<PasnParametersElement> placed, Ruling ruling) {
        OptionalInt suite = pasnSuite(sight.frame());
        if (suite.isPresent() && placed.value().group().isPresent()) {
            int group = placed.value().group().getAsInt();
            ruling.require(GROUPS.get(suite.getAsInt()) == group, placed, () -> "group " + group + " with suite "
                    + suite.getAsInt());
        }
    }

    private static void attributes(Sight sight, AuthenticationBody body, Ruling ruling) {
        if (body.transaction() > 2 || body.status() != 0) {
            return;
        }
        boolean verifies = body.transaction() == 1 ? PasnExchange.verifies(body)
                : exchange(sight).map(PasnExchange::verifies).orElse(PasnExchange.verifies(body));
        AirFrame frame = sight.frame();
        long suites = frame.value(CipherSuiteInfo.class).stream().flatMap(csia -> csia.suites().stream())
                .filter(suite -> GROUPS.containsKey(suite.id())).count();
        String missing = suites != 1 ? "one PASN suite (it names " + suites + ")"
                : verifies && !frame.has(IdentityResolution.class) ? "NIRA (0x2B), which verification needs"
                : !verifies && !frame.has(DeviceCapabilityExtension.class) ? "DCEA (0x2A), which set-up needs"
                : !verifies && !frame.has(PairingBootstrapping.class) ? "NPBA (0x2C), which set-up needs" : "";
        ruling.require(missing.isEmpty(), () -> "message " + body.transaction() + " lacks " + missing);
    }

    private static void downgrade(Sight sight, AuthenticationBody body, Ruling ruling) {
        if (body.transaction() > 2) {
            return;
        }
        Device publisher = body.transaction() == 1 ? sight.receiver().orElse(sight.sender()) : sight.sender();
        OptionalInt suite = pasnSuite(sight.frame());
        boolean advertised = publisher.suites().stream().anyMatch(GROUPS::containsKey);
        if (suite.isPresent() && advertised && !publisher.suites().contains(suite.getAsInt())) {
            ruling.broken("PASN uses suite " + suite.getAsInt() + ", discovery offered " + publisher.suites());
            return;
        }
        Optional<Placed<PairingBootstrapping>> npba = sight.first(PairingBootstrapping.class);
        Optional<Bootstrapping> before = sight.air().bootstrapping(sight.from(), sight.frame().receiver());
        Optional<PairingBootstrapping> own = before.map(b -> b.request().value())
                .or(() -> sight.air().bootstrapping(sight.frame().receiver(), sight.from())
                        .flatMap(b -> b.response().map(r -> r.value())));
        if (npba.isPresent() && own.isPresent()) {
            ruling.require(npba.get().value().methods() == own.get().methods(), npba.get(),
                    () -> "PASN names methods 0x%04x, bootstrapping 0x%04x".formatted(npba.get().value().methods(),
                            own.get().methods()));
        } else {
            ruling.kept();
        }
    }

    private static void verification(Sight sight, AuthenticationBody body, Ruling ruling) {
        if (body.transaction() > 2 || !PasnExchange.verifies(body)) {
            return;
        }
        Optional<IdentityResolution> identity = sight.frame().value(IdentityResolution.class);
        List<Bytes> pmkids = body.elements().first(RsnElement.class).flatMap(RsnElement::pmkids)
                .orElse(List.of());
        if (body.elements().first(WrappedDataElement.class).isPresent()) {
            ruling.broken("a verification wraps data");
        } else if (identity.isPresent()) {
            ruling.require(pmkids.contains(identity.get().npkid()), () -> "the PMKID is " + pmkids.getFirst().toHex()
                    + ", nonce and tag are " + identity.get().npkid().toHex());
        }
    }

    private static void bootstrapped(Sight sight, AuthenticationBody body, Ruling ruling) {
        Optional<Device> responder = sight.receiver();
        if (body.transaction() != 1 || PasnExchange.verifies(body) || responder.isEmpty()) {
            return;
        }
        OptionalInt offered = responder.get().advertisedMethods();
        if (offered.isPresent() && (offered.getAsInt() & SKIPPED) == 0) {
            Optional<Bootstrapping> dialogue = bootstrapping(sight);
            ruling.require(dialogue.filter(Bootstrapping::isAccepted).isPresent(), () -> "PASN begins "
                    + (dialogue.isEmpty() ? "without bootstrapping" : "before bootstrapping was accepted"));
        }
    }
}
