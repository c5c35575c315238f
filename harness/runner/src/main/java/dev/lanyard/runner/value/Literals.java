package dev.lanyard.runner.value;

import dev.lanyard.wire.net.MacAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
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
     * @param name  what a user calls it, with its article: {@code a duration}
     * @param form  examples
     * @param parse throws {@link IllegalArgumentException} with what is wrong
     */
    public record Literal<T>(String name, String form, Function<String, T> parse) {}

    private static final Map<Class<?>, Literal<?>> KNOWN = Map.ofEntries(
            Map.entry(String.class, new Literal<>("text", "text", Function.identity())),
            Map.entry(Boolean.class, new Literal<>("a truth value", "true or false", Literals::truth)),
            Map.entry(Integer.class, new Literal<>("a whole number", "12 or 0x0c", text -> (int) whole(text, 32))),
            Map.entry(Long.class, new Literal<>("a whole number", "12 or 0x0c", text -> whole(text, 64))),
            Map.entry(Duration.class, new Literal<>("a duration", "500ms, 2s or 1h", Durations::parse)),
            Map.entry(ByteSize.class, new Literal<>("a size", "1472B or 16KiB", ByteSize::parse)),
            Map.entry(Percentage.class, new Literal<>("a percentage", "0.1%", Percentage::parse)),
            Map.entry(Rate.class, new Literal<>("a rate", "500/s or 10Mbit/s", Rate::parse)),
            Map.entry(Inet4Address.class, new Literal<>("an IPv4 address", "10.55.0.1", Addresses::ipv4)),
            Map.entry(InetAddress.class, new Literal<>("an IP address", "10.55.0.1 or fe80::1", Addresses::any)),
            Map.entry(Ipv4Interface.class,
                    new Literal<>("an IPv4 address with prefix", "10.55.0.2/24", Ipv4Interface::parse)),
            Map.entry(Endpoint.class,
                    new Literal<>("an address with port", "10.55.0.1:7 or [fe80::1]:7", Endpoint::parse)),
            Map.entry(MacAddress.class, new Literal<>("a MAC address", "02:11:22:33:44:60", MacAddress::parse)),
            Map.entry(StepRef.class, new Literal<>("the id of an earlier step", "alt1", StepRef::new)));

    private Literals() {}

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
        return new Literal<>("one of its values", String.join(", ", names),
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
