package dev.lanyard.wire.nan.security;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.ieee80211.ActionBody;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.ieee80211.ManagementFrame;
import dev.lanyard.wire.ieee80211.ManagementMicElement;
import java.util.Optional;
import org.bouncycastle.crypto.Mac;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.macs.GMac;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * The integrity of one device's management frames to groups, under its IGTK: BIP-CMAC-128 with a key of 16 octets,
 * BIP-GMAC-256 with one of 32 (IEEE 802.11-2020 §12.5.3). Frames stay readable and end with a Management MIC element.
 * Counts what it protects and refuses what it accepted before.
 */
public final class GroupIntegrity {

    private static final int CMAC_KEY = 16;
    private static final int CMAC_MIC = 8;
    private static final int GMAC_MIC = 16;
    /** Retry, power management and more data change on the way. */
    private static final int MUTABLE = 0x3800;

    private final Secret igtk;
    private final int keyId;
    private long packetNumber;

    private GroupIntegrity(Secret igtk, int keyId, long packetNumber) {
        if (igtk.length() != CMAC_KEY && igtk.length() != 2 * CMAC_KEY) {
            throw new IllegalArgumentException("an IGTK has 16 or 32 octets, not " + igtk.length());
        }
        this.igtk = igtk;
        this.keyId = keyId;
        this.packetNumber = packetNumber;
    }

    /**
     * Frames under a key.
     *
     * @param keyId        4 or 5
     * @param packetNumber the last one that was used
     */
    public static GroupIntegrity of(Secret igtk, int keyId, long packetNumber) {
        return new GroupIntegrity(igtk, keyId, packetNumber);
    }

    /** Whether these are frames under this key, so that it must not be installed again. */
    public boolean isUnder(Secret key, int id) {
        return keyId == id && igtk.equals(key);
    }

    /** The frame with its Management MIC element; its body is an action of category {@link ActionBody#PROTECTED_DUAL}. */
    public ManagementFrame protect(ManagementFrame frame) {
        if (!(frame.body() instanceof ActionBody body) || body.category() != ActionBody.PROTECTED_DUAL
                || !frame.header().address1().isGroup()) {
            throw new IllegalArgumentException("only protected actions to groups have an integrity code of their group");
        }
        packetNumber++;
        Bytes mic = mic(igtk, frame.header(), with(body, Bytes.wrap(new byte[micLength(igtk)])).encode(), packetNumber);
        return new ManagementFrame(frame.header(), with(body, mic));
    }

    private ActionBody with(ActionBody body, Bytes mic) {
        return new ActionBody(body.category(), body.action(), body.content(), Optional.of(
                new ManagementMicElement(keyId, packetNumber, mic)));
    }

    /** Whether a frame that came in is authentic and new; then its packet number is remembered. */
    public boolean accepts(ManagementFrame frame) {
        if (!(frame.body() instanceof ActionBody body) || body.managementMic().isEmpty()) {
            return false;
        }
        ManagementMicElement said = body.managementMic().get();
        if (said.keyId() != keyId || said.packetNumber() <= packetNumber
                || said.mic().length() != micLength(igtk)) {
            return false;
        }
        Bytes unsigned = new ActionBody(body.category(), body.action(), body.content(), Optional.of(
                new ManagementMicElement(keyId, said.packetNumber(), Bytes.wrap(new byte[said.mic().length()]))))
                .encode();
        if (!KeyHash.same(mic(igtk, frame.header(), unsigned, said.packetNumber()), said.mic())) {
            return false;
        }
        packetNumber = said.packetNumber();
        return true;
    }

    private static int micLength(Secret igtk) {
        return igtk.length() == CMAC_KEY ? CMAC_MIC : GMAC_MIC;
    }

    /**
     * The code of a frame.
     *
     * @param body with its Management MIC element, the code in it zero
     */
    static Bytes mic(Secret igtk, FrameHeader header, Bytes body, long packetNumber) {
        int control = header.frameControl() & ~MUTABLE;
        Bytes covered = new BytesWriter().u16(control).mac(header.address1()).mac(header.address2())
                .mac(header.address3()).bytes(body).toBytes();
        boolean cmac = igtk.length() == CMAC_KEY;
        Mac mac = cmac ? new CMac(AESEngine.newInstance()) : new GMac(GCMBlockCipher.newInstance(
                AESEngine.newInstance()));
        KeyParameter key = new KeyParameter(igtk.expose());
        mac.init(cmac ? key : new ParametersWithIV(key, nonce(header, packetNumber).toArray()));
        byte[] octets = covered.toArray();
        mac.update(octets, 0, octets.length);
        byte[] out = new byte[mac.getMacSize()];
        mac.doFinal(out, 0);
        return Bytes.copyOf(out, 0, micLength(igtk));
    }

    private static Bytes nonce(FrameHeader header, long number) {
        return header.address2().bytes().concat(Bytes.of((int) (number >> 40), (int) (number >> 32),
                (int) (number >> 24), (int) (number >> 16), (int) (number >> 8), (int) number));
    }
}
