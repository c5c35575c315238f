package dev.lanyard.wire.nan.datapath;

/** Why a handshake ended without keys, and the reason code of the rejection that tells the peer. */
public enum HandshakeFailure {
    MALFORMED("a frame lacks an attribute or does not have its layout", HandshakeFailure.INVALID_PARAMETERS),
    NOT_SECURED("the peer wants an open data path", HandshakeFailure.SECURITY_POLICY),
    WRONG_CIPHER_SUITE("the CSIA does not hold exactly one cipher suite that we offer",
            HandshakeFailure.SECURITY_POLICY),
    WRONG_PMKID("the ND-PMKID is not that of our ND-PMK", HandshakeFailure.INVALID_PARAMETERS),
    WRONG_KEY_INFORMATION("the key information is not that of this message", HandshakeFailure.INVALID_PARAMETERS),
    WRONG_REPLAY_COUNTER("the replay counter is not the one of this message", HandshakeFailure.INVALID_PARAMETERS),
    WRONG_NONCE("the nonce is zero, ours, or another than before", HandshakeFailure.INVALID_PARAMETERS),
    WRONG_DATA_PATH("the frame is of another data path: token, NDP id or initiator NDI differ",
            HandshakeFailure.INVALID_PARAMETERS),
    WRONG_MIC("the message integrity code does not verify", HandshakeFailure.SECURITY_POLICY),
    WRONG_KEY_DATA("the key data do not unwrap, or a key in them does not have its layout",
            HandshakeFailure.INVALID_PARAMETERS),
    PEER_REFUSED("the peer rejected the data path", 0),
    TIME_OUT("the peer did not answer in time", 0);

    private static final int INVALID_PARAMETERS = 3;
    private static final int SECURITY_POLICY = 8;

    private final String text;
    private final int reason;

    HandshakeFailure(String text, int reason) {
        this.text = text;
        this.reason = reason;
    }

    /** The reason code of NDP and NDPE; 0 where nothing is sent. */
    public int reason() {
        return reason;
    }

    @Override
    public String toString() {
        return text;
    }
}
