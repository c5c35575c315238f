package dev.lanyard.wire.nan.pairing;

/** Why an exchange ended without keys, and the status code (IEEE 802.11-2024 §9.4.1.9) that tells the peer. */
public enum PasnFailure {
    MALFORMED("a frame lacks an element or does not have its layout", 1),
    WRONG_AKM("the peer announces another AKM", 43),
    WRONG_CIPHER("the peer announces another pairwise cipher", 42),
    WRONG_RSN("the RSN element is not one of pairing: version 1, one cipher, one AKM, MFPC and MFPR, no group traffic",
            72),
    WRONG_GROUP("the finite cyclic group is not that of the cipher suite", 77),
    WRONG_PUBLIC_KEY("the ephemeral public key is no point of the curve", 136),
    REFLECTED("the peer sent our own key or commit back", 1),
    NO_HASH_TO_ELEMENT("the RSNX element does not announce hash-to-element", 1),
    WRONG_CIPHER_SUITE("the CSIA does not hold exactly the PASN cipher suite that was agreed on", 1),
    WRONG_BOOTSTRAPPING("the NPBA differs from what bootstrapping agreed on", 1),
    WRONG_WRAPPED_DATA("the wrapped data are not those of this message", 1),
    WRONG_COMMIT("the SAE commit was refused", 1),
    WRONG_PASSWORD("the peer does not know the PIN or passphrase", 15),
    WRONG_MIC("the message integrity code does not verify", 1),
    UNKNOWN_IDENTITY("the NPKID is not that of a pairing we know", 53),
    WRONG_COOKIE("the comeback cookie is not ours", 38),
    PEER_REFUSED("the peer refused with a status code", 0),
    COMEBACK_TOO_OFTEN("the peer asked to come back too often", 0),
    TIME_OUT("the peer did not answer in time", 0);

    private final String text;
    private final int status;

    PasnFailure(String text, int status) {
        this.text = text;
        this.status = status;
    }

    /** What a refusal to the peer says; 0 where nothing is sent. */
    public int status() {
        return status;
    }

    @Override
    public String toString() {
        return text;
    }
}
