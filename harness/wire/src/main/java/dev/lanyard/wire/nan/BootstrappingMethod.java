package dev.lanyard.wire.nan;

import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import java.util.ArrayList;
import java.util.List;

/** The methods of pairing bootstrapping: bits of {@link PairingBootstrapping#methods}. */
public enum BootstrappingMethod {
    OPPORTUNISTIC(0, 0),
    PIN_DISPLAY(1, 5),
    PASSPHRASE_DISPLAY(2, 6),
    QR_DISPLAY(3, 7),
    NFC_TAG(4, 8),
    PIN_KEYPAD(5, 1),
    PASSPHRASE_KEYPAD(6, 2),
    QR_SCAN(7, 3),
    NFC_READER(8, 4),
    SERVICE_MANAGED(14, 14),
    /** Bootstrapping happened out of band. */
    HANDSHAKE_SKIPPED(15, 15);

    private final int number;
    private final int complement;

    BootstrappingMethod(int number, int complement) {
        this.number = number;
        this.complement = complement;
    }

    /** The method's bit: {@code 0x0002} for PIN display. */
    public int bit() {
        return 1 << number;
    }

    /** What the other side does: PIN keypad for PIN display. */
    public BootstrappingMethod complement() {
        for (BootstrappingMethod method : values()) {
            if (method.number == complement) {
                return method;
            }
        }
        throw new IllegalStateException("no method has bit " + complement);
    }

    /** The methods whose bits are set; bits without meaning are passed over. */
    public static List<BootstrappingMethod> of(int methods) {
        List<BootstrappingMethod> found = new ArrayList<>();
        for (BootstrappingMethod method : values()) {
            if ((methods & method.bit()) != 0) {
                found.add(method);
            }
        }
        return found;
    }

    /** The complements of all bits set. */
    public static int complements(int methods) {
        int complements = 0;
        for (BootstrappingMethod method : of(methods)) {
            complements |= method.complement().bit();
        }
        return complements;
    }
}
