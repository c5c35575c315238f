package dev.lanyard.runner.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanyard.wire.Bytes;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountTemplateTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "'N ' #|4e2030|0", "'N ' #|4e2031323334|1234", "'N#' #|4e2337|7", "# 0a|31320a|12", "# *|3132ffff|12",
        "01 ## ##|010102|258", "## ## ## ## *|ffffffff00|4294967295", "?? ##|9907|7"})
    void findsTheNumber(String template, String seen, long number) {
        assertEquals(OptionalLong.of(number), CountTemplate.parse(template).count(Bytes.hex(seen)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "'N ' #|4e20", "'N ' #|4e2041", "'N ' #|4d2031", "'N ' #|4e203141", "01 ## ##|0101", "01 ## ##|01010203",
        "#|\"\"", "#|31313131313131313131313131313131313131313131"})
    void whatLooksOtherwiseHasNone(String template, String seen) {
        assertEquals(OptionalLong.empty(), CountTemplate.parse(template).count(Bytes.hex(seen)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "'N'", "# #", "## 00 ##", "* #", "'#'", "## ## ## ## ## ## ## ##", "zz #"})
    void whatIsNotUnderstoodIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> CountTemplate.parse(text));
    }

    @Test
    void aCounterOfOctetsBeginsAnew() {
        assertEquals(3, CountTemplate.parse("## ##").difference(65_534, 1));
        assertEquals(3, CountTemplate.parse("#").difference(5, 8));
    }
}
