package dev.lanyard.runner.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TextPatternTest {

    @Test
    void namedGroupsThatTookPartAreFound() {
        TextPattern pattern = TextPattern.parse("v(?<major>\\d+)(\\.(?<minor>\\d+))?");
        assertEquals(Optional.of(Map.of("major", "12")), pattern.find("firmware v12"));
        assertEquals(Optional.of(Map.of("major", "1", "minor", "2")), pattern.find("v1.2"));
        assertTrue(pattern.find("none").isEmpty());
    }

    @Test
    void anExpressionThatWouldTakeForEverIsGivenUp() {
        String line = "a".repeat(4_000);
        for (String bad : new String[] {"(a+)+b", "(a|a)*b", "(.*)*x", "(?<g>(a*)*)\\1\\1c", "((a|aa)+)+$b"}) {
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertThrows(TextPattern.TooHard.class,
                    () -> TextPattern.parse(bad).find(line), bad));
        }
    }

    @Test
    void ordinaryExpressionsHaveRoomOnTheLongestLine() {
        assertTrue(TextPattern.parse("x.*y.*z$").find("x".repeat(2_000) + "y".repeat(2_000) + "z").isPresent());
    }

    @Test
    void whatIsNoExpressionIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> TextPattern.parse("(open"));
        assertThrows(IllegalArgumentException.class, () -> TextPattern.parse(""));
        assertThrows(IllegalArgumentException.class, () -> TextPattern.parse("a".repeat(501)));
    }
}
