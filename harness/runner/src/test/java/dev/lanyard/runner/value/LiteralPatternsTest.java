package dev.lanyard.runner.value;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.net.MacAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patterns never refuse what the parsers take, and refuse what people get wrong most. */
class LiteralPatternsTest {

    private static final Map<String, Class<?>> TYPES = Map.ofEntries(Map.entry("truth", Boolean.class),
            Map.entry("whole", Integer.class), Map.entry("long", Long.class), Map.entry("duration", Duration.class),
            Map.entry("size", ByteSize.class), Map.entry("percentage", Percentage.class),
            Map.entry("rate", Rate.class), Map.entry("ipv4", Inet4Address.class), Map.entry("ip", InetAddress.class),
            Map.entry("prefix", Ipv4Interface.class), Map.entry("endpoint", Endpoint.class),
            Map.entry("mac", MacAddress.class), Map.entry("text", String.class));

    @ParameterizedTest
    @CsvSource({
        "truth,true", "whole,-12", "whole,0x0c", "long,99999999999", "duration,1.5s", "duration,250us", "duration,3µs",
        "duration,5 ms", "duration,2min", "size,0B", "size,1kB", "size,2MB", "size,16KiB", "size,1GiB",
        "percentage,0.1%", "rate,500/s", "rate,2k/s", "rate,9bit/s", "rate,10Mbit/s", "ipv4,0.0.0.0",
        "ipv4,255.249.199.99", "ip,10.55.0.1", "ip,fe80::1", "ip,::", "ip,::ffff:10.0.0.1", "prefix,10.55.0.2/24",
        "endpoint,10.55.0.1:7", "endpoint,[fe80::1]:65535", "mac,02:11:22:33:44:60", "mac,02-11-22-33-44-6F",
        "text,anything at all"})
    void whatIsReadMatches(String type, String text) {
        Literals.Literal<?> literal = Literals.of(TYPES.get(type)).orElseThrow();
        literal.parse().apply(text);
        assertTrue(text.matches(literal.pattern()), literal::pattern);
    }

    @ParameterizedTest
    @CsvSource({"truth,yes", "whole,1.5", "duration,5", "duration,5 parsecs", "size,64", "size,1KB", "percentage,5",
        "rate,5", "ipv4,10.0.0.256", "ipv4,10.0.1", "ip,localhost", "prefix,10.0.0.1", "endpoint,10.0.0.1",
        "mac,02:11:22"})
    void whatIsNotReadDoesNotMatch(String type, String text) {
        Literals.Literal<?> literal = Literals.of(TYPES.get(type)).orElseThrow();
        assertThrows(IllegalArgumentException.class, () -> literal.parse().apply(text));
        assertFalse(text.matches(literal.pattern()), literal::pattern);
    }
}
