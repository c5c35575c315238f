package dev.lanyard.drivers.accessory;

/**
 * How a user names an accessory: {@code scheme:rest}, such as {@code emulated:ncm} or
 * {@code usbip:127.0.0.1:3240/usbip-vudc.0}.
 */
public record AccessorySpec(String scheme, String rest) {

    public static AccessorySpec parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || colon == text.length() - 1) {
            throw new IllegalArgumentException("an accessory is named SCHEME:WHICH, such as emulated:ncm or "
                    + "usbip:HOST:PORT/BUSID; this is \"" + text + "\"");
        }
        return new AccessorySpec(text.substring(0, colon), text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return scheme + ":" + rest;
    }
}
