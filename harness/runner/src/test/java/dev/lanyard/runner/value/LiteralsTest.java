package dev.lanyard.runner.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralsTest {

    private static Object read(Class<?> type, String text) {
        return Literals.of(type).orElseThrow().parse().apply(text);
    }

    @ParameterizedTest
    @CsvSource({"2s, 2000000000", "500ms, 500000000", "1h, 3600000000000", "250us, 250000", "1.5s, 1500000000",
            "3min, 180000000000", "0s, 0", "10 ms, 10000000"})
    void durationsHaveUnits(String text, long nanos) {
        assertEquals(Duration.ofNanos(nanos), read(Duration.class, text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "2 seconds", "-1s", "s", "", "2m", "1e3s", "9999999999999999h", "8000h", "0.1ns"})
    void whatIsNoDurationIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> read(Duration.class, text));
    }

    @Test
    void aMissingUnitIsSuggested() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> read(Duration.class, "2")).getMessage()
                .contains("2s?"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> read(ByteSize.class, "1472")).getMessage()
                .contains("1472B?"));
    }

    @ParameterizedTest
    @CsvSource({"1472B, 1472", "16KiB, 16384", "1kB, 1000", "2MiB, 2097152", "0B, 0"})
    void sizesHaveUnits(String text, long octets) {
        assertEquals(new ByteSize(octets), read(ByteSize.class, text));
    }

    @Test
    void percentagesAreExact() {
        assertEquals(0, new BigDecimal("0.1").compareTo(((Percentage) read(Percentage.class, "0.1%")).percent()));
        assertTrue(Percentage.of(1, 10_000_000).compareTo((Percentage) read(Percentage.class, "0%")) > 0);
        assertEquals("2.5%", Percentage.of(25, 1000).toString());
    }

    @Test
    void ratesSayOfWhat() {
        assertEquals(Rate.Unit.BITS, ((Rate) read(Rate.class, "10Mbit/s")).unit());
        assertEquals("500/s", read(Rate.class, "500/s").toString());
        assertThrows(IllegalArgumentException.class, () -> read(Rate.class, "0/s"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1", "010.0.0.1", "10.0.0.256", "example.org", "10.0.0.1.2", "0x7f000001", "127.1"})
    void onlyFullIpv4LiteralsAreAddresses(String text) {
        assertThrows(IllegalArgumentException.class, () -> read(Inet4Address.class, text));
    }

    @Test
    void addressesWithPrefixOrPort() {
        assertEquals("10.55.0.2/24", read(Ipv4Interface.class, "10.55.0.2/24").toString());
        assertEquals("[fe80:0:0:0:0:0:0:1]:7", read(Endpoint.class, "[fe80::1]:7").toString());
        assertEquals(7, ((Endpoint) read(Endpoint.class, "10.55.0.1:7")).port());
        assertThrows(IllegalArgumentException.class, () -> read(Endpoint.class, "10.55.0.1:65536"));
        assertThrows(IllegalArgumentException.class, () -> read(Ipv4Interface.class, "10.55.0.2/33"));
    }

    @Test
    void wholeNumbersMayBeHexadecimalAndMustFit() {
        assertEquals(0x1209, read(int.class, "0x1209"));
        assertThrows(IllegalArgumentException.class, () -> read(int.class, "4294967296"));
    }

    private static Expectation<Duration> expectation(String text) {
        return Expectation.parse(text, Durations::parse);
    }

    @Test
    void expectationsCompare() {
        assertTrue(expectation("<= 20ms").isMetBy(Duration.ofMillis(20)));
        assertFalse(expectation("< 20ms").isMetBy(Duration.ofMillis(20)));
        assertTrue(expectation(">=20ms").isMetBy(Duration.ofMillis(21)));
        assertFalse(expectation("> 20ms").isMetBy(Duration.ofMillis(20)));
        assertTrue(expectation("20ms").isMetBy(Duration.ofMillis(20)));
        assertTrue(expectation("!= 20ms").isMetBy(Duration.ofMillis(19)));
    }

    @Test
    void anExpectationOfAbsenceIsMetByNothingAndAnyOtherIsNot() {
        assertTrue(expectation("absent").isMetBy(Optional.empty()));
        assertFalse(expectation("absent").isMetBy(Duration.ZERO));
        assertTrue(expectation("present").isMetBy(Duration.ZERO));
        assertFalse(expectation("<= 20ms").isMetBy(Optional.empty()));
    }

    @Test
    void valuesAreShownAsTheyAreWritten() throws Exception {
        assertEquals("12.35ms", Literals.show(Duration.ofNanos(12_345_678)));
        assertEquals("1.5s", Literals.show(Duration.ofMillis(1500)));
        assertEquals("10.0.0.1", Literals.show(InetAddress.getByName("10.0.0.1")));
        assertEquals("<= 20ms", expectation("<=20ms").toString());
    }
}
