package dev.lanyard.wire.usb;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.DeviceText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * String descriptor: UTF-16LE text, or for index 0 a list of language ids (USB 2.0 tables 9-15 and 9-16), 2 to 255
 * octets.
 */
public record StringDescriptor(Bytes raw, int offset) implements Descriptor {

    private static final FieldLayout LAYOUT = FieldLayout.of("bLength", "bDescriptorType");

    /** English (United States), the language that every host asks for. */
    public static final int ENGLISH_US = 0x0409;

    /** Octets of the descriptor without text. */
    public static final int LENGTH = 2;

    /** The longest text that fits, in UTF-16 code units. */
    public static final int MAX_CODE_UNITS = 126;

    public StringDescriptor {
        DescriptorParser.requireLength("a string descriptor", raw, LENGTH);
    }

    /** A descriptor to send, of at most {@link #MAX_CODE_UNITS} code units. */
    public static StringDescriptor of(String text) {
        if (text.length() > MAX_CODE_UNITS) {
            throw new IllegalArgumentException("a string descriptor holds " + MAX_CODE_UNITS
                    + " UTF-16 code units; this text has " + text.length());
        }
        Bytes content = Bytes.wrap(text.getBytes(StandardCharsets.UTF_16LE));
        return new StringDescriptor(Bytes.of(LENGTH + content.length(), DescriptorType.STRING).concat(content), 0);
    }

    /** The descriptor of index 0: the languages that the other strings exist in. */
    public static StringDescriptor ofLanguages(int... languageIds) {
        Bytes raw = Bytes.of(LENGTH + 2 * languageIds.length, DescriptorType.STRING);
        for (int id : languageIds) {
            raw = raw.concat(Bytes.of(id, id >> 8));
        }
        return new StringDescriptor(raw, 0);
    }

    /** The text exactly as sent, control characters included; a last odd octet is left out. */
    public String text() {
        return new String(raw.from(LENGTH).truncate((raw.length() - LENGTH) & ~1).toArray(),
                StandardCharsets.UTF_16LE);
    }

    /** The text with everything that could disturb a terminal or a page as an escape. */
    public String printable() {
        return DeviceText.line(text(), MAX_CODE_UNITS);
    }

    /** Language ids, for the descriptor of index 0. */
    public List<Integer> languages() {
        List<Integer> ids = new ArrayList<>();
        for (int at = LENGTH; raw.has(at, 2); at += 2) {
            ids.add(raw.u16le(at));
        }
        return List.copyOf(ids);
    }

    @Override
    public String title() {
        return "String";
    }

    @Override
    public List<DescriptorField> fields() {
        return LAYOUT.read(raw);
    }
}
