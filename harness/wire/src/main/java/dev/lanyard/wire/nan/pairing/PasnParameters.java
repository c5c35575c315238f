package dev.lanyard.wire.nan.pairing;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.RsnExtensionElement;
import dev.lanyard.wire.ieee80211.Suite;
import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.attribute.IdentityResolution;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.sae.SaeGroup;
import dev.lanyard.wire.nan.sae.SecretElement;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.nan.security.KeyHash;
import dev.lanyard.wire.nan.security.PasnMic;
import dev.lanyard.wire.net.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What one side brings to an exchange.
 *
 * @param own          our NMI
 * @param peer         the peer's NMI; frames of others are ignored
 * @param clusterId    address 3 of the frames
 * @param suite        csid 7 (CCMP-128, group 19) or 8 (GCMP-256, group 20)
 * @param attributes   of our first frame: CSIA with the one csid; setup: DCEA and NPBA; verification: NIRA
 * @param peerMethods  the method that the peer's NPBA has to state; empty leaves it unchecked
 * @param rsnExtension the bitmap of our RSNX element; hostap sends 21 00, others 20
 * @param ssid         of SAE's PT
 * @param tolerances   what a broken device lets pass
 * @param cookies      of a responder that demands a cookie before it computes
 */
public record PasnParameters(MacAddress own, MacAddress peer, MacAddress clusterId, CipherSuite suite,
                             PasnCredential credential, List<NanAttribute> attributes, OptionalInt peerMethods,
                             Bytes rsnExtension, String ssid, Set<PasnParameters.Tolerance> tolerances,
                             Optional<ComebackCookies> cookies) {

    /** A check that a broken device leaves out. */
    public enum Tolerance { WRONG_MIC, REFLECTED, WRONG_SCALAR, WRONG_CIPHER_SUITE, WRONG_BOOTSTRAPPING, WRONG_RSN,
        NO_HASH_TO_ELEMENT }

    public PasnParameters {
        if (suite != CipherSuite.NCS_PK_PASN_128 && suite != CipherSuite.NCS_PK_PASN_256) {
            throw new IllegalArgumentException("pairing has csid 7 or 8, not " + suite.csid());
        }
        attributes = List.copyOf(attributes);
        tolerances = Set.copyOf(tolerances);
    }

    /** With everything as a sound device has it. */
    public static PasnParameters of(MacAddress own, MacAddress peer, MacAddress clusterId, CipherSuite suite,
                                    PasnCredential credential, List<NanAttribute> attributes) {
        return new PasnParameters(own, peer, clusterId, suite, credential, attributes, OptionalInt.empty(),
                Bytes.of(1 << RsnExtensionElement.SAE_HASH_TO_ELEMENT), SecretElement.NAN_SSID, Set.of(),
                Optional.empty());
    }

    /** The peer's NPBA has to state {@code methods}. */
    public PasnParameters expecting(int methods) {
        return new PasnParameters(own, peer, clusterId, suite, credential, attributes, OptionalInt.of(methods),
                rsnExtension, ssid, tolerances, cookies);
    }

    public PasnParameters withRsnExtension(Bytes bitmap) {
        return new PasnParameters(own, peer, clusterId, suite, credential, attributes, peerMethods, bitmap, ssid,
                tolerances, cookies);
    }

    public PasnParameters withSsid(String other) {
        return new PasnParameters(own, peer, clusterId, suite, credential, attributes, peerMethods, rsnExtension,
                other, tolerances, cookies);
    }

    public PasnParameters tolerating(Set<Tolerance> faults) {
        return new PasnParameters(own, peer, clusterId, suite, credential, attributes, peerMethods, rsnExtension,
                ssid, faults, cookies);
    }

    public PasnParameters demandingCookies(ComebackCookies jar) {
        return new PasnParameters(own, peer, clusterId, suite, credential, attributes, peerMethods, rsnExtension,
                ssid, tolerances, Optional.of(jar));
    }

    SaeGroup group() {
        return suite == CipherSuite.NCS_PK_PASN_128 ? SaeGroup.P256 : SaeGroup.P384;
    }

    /** The hash of PTK and codes. */
    KeyHash hash() {
        return PasnMic.hash(credential.akm(), suite);
    }

    Suite cipher() {
        return suite == CipherSuite.NCS_PK_PASN_128 ? Suite.CCMP_128 : Suite.GCMP_256;
    }

    boolean tolerates(Tolerance fault) {
        return tolerances.contains(fault);
    }

    /** NPKIDs of our RSN element: of verification, the NIRA's. */
    List<Bytes> pmkids() {
        return credential instanceof PasnCredential.Cached
                ? attributes.stream().filter(IdentityResolution.class::isInstance)
                        .map(one -> ((IdentityResolution) one).npkid()).toList() : List.of();
    }

    /** Whether an attribute list agrees on exactly our cipher suite. */
    boolean agrees(CipherSuiteInfo info) {
        List<Integer> pasn = info.suites().stream().map(CipherSuiteInfo.Suite::id)
                .filter(id -> id == CipherSuiteInfo.PK_PASN_128 || id == CipherSuiteInfo.PK_PASN_256).toList();
        return pasn.equals(List.of(suite.csid()));
    }
}
