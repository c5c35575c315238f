package dev.lanyard.rules.catalogue.aware;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.air.AirFrame;
import dev.lanyard.rules.air.AirJudge;
import dev.lanyard.rules.air.Discovery;
import dev.lanyard.rules.air.FrameKind;
import dev.lanyard.rules.air.Pair;
import dev.lanyard.rules.air.PasnExchange;
import dev.lanyard.rules.air.Ruling;
import dev.lanyard.rules.air.Sight;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.ieee80211.ActionBody;
import dev.lanyard.wire.ieee80211.AuthenticationBody;
import dev.lanyard.wire.ieee80211.Element;
import dev.lanyard.wire.ieee80211.MicElement;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.ieee80211.RsnElement;
import dev.lanyard.wire.ieee80211.RsnExtensionElement;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.attribute.SharedKeyDescriptor;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.nan.security.KeyData;
import dev.lanyard.wire.nan.security.KeyHash;
import dev.lanyard.wire.nan.security.PasnMic;
import dev.lanyard.wire.nan.security.Secret;
import java.util.List;
import java.util.Optional;

/** What follows PASN, and what keys show of it: NAN-PAIR-08, 14, 15. */
public final class AwareKeyExchangeRules {

    /** Rules NAN-PAIR-* on codes and keys. */
    public static final List<Rule> RULES = List.of(
            rule("NAN-PAIR-08", "The integrity codes of PASN messages 2 and 3 verify.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Compute the code over both addresses, the elements of message 2 (the hash of message "
                            + "1 for message 3) and the body with the code set to zero.")
                    .watchedBy(AirJudge.on(AwareKeyExchangeRules::codes, FrameKind.PASN)),
            rule("NAN-PAIR-14", "A key lifetime that is sent counts for the identity key and is in seconds, "
                    + "big-endian, above zero.")
                    .obligation(Obligation.RECOMMENDED, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Bitmap 08 00, then the seconds with the highest octet first: 00 00 A8 C0.")
                    .watchedBy(AirJudge.onContent(AwareKeyExchangeRules::lifetime, FrameKind.SDF)),
            rule("NAN-PAIR-15", "Follow-ups between paired devices are protected (category 9).")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Encrypt follow-ups under NM-TK once PASN is complete, and drop plain ones.")
                    .watchedBy(AirJudge.on(AwareKeyExchangeRules::followUp, FrameKind.SDF)
                            .where(Discovery::isFollowUp)));

    private static final long TEN_YEARS_SECONDS = 10L * 365 * 24 * 3600;

    private AwareKeyExchangeRules() {}

    /** The exchange and the key whose code of message 2 verified. */
    private static final class Verified {
        private Pair pair;
        private Secret kck;
    }

    private static void codes(Sight sight, Ruling ruling) {
        Optional<AuthenticationBody> body = sight.frame().pasn();
        Optional<PasnExchange> exchange = sight.air().pasn(sight.from(), sight.frame().receiver());
        Optional<CipherSuite> suite = exchange.flatMap(PasnExchange::cipherSuite);
        List<Secret> keys = sight.air().keys().kcks();
        if (keys.isEmpty() || body.isEmpty() || suite.isEmpty()) {
            return;
        }
        Optional<MicElement> mic = body.get().elements().first(MicElement.class);
        Pair pair = exchange.get().pair();
        if (mic.isEmpty()) {
            return;
        }
        Bytes code = mic.get().mic();
        Bytes zeroed = withoutCode(sight.frame().bodyOctets(), code.length());
        if (body.get().transaction() == 2) {
            Verified own = sight.sender().memory(Verified.class, Verified::new);
            Bytes elements = responderElements(body.get());
            for (Secret key : keys) {
                if (PasnMic.second(hash(code), key, pair.initiator(), pair.responder(), elements, zeroed)
                        .equals(code)) {
                    own.pair = pair;
                    own.kck = key;
                    ruling.kept();
                }
            }
        } else if (body.get().transaction() == 3) {
            third(sight, exchange.get(), code, zeroed, ruling);
        }
    }

    private static void third(Sight sight, PasnExchange exchange, Bytes code, Bytes zeroed, Ruling ruling) {
        Pair pair = exchange.pair();
        Optional<Verified> second = sight.receiver().map(device -> device.memory(Verified.class, Verified::new))
                .filter(verified -> pair.equals(verified.pair));
        List<Secret> keys = second.map(verified -> List.of(verified.kck)).orElse(sight.air().keys().kcks());
        boolean good = keys.stream().anyMatch(key -> PasnMic.third(hash(code), key, pair.initiator(), pair.responder(),
                exchange.firstBody(), zeroed).equals(code));
        if (good) {
            ruling.kept();
        } else if (second.isPresent()) {
            ruling.broken("the code of message 3 is not that of the key whose code message 2 had");
        }
    }

    /** Which hash it is, its length tells. */
    private static KeyHash hash(Bytes code) {
        return code.length() == KeyHash.SHA_384.micLength() ? KeyHash.SHA_384 : KeyHash.SHA_256;
    }

    private static Bytes responderElements(AuthenticationBody body) {
        BytesWriter out = new BytesWriter();
        for (Placed<Element> entry : body.elements().entries()) {
            if (entry.value() instanceof RsnElement || entry.value() instanceof RsnExtensionElement) {
                out.bytes(entry.octets());
            }
        }
        return out.toBytes();
    }

    /** The code ends the body. */
    private static Bytes withoutCode(Bytes body, int length) {
        return body.truncate(body.length() - length).concat(Bytes.wrap(new byte[length]));
    }

    private static void lifetime(Sight sight, Ruling ruling) {
        AirFrame frame = sight.frame();
        frame.first(SharedKeyDescriptor.class).ifPresent(placed -> {
            for (Secret kek : sight.air().keys().keks()) {
                KeyData.unwrap(kek, placed.value().descriptor().keyData()).map(KeyData::kdes).orElse(List.of()).stream()
                        .flatMap(kde -> KeyData.lifetime(kde).stream()).findFirst()
                        .ifPresent(lifetime -> ruling.require((lifetime.bitmap() & KeyData.LIFETIME_OF_NIK) != 0
                                && lifetime.seconds() > 0 && lifetime.seconds() <= TEN_YEARS_SECONDS,
                                () -> "the lifetime has bitmap 0x%04x and %d seconds".formatted(lifetime.bitmap(),
                                        lifetime.seconds())));
            }
        });
    }

    private static void followUp(Sight sight, Ruling ruling) {
        AirFrame frame = sight.frame();
        boolean paired = sight.air().pasn(sight.from(), frame.receiver()).filter(PasnExchange::isComplete).isPresent();
        // Whoever asks for bootstrapping anew has lost its keys, and is answered in plain text.
        boolean bootstraps = frame.first(PairingBootstrapping.class).isPresent();
        if (paired && !bootstraps) {
            ruling.require(frame.category() == ActionBody.PROTECTED_DUAL && frame.isDecrypted(),
                    () -> "a follow-up to " + frame.receiver() + " is not encrypted (category " + frame.category()
                            + ")");
        }
    }
}
