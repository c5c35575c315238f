package dev.lanyard.runner.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteTemplateTest {

    @Test
    void textAndDigitsAreOctets() {
        assertEquals(Bytes.hex("48690a00c3a9ff"), ByteTemplate.parse("'Hi' 0a00 'é'FF").octets());
        assertEquals(Bytes.EMPTY, ByteTemplate.parse(" ").octets());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "'Hi'|4869|true", "'Hi'|486900|false", "'Hi'|48|false",
        "48 ??|4801|true", "48 ??|48|false",
        "*|\"\"|true", "*|0102|true",
        "01 * 02|0102|true", "01 * 02|01ffff02|true", "01 * 02|01|false", "01 * 02|0103|false",
        "* 'x'|78|true", "01 *|02|false"})
    void isComparedOctetByOctet(String template, String seen, boolean matches) {
        assertEquals(matches, ByteTemplate.parse(template).matches(Bytes.hex(seen)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "'open", "zz", "* *", "48 0x01"})
    void whatIsNotUnderstoodIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> ByteTemplate.parse(text));
    }

    @Test
    void onlyALiteralCanBeSent() {
        assertTrue(ByteTemplate.parse("01").isLiteral());
        assertFalse(ByteTemplate.parse("01 ??").isLiteral());
        assertFalse(ByteTemplate.parse("*").isLiteral());
    }
}
