package dev.lanyard.rules.air;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.AuthenticationBody;
import dev.lanyard.wire.ieee80211.RsnElement;
import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.security.CipherSuite;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An exchange of PASN authentication frames as far as it came.
 *
 * @param pair        initiator and responder
 * @param transaction the last one seen: 1 to 3
 * @param status      of the last frame
 * @param suite       the PASN suite that message 1 names
 * @param verifies    message 1 has a PMKID: pairing verification, not set-up
 * @param firstBody   the body of message 1, which the code of message 3 covers
 * @param reply       the body of message 2
 */
public record PasnExchange(Pair pair, int transaction, int status, OptionalInt suite, boolean verifies,
                           Bytes firstBody, long firstFrame, Optional<Bytes> reply) {

    static PasnExchange begun(AirFrame frame, AuthenticationBody body) {
        OptionalInt suite = frame.value(CipherSuiteInfo.class).stream().flatMap(csia -> csia.suites().stream())
                .mapToInt(CipherSuiteInfo.Suite::id).filter(id -> id == CipherSuiteInfo.PK_PASN_128
                        || id == CipherSuiteInfo.PK_PASN_256).findFirst();
        return new PasnExchange(new Pair(frame.transmitter(), frame.receiver()), 1, body.status(), suite,
                verifies(body), frame.bodyOctets(), frame.number(), Optional.empty());
    }

    PasnExchange moved(AirFrame frame, AuthenticationBody body) {
        return new PasnExchange(pair, body.transaction(), body.status(), suite, verifies, firstBody, firstFrame,
                body.transaction() == 2 ? Optional.of(frame.bodyOctets()) : reply);
    }

    /**
     * Whether the frame says an earlier message of this exchange again, octet for octet: its sender has not heard the
     * answer yet, which is no step back.
     */
    public boolean isRepeated(AirFrame frame, AuthenticationBody body) {
        return switch (body.transaction()) {
            case 1 -> frame.transmitter().equals(pair.initiator()) && frame.bodyOctets().equals(firstBody);
            case 2 -> frame.transmitter().equals(pair.responder()) && reply.filter(frame.bodyOctets()::equals).isPresent();
            default -> false;
        };
    }

    /** Whether the message asks for pairing verification: its RSN element names a PMKID. */
    public static boolean verifies(AuthenticationBody body) {
        return body.elements().first(RsnElement.class).flatMap(RsnElement::pmkids)
                .filter(pmkids -> !pmkids.isEmpty()).isPresent();
    }

    /** Whether all three messages passed, the last with status success. */
    public boolean isComplete() {
        return transaction == 3 && status == 0;
    }

    /** The keys' suite. */
    public Optional<CipherSuite> cipherSuite() {
        return suite.isPresent() ? CipherSuite.of(suite.getAsInt()) : Optional.empty();
    }
}
