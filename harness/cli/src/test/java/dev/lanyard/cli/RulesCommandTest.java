package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.rules.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class RulesCommandTest {

    @Test
    void listsEveryRule() {
        CommandLineRun run = CommandLineRun.of("rules");

        assertEquals(0, run.exitCode(), run.errors());
        Catalogue.all().rules().forEach(rule -> assertTrue(run.output().contains(rule.id()), rule.id()));
        assertTrue(run.output().endsWith(Catalogue.all().rules().size() + " rules\n"), run.output());
        run.output().lines().forEach(line -> assertTrue(line.length() <= 100, line));
    }

    @Test
    void listsThoseOfAPrefix() {
        CommandLineRun run = CommandLineRun.of("rules", "host-win");

        assertTrue(run.output().lines().anyMatch(line -> line.matches("HOST-WIN-04 +host required +Windows +The .*")),
                run.output());
        assertTrue(run.output().lines().noneMatch(line -> line.startsWith("HOST-APPLE")), run.output());
    }

    @Test
    void listsThoseOfAHost() {
        CommandLineRun run = CommandLineRun.of("rules", "--host", "ios-aware");

        assertEquals(0, run.exitCode(), run.errors());
        assertTrue(run.output().contains("NAN-DCEA-01"), run.output());
        assertTrue(run.output().lines().noneMatch(line -> line.startsWith("NCM-")), run.output());
        assertEquals(2, CommandLineRun.of("rules", "NCM", "--host", "ios-aware").exitCode());
        CommandLineRun unknown = CommandLineRun.of("rules", "--host", "ipad");
        assertEquals(2, unknown.exitCode());
        assertTrue(unknown.errors().contains("no host is called ipad; there are ios, android, windows, linux"),
                unknown.errors());
    }

    @Test
    void explainsHowToSeeARuleOfTheAirBroken() {
        CommandLineRun run = CommandLineRun.of("explain", "NAN-DCEA-01");

        assertTrue(run.output().contains("./lanyard check emulated:aware-pin --fault NAN-DCEA-01"), run.output());
        assertTrue(run.output().contains("iOS Wi-Fi Aware"), run.output());
    }

    @Test
    void aPrefixOfNothingIsWrongUsageAndNamesTheFamilies() {
        CommandLineRun run = CommandLineRun.of("rules", "RNDIS");

        assertEquals(2, run.exitCode());
        assertTrue(run.errors().contains("no rule's id begins with RNDIS; there are USB-CFG, "), run.errors());
    }

    @Test
    void writesJson() {
        CommandLineRun run = CommandLineRun.of("rules", "HOST-WIN-04", "--format", "json");

        JsonNode rule = new ObjectMapper().readTree(run.output()).get(0);
        assertEquals("HOST_REQUIRED", rule.path("obligation").asString());
        assertEquals("[\"WINDOWS\"]", rule.path("hosts").toString());
        assertTrue(rule.path("source").path("checked").asBoolean());
        assertTrue(rule.path("fieldFailures").toString().contains("hathach/tinyusb#3913"));
    }

    @Test
    void theGeneratedPageIsUpToDate() throws IOException {
        assertEquals(RulesPage.of(Catalogue.all().rules()),
                Files.readString(Examples.PROJECT.resolve("scenarios/RULES.md")),
                "scenarios/RULES.md is stale; make it again with: " + RulesPage.COMMAND);
        assertEquals(RulesPage.of(Catalogue.all().rules()),
                CommandLineRun.of("rules", "--format", "markdown").output());
    }

    @Test
    void explainsARule() {
        CommandLineRun run = CommandLineRun.of("explain", "host-win-04");

        assertEquals(0, run.exitCode(), run.errors());
        for (String part : List.of("HOST-WIN-04  The divisors", "Obligation    host required: ",
                "Hosts         Windows\n",
                "Source        Windows 11 UsbNcm.sys", "In the field  https://github.com/hathach/tinyusb/issues/3913",
                "Fix           Report wNdpInDivisor")) {
            assertTrue(run.output().contains(part), () -> part + " is not in\n" + run.output());
        }
    }

    @Test
    void saysWhenASourceIsUnchecked() {
        String output = CommandLineRun.of("explain", "NET-DHCP-02").output();
        assertTrue(output.contains("Source        RFC 2131 §4.3 (unchecked"), output);
    }

    @Test
    void anUnknownRuleIsWrongUsageAndNamesNearOnes() {
        CommandLineRun run = CommandLineRun.of("explain", "NCM-NTB-6");

        assertEquals(2, run.exitCode());
        assertTrue(run.errors().contains("NCM-NTB-6; near it: NCM-NTB-06"), run.errors());
    }
}
