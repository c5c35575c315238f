package dev.lanyard.rules.catalogue;

import dev.lanyard.evidence.Event;
import dev.lanyard.wire.DeviceText;
import dev.lanyard.wire.usb.StringDescriptor;

/** What counts as an answer of the accessory, and how its words are shown. */
final class Answers {

    private static final int SHOWN = 40;

    private Answers() {}

    /** Requests that the harness withdrew, or that died with the device, say nothing about the request. */
    static boolean isAnswer(Event.Transfer request) {
        return !request.status().equals("CANCELLED") && !request.status().equals("DETACHED");
    }

    static String quoted(StringDescriptor string) {
        return DeviceText.quoted(string.text(), SHOWN);
    }
}
