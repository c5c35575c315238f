package dev.lanyard.drivers.aware.supplicant;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An event: a name, arguments {@code key=value}, and an address without key where there is one.
 *
 * @param name    {@code NAN-DISCOVERY-RESULT}
 * @param address of the first argument that is nothing but a MAC address; empty
 */
record SupplicantEvent(String name, Map<String, String> arguments, String address) {

    private static final String MAC = "\\p{XDigit}{2}(:\\p{XDigit}{2}){5}";
    private static final int MOST = 64;

    static SupplicantEvent parse(String text) {
        String[] words = text.strip().split(" +", MOST + 2);
        Map<String, String> arguments = new HashMap<>();
        String address = "";
        for (int i = 1; i < Math.min(words.length, MOST); i++) {
            int equals = words[i].indexOf('=');
            if (equals > 0) {
                arguments.putIfAbsent(words[i].substring(0, equals), words[i].substring(equals + 1));
            } else if (address.isEmpty() && words[i].matches(MAC)) {
                address = words[i];
            }
        }
        return new SupplicantEvent(words[0], Map.copyOf(arguments), address);
    }

    /** The other device, under whichever name this event has it. */
    String peer() {
        for (String key : new String[] {"peer_nmi", "address", "peer", "peer_addr"}) {
            if (arguments.getOrDefault(key, "").matches(MAC)) {
                return arguments.get(key).toLowerCase(Locale.ROOT);
            }
        }
        return address.toLowerCase(Locale.ROOT);
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(arguments.get(key));
    }

    Optional<MacAddress> mac(String key) {
        return text(key).filter(text -> text.matches(MAC)).map(MacAddress::parse);
    }

    /** A number in decimal or with 0x; {@code otherwise} where it is missing or none. */
    int number(String key, int otherwise) {
        try {
            return Integer.decode(arguments.getOrDefault(key, ""));
        } catch (NumberFormatException _) {
            return otherwise;
        }
    }

    boolean flag(String key) {
        return number(key, 0) != 0;
    }

    /** Octets in hexadecimal digits; none where there are none. */
    Bytes octets(String key) {
        String digits = arguments.getOrDefault(key, "");
        return digits.matches("(\\p{XDigit}{2})*") ? Bytes.hex(digits) : Bytes.EMPTY;
    }
}
