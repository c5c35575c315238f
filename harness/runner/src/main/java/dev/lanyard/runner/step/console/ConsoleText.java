package dev.lanyard.runner.step.console;

import dev.lanyard.wire.DeviceText;

/** Lines of a console in messages. */
final class ConsoleText {

    private static final int LONGEST = 160;

    private ConsoleText() {}

    static String quoted(String line) {
        return DeviceText.quoted(line, LONGEST);
    }
}
