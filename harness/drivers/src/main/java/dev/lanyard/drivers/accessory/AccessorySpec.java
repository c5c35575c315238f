package dev.lanyard.drivers.accessory;

/**
 * How a user names an accessory: {@code scheme:rest}, such as {@code emulated:ncm} or
 * {@code usbip:127.0.0.1:3240/usbip-vudc.0}. What follows a {@value #VARIANT} in the rest names a variant of the same
 * accessory, such as one with a fault: {@code emulated:ncm+CDC-NOTIF-01}.
 */
public record AccessorySpec(String scheme, String rest) {

    /** Begins the name of a variant. */
    public static final String VARIANT = "+";

    public static AccessorySpec parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || colon == text.length() - 1) {
            throw new IllegalArgumentException("an accessory is named SCHEME:WHICH, such as emulated:ncm or "
                    + "usbip:HOST:PORT/BUSID; this is \"" + text + "\"");
        }
        return new AccessorySpec(text.substring(0, colon), text.substring(colon + 1));
    }

    /** The accessory of which this is a variant; itself when it is none. */
    public AccessorySpec withoutVariant() {
        int plus = rest.indexOf(VARIANT);
        return plus < 1 ? this : new AccessorySpec(scheme, rest.substring(0, plus));
    }

    /** This accessory, varied further. */
    public AccessorySpec with(String variant) {
        return new AccessorySpec(scheme, rest + VARIANT + variant);
    }

    @Override
    public String toString() {
        return scheme + ":" + rest;
    }
}
