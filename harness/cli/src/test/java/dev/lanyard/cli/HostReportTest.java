package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.rules.Catalogue;
import dev.lanyard.rules.Judgement;
import dev.lanyard.rules.Verdict;
import dev.lanyard.rules.Verdict.Kind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HostReportTest {

    private final Map<String, List<Judgement>> run = new LinkedHashMap<>();

    private static Judgement judged(String rule, Kind kind, String reason) {
        return new Judgement(new Verdict(rule, kind, reason, List.of()), true);
    }

    private String printed() {
        StringWriter text = new StringWriter();
        HostReport.of(run).print(new PrintWriter(text, true));
        text.toString().lines().forEach(line -> assertTrue(line.length() <= 100, line));
        assertFalse(text.toString().contains("\u001b"), text::toString);
        return text.toString();
    }

    private static int at(String text, String part) {
        int index = text.indexOf(part);
        assertTrue(index >= 0, () -> "\"" + part + "\" is not in:\n" + text);
        return index;
    }

    private static List<Judgement> allPass() {
        return Catalogue.standard().rules().stream().map(rule -> judged(rule.id(), Kind.PASS, "right")).toList();
    }

    private static List<Judgement> allPassBut(Judgement... others) {
        Set<String> named = Stream.of(others).map(j -> j.verdict().rule()).collect(Collectors.toSet());
        return Stream.concat(allPass().stream().filter(j -> !named.contains(j.verdict().rule())), Stream.of(others))
                .toList();
    }

    @Test
    void showsATableOfAccessoriesAndHostsAndHowMuchWasLookedAt() {
        run.put("emulated:ecm", allPass());
        run.put("usbip:some.host.example:3240/a-long-bus-name.0", allPassBut(
                judged("HOST-APPLE-02", Kind.FAIL, "D0 is clear"), judged("HOST-WIN-04", Kind.INCONCLUSIVE, "?")));
        String[] lines = printed().split("\n");

        assertEquals("Accessory                       Apple            Windows          Linux            Android", lines[1]);
        assertEquals("emulated:ecm                    works            works            works            works", lines[2]);
        assertTrue(lines[3].matches("  rules judged +(\\d+) of \\1 +(\\d+) of \\2 +(\\d+) of \\3 +(\\d+) of \\4"), lines[3]);
        assertEquals("…example:3240/a-long-bus-name.0 FAILS            unknown          works            works", lines[4]);
    }

    @Test
    void saysWhySomethingIsUnknown() {
        run.put("emulated:ecm", allPassBut(judged("USB-CFG-01", Kind.INCONCLUSIVE, "nothing read")));

        at(printed().replaceAll("\\s+", " "), "emulated:ecm: unknown for Apple, Windows, Linux, Android, because the "
                + "evidence does not show enough for USB-CFG-01.");
    }

    @Test
    void nothingBrokenAmongAFewRulesIsNoVerdict() {
        run.put("emulated:ecm", List.of(judged("USB-CFG-01", Kind.PASS, "right")));

        at(printed().replaceAll("\\s+", " "), "emulated:ecm: unknown for Apple, Windows, Linux, Android, because fewer "
                + "than half of the rules that count there were judged; none of these is broken.");
    }

    @Test
    void findingsComeByWhatTheyBreakEachWithItsFixAndItsThreads() {
        run.put("emulated:ncm", List.of(judged("NET-DHCP-06", Kind.WARN, "it offers a router"),
                judged("HOST-WIN-04", Kind.FAIL, "wNdpOutDivisor is 1"),
                judged("USB-CFG-01", Kind.FAIL, "bLength is 0")));

        String text = printed();

        int all = at(text, "Breaks Apple, Windows, Linux, Android\n  FAIL USB-CFG-01 bLength is 0\n       Fix: ");
        int windows = at(text, "Breaks Windows\n  FAIL HOST-WIN-04 wNdpOutDivisor is 1 (known from Windows 11");
        int apple = at(text, "Warnings for Apple\n  warn NET-DHCP-06 it offers a router (known from Apple forum");
        assertTrue(all < windows && windows < apple, text);
        at(text, "hathach/tinyusb#3913");
    }

    @Test
    void hostileTextIsEscapedAndLongWordsAreCut() {
        run.put("emulated:ncm", List.of(judged("USB-CFG-01", Kind.FAIL, "\u001b[2J" + "x".repeat(300))));

        at(printed(), "\\u{1b}[2Jxxx");
    }

    @Test
    void aRunWithoutRulesPrintsNothing() {
        run.put("emulated:ncm", List.of());
        assertEquals("", printed());
    }
}
