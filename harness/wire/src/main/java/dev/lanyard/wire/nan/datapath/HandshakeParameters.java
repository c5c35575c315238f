package dev.lanyard.wire.nan.datapath;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.nan.security.DataPathKeys;
import dev.lanyard.wire.nan.security.Secret;
import dev.lanyard.wire.net.MacAddress;
import java.util.Set;

/**
 * What both sides of a handshake know before it.
 *
 * @param initiatorNmi management interface of the side that sends the Data Path Request
 * @param initiatorNdi its data interface
 * @param responderNdi the responder's data interface; an initiator learns it from M2 and gives zero
 * @param suite        csid 1 or 2: an initiator proposes it, a responder takes no other
 * @param capabilities of the CSIA
 * @param ndPmk        of a passphrase ({@link DataPathKeys#ndPmk}), of a pairing, or agreed on elsewhere
 * @param serviceId    6 octets
 * @param publishId    instance id of the publisher
 * @param groupKeys    ours, to give to the peer
 * @param tolerances   what a broken device lets pass
 */
public record HandshakeParameters(MacAddress initiatorNmi, MacAddress responderNmi, MacAddress initiatorNdi,
                                  MacAddress responderNdi, CipherSuite suite, int capabilities, Secret ndPmk,
                                  Bytes serviceId, int publishId, GroupKeys groupKeys,
                                  Set<HandshakeParameters.Tolerance> tolerances) {

    /** A check that a broken device leaves out, or makes too strictly; and what its peer does to see that. */
    public enum Tolerance {
        WRONG_MIC, WRONG_PMKID, WRONG_CIPHER_SUITE, WRONG_REPLAY_COUNTER,
        /** Takes an ND-PMKID with the initiator's NMI first, and no other. */
        ONE_PMKID_ORDER,
        /** Sends an ND-PMKID with the responder's NMI first. */
        SWAPPED_PMKID
    }

    public HandshakeParameters {
        if (suite != CipherSuite.NCS_SK_128 && suite != CipherSuite.NCS_SK_256) {
            throw new IllegalArgumentException("data paths have csid 1 or 2, not " + suite.csid());
        }
        tolerances = Set.copyOf(tolerances);
    }

    /** Without group keys, with all checks. */
    public static HandshakeParameters of(MacAddress initiatorNmi, MacAddress responderNmi, MacAddress initiatorNdi,
                                         MacAddress responderNdi, CipherSuite suite, Secret ndPmk, Bytes serviceId,
                                         int publishId) {
        return new HandshakeParameters(initiatorNmi, responderNmi, initiatorNdi, responderNdi, suite, 0, ndPmk,
                serviceId, publishId, GroupKeys.NONE, Set.of());
    }

    public HandshakeParameters withCapabilities(int octet) {
        return new HandshakeParameters(initiatorNmi, responderNmi, initiatorNdi, responderNdi, suite, octet, ndPmk,
                serviceId, publishId, groupKeys, tolerances);
    }

    public HandshakeParameters giving(GroupKeys keys) {
        return new HandshakeParameters(initiatorNmi, responderNmi, initiatorNdi, responderNdi, suite, capabilities,
                ndPmk, serviceId, publishId, keys, tolerances);
    }

    public HandshakeParameters tolerating(Set<Tolerance> faults) {
        return new HandshakeParameters(initiatorNmi, responderNmi, initiatorNdi, responderNdi, suite, capabilities,
                ndPmk, serviceId, publishId, groupKeys, faults);
    }

    /** The ND-PMKID of the SCIA. */
    public Bytes pmkid() {
        return pmkid(tolerates(Tolerance.SWAPPED_PMKID));
    }

    private Bytes pmkid(boolean swapped) {
        return DataPathKeys.pmkid(suite, ndPmk, swapped ? responderNmi : initiatorNmi,
                swapped ? initiatorNmi : responderNmi, serviceId);
    }

    /** Whether a PMKID names our ND-PMK; the NMIs may stand in either order (an implementation sends them so). */
    boolean isOurs(Bytes pmkid) {
        return tolerates(Tolerance.WRONG_PMKID) || pmkid.equals(pmkid(false))
                || pmkid.equals(pmkid(true)) && !tolerates(Tolerance.ONE_PMKID_ORDER);
    }

    boolean tolerates(Tolerance fault) {
        return tolerances.contains(fault);
    }
}
