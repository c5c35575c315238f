package dev.lanyard.wire.nan.tshark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Fields of a frame under tshark's names, each with its values in their order. */
final class OurFields {

    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final Map<String, Long> masks;

    OurFields(Map<String, Long> masks) {
        this.masks = masks;
    }

    Map<String, List<String>> values() {
        return values;
    }

    OurFields number(String name, long value) {
        values.computeIfAbsent(name, n -> new ArrayList<>()).add(Long.toUnsignedString(value));
        return this;
    }

    OurFields flag(String name, boolean value) {
        return number(name, value ? 1 : 0);
    }

    OurFields text(String name, String value) {
        values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
        return this;
    }

    /** A number that the node has under {@code key}. */
    OurFields number(String name, JsonNode node, String key) {
        return number(name, node.required(key).asLong());
    }

    /** A number that the node may have. */
    OurFields optionalNumber(String name, JsonNode node, String key) {
        return node.has(key) ? number(name, node, key) : this;
    }

    /** Octets or an address that the node may have. */
    OurFields optionalText(String name, JsonNode node, String key) {
        return node.has(key) ? text(name, node.get(key).asString()) : this;
    }

    OurFields text(String name, JsonNode node, String key) {
        return text(name, node.required(key).asString());
    }

    /** Bits of {@code value}, cut out by the masks that tshark itself states for these fields. */
    OurFields masked(long value, String... names) {
        for (String name : names) {
            long mask = masks.get(name);
            number(name, (value & mask) >>> Long.numberOfTrailingZeros(mask));
        }
        return this;
    }

    /** A number, and all fields that tshark has below {@code name}, cut out by its own masks. */
    OurFields allMasked(String name, long value) {
        return number(name, value).maskedBelow(name, value, Set.of());
    }

    /** All fields but some that tshark has below {@code name}, cut out by its own masks. */
    OurFields maskedBelow(String name, long value, Set<String> without) {
        masks.keySet().stream().filter(one -> one.startsWith(name + ".")
                && !without.contains(one.substring(name.length() + 1))).forEach(one -> masked(value, one));
        return this;
    }

    /** The bits of a radiotap present word; of the two readings of bit 14 tshark shows one. */
    OurFields presentBits(long value) {
        masks.keySet().stream().filter(one -> one.startsWith("radiotap.present.")
                && !one.equals("radiotap.present.fcs")).forEach(one -> masked(value, one));
        return this;
    }

    /** One spelling of a value, so that 0x0a and 10, fe-01 and fe:01 are the same. */
    static String canonical(String value) {
        String plain = value.trim();
        if (plain.startsWith("0x") && plain.length() <= 18) {
            return Long.toUnsignedString(Long.parseUnsignedLong(plain.substring(2), 16));
        }
        plain = plain.replaceAll("(?<=[0-9a-fA-F]{2})[:-](?=[0-9a-fA-F]{2})", "");
        return plain.matches("-?\\d{1,20}") ? plain.replaceFirst("^0+(?=\\d)", "") : plain;
    }
}
