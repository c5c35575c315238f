package dev.lanyard.runner.value;

import dev.lanyard.wire.net.MacAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads scalars into typed values, and shows typed values as the scalars they came from. */
public final class Literals {

    /**
     * How a type is written.
     *
     * @param name    what a user calls it, with its article: {@code a duration}
     * @param form    examples
     * @param pattern a regular expression (ECMA-262) that every such text matches; it may match others too
     * @param parse   throws {@link IllegalArgumentException} with what is wrong
     */
    public record Literal<T>(String name, String form, String pattern, Function<String, T> parse) {}

    private static final String WHOLE = "[-+]?[0-9]+|0x[0-9A-Fa-f]+";
    private static final String NUMBER = "[0-9]{1,18}(?:\\.[0-9]{1,9})? ?";
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final String IPV4 = OCTET + "(?:\\.OCTET){3}".replace("OCTET", OCTET);
    private static final String IP = IPV4 + "|\\[?[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*(?:%[^ ]+)?\\]?";

    private static final Map<Class<?>, Literal<?>> KNOWN = Map.ofEntries(
            entry(String.class, "text", "text", "[\\s\\S]*", Function.identity()),
            entry(Boolean.class, "a truth value", "true or false", "true|false", Literals::truth),
            entry(Integer.class, "a whole number", "12 or 0x0c", WHOLE, text -> (int) whole(text, 32)),
            entry(Long.class, "a whole number", "12 or 0x0c", WHOLE, text -> whole(text, 64)),
            entry(Duration.class, "a duration", "500ms, 2s or 1h", NUMBER + "(?:ns|us|µs|ms|s|min|h)",
                    Durations::parse),
            entry(ByteSize.class, "a size", "1472B or 16KiB", NUMBER + "(?:[kM]?B|[KMG]iB)", ByteSize::parse),
            entry(Percentage.class, "a percentage", "0.1%", NUMBER + "%", Percentage::parse),
            entry(Rate.class, "a rate", "500/s or 10Mbit/s", NUMBER + "(?:k?/s|[kMG]?bit/s)", Rate::parse),
            entry(Inet4Address.class, "an IPv4 address", "10.55.0.1", IPV4, Addresses::ipv4),
            entry(InetAddress.class, "an IP address", "10.55.0.1 or fe80::1", IP, Addresses::any),
            entry(Ipv4Interface.class, "an IPv4 address with prefix", "10.55.0.2/24", "[0-9.]{7,15}/[0-9]{1,2}",
                    Ipv4Interface::parse),
            entry(Endpoint.class, "an address with port", "10.55.0.1:7 or [fe80::1]:7",
                    "\\[?[0-9A-Fa-f:.]+(?:%[^ ]+)?\\]?:[0-9]{1,5}", Endpoint::parse),
            entry(MacAddress.class, "a MAC address", "02:11:22:33:44:60", "[0-9A-Fa-f]{2}(?:[:-]?[0-9A-Fa-f]{2}){5}",
                    MacAddress::parse),
            entry(ByteTemplate.class, "octets", "'HELLO' 01 ?? *", ByteTemplate.FORM, ByteTemplate::parse),
            entry(CountTemplate.class, "octets with a number", "'COUNT ' # or 01 ## ## *", CountTemplate.FORM,
                    CountTemplate::parse),
            entry(LocalDate.class, "a date", "2026-12-31", "[0-9]{4}-[0-9]{2}-[0-9]{2}", Literals::date),
            entry(TextPattern.class, "a regular expression", "'PIN: (?<pin>[0-9]{8})'", "[\\s\\S]{1,500}",
                    TextPattern::parse),
            entry(ConsoleName.class, "the name of a console of this bench", "uart", "[A-Za-z0-9][A-Za-z0-9_-]{0,49}",
                    ConsoleName::new),
            entry(PowerName.class, "the name of a power switch of this bench", "relay",
                    "[A-Za-z0-9][A-Za-z0-9_-]{0,49}", PowerName::new),
            entry(RadioName.class, "the name of a radio of this bench", "phone", "[A-Za-z0-9][A-Za-z0-9_-]{0,49}",
                    RadioName::new),
            entry(RuleId.class, "the id of a rule", "CDC-NOTIF-01", "[A-Z0-9]+(?:-[A-Z0-9]+)+", RuleId::new),
            entry(Secret.class, Secret.NAME, "text of 4 to 256 characters", "[\\s\\S]{4,256}", Secret::new),
            entry(StepRef.class, "the id of an earlier step", "alt1", "[A-Za-z0-9][A-Za-z0-9._-]{0,99}",
                    StepRef::new));

    private Literals() {}

    private static <T> Map.Entry<Class<?>, Literal<?>> entry(Class<T> type, String name, String form, String pattern,
                                                             Function<String, T> parse) {
        return Map.entry(type, new Literal<>(name, form, pattern, parse));
    }

    /** How {@code type} (a class of values or an enum; primitives count as their wrappers) is written. */
    public static Optional<Literal<?>> of(Class<?> type) {
        if (type.isEnum()) {
            return Optional.of(enumeration(type));
        }
        return Optional.ofNullable(KNOWN.get(boxed(type)));
    }

    /** {@code int} as {@code Integer} and so on. */
    public static Class<?> boxed(Class<?> type) {
        return type == int.class ? Integer.class : type == long.class ? Long.class
                : type == boolean.class ? Boolean.class : type;
    }

    /** A value as a scenario would write it. */
    public static String show(Object value) {
        return switch (value) {
            case Duration duration -> Durations.show(duration);
            case InetAddress address -> address.getHostAddress();
            case Enum<?> constant -> kebab(constant);
            case Optional<?> optional -> optional.map(Literals::show).orElse("absent");
            case List<?> list -> list.stream().map(Literals::show).collect(Collectors.joining(", ", "[", "]"));
            default -> value.toString();
        };
    }

    /** {@code NETWORK_CONNECTION} as {@code network-connection}. */
    public static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Literal<Object> enumeration(Class<?> type) {
        List<String> names = Arrays.stream(type.getEnumConstants()).map(c -> kebab((Enum<?>) c)).toList();
        return new Literal<>("one of its values", String.join(", ", names), String.join("|", names),
                text -> Arrays.stream(type.getEnumConstants()).filter(c -> kebab((Enum<?>) c).equals(text)).findFirst()
                        .orElseThrow(() -> new UnknownName(text, names)));
    }

    private static Boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false is needed");
        };
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("a day of the calendar is needed, year first");
        }
    }

    private static long whole(String text, int bits) {
        boolean hex = text.startsWith("0x");
        try {
            long value = hex ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text);
            if (bits == 32 && value != (int) value) {
                throw new IllegalArgumentException("too large");
            }
            return value;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a whole number is needed, such as 12 or 0x0c");
        }
    }
}
