package dev.lanyard.cli;

import dev.lanyard.wire.DeviceText;

/** Makes text from devices and files safe for a terminal. */
public final class Printable {

    private static final int LIMIT = 400;

    private Printable() {}

    /** One line without control or bidirectional formatting characters, cut to a readable length. */
    public static String line(String text) {
        return DeviceText.line(text, LIMIT);
    }
}
