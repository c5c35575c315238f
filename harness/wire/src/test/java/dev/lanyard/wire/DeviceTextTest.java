package dev.lanyard.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DeviceTextTest {

    @Test
    void plainTextIsOnlyQuoted() {
        assertEquals("\"Lanyard é ☃\"", DeviceText.quoted("Lanyard é ☃"));
    }

    @Test
    void whatSteersTerminalsIsEscaped() {
        assertEquals("\"a\\u{1b}[31m\\n\\u{202e}\\\"\\\\\"", DeviceText.quoted("a\u001b[31m\n\u202e\"\\"));
    }

    @Test
    void loneSurrogatesAreEscaped() {
        assertEquals("\"\\u{d800}\"", DeviceText.quoted("\ud800"));
    }

    @Test
    void lengthIsBoundedAndTheCutShown() {
        assertEquals("\"aaa\"… (1000 characters)", DeviceText.quoted("a".repeat(1000), 3));
        assertTrue(DeviceText.quoted(Bytes.wrap(new byte[70_000])).length() < 1000);
    }
}
