package dev.lanyard.runner.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.runner.profile.Claim;
import dev.lanyard.runner.step.StepCatalogue;
import dev.lanyard.runner.yaml.Defect;
import dev.lanyard.runner.yaml.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioLoaderTest {

    private final ScenarioLoader loader = new ScenarioLoader(StepCatalogue.standard(), Set.of("CDC-NOTIF-01"));

    @TempDir
    private Path folder;

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name + Scenario.SUFFIX);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private List<String> defectsOf(String text) throws IOException {
        Path file = write("s", text);
        return loader.validate(List.of(file)).stream().map(Defect::toString)
                .map(m -> m.replace(file.toString(), "s")).toList();
    }

    @Test
    void readsAWholeScenario() throws Exception {
        Path file = write("scenarios/smoke/echo", """
                scenario: attach-to-echo
                title: From attach to echo
                rules: [CDC-NOTIF-01]
                tags: [smoke, quick]
                needs: {transport: usb, function: [ecm, ncm]}
                claims: [udp-echo]
                vars: {times: 3, port: "${profile.echo.port}"}
                repeat: {times: 3, require: 2}
                setup:
                  - usb.attach: {}
                steps:
                  - id: alt1
                    usb.set-interface: {interface: data, alternate: 1}
                  - usb.notification: {type: network-connection, value: connected, after: alt1, within: 1s}
                  - dhcp.lease: {save: {server: server}}
                  - udp.echo:
                      to: ${server}:${port}
                      datagrams: ${times}
                teardown:
                  - usb.detach:
                """);
        Scenario scenario = loader.load(List.of(folder)).getFirst();
        assertEquals("smoke/attach-to-echo", scenario.qualifiedName());
        assertEquals(file, scenario.file());
        assertEquals(2, scenario.repeat().required());
        assertEquals(List.of(Claim.UDP_ECHO), scenario.claims());
        assertEquals(List.of("usb.attach", "alt1", "usb.notification", "dhcp.lease", "udp.echo", "usb.detach"),
                scenario.allSteps().map(StepItem::id).toList());
    }

    @Test
    void unknownVerbWrongUnitAndUndefinedVariableAreReportedInOneGo() throws IOException {
        assertEquals(List.of(
                "s:3:5: unknown verb \"usb.atach\"; did you mean usb.attach?",
                "s:4:26: within: \"10\" is not a duration (500ms, 2s or 1h): a duration needs its unit: 10s?",
                "s:5:20: variable ${per} is not defined here; did you mean peer?"),
                defectsOf("""
                        scenario: three-mistakes
                        steps:
                          - usb.atach: {save: {later: x}}
                          - dhcp.lease: {within: 10, save: {peer: server}}
                          - ip.ping: {to: "${per}"}
                          - ip.ping: {to: "${later}"}
                        """));
    }

    @Test
    void aVariableIsOnlyKnownAfterItsStep() throws IOException {
        List<String> defects = defectsOf("""
                scenario: too-early
                steps:
                  - ip.ping: {to: "${peer}"}
                  - dhcp.lease: {save: {peer: server}}
                """);
        assertEquals(1, defects.size(), defects::toString);
        assertTrue(defects.getFirst().contains("variable ${peer} is not defined here"), defects::toString);
    }

    @Test
    void aVariableOfTheWrongTypeIsReported() throws IOException {
        List<String> defects = defectsOf("""
                scenario: wrong-type
                steps:
                  - dhcp.lease: {save: {peer: server}}
                  - ip.ping: {to: 10.0.0.1, within: "${peer}"}
                """);
        assertEquals(1, defects.size(), defects::toString);
        assertTrue(defects.getFirst().contains("${peer}, saved by step \"dhcp.lease\", is an IPv4 address"),
                defects::toString);
    }

    @Test
    void structuralMistakesAreReportedTogether() throws IOException {
        List<String> defects = defectsOf("""
                scenario: bad name
                titel: x
                rules: [CDC-NOTIF-02]
                claims: [udp-ecko]
                repeat: {times: 2, require: 3}
                steps:
                  - usb.attach
                  - usb.attach: {}
                    dhcp.lease: {}
                  - id: a
                    usb.attach: {}
                  - id: a
                    usb.detach: {}
                  - id: b
                  - dhcp.lease: {save: {x: adress}}
                  - usb.notification: {type: network-connection, after: c}
                """);
        List<String> expected = List.of("s:1:11: a scenario's name", "s:2:1: \"titel\" is not a key",
                "s:3:9: no rule has the id \"CDC-NOTIF-02\"; did you mean CDC-NOTIF-01?",
                "s:4:10: claims: \"udp-ecko\"", "s:5:9: repeat: require: 3 of times: 2",
                "s:7:5: a step is VERB: {arguments}", "s:8:5: a step has one verb", "s:12:9: the id \"a\" is taken",
                "s:14:5: this step has no verb", "s:15:28: dhcp.lease finds no \"adress\"; did you mean address?",
                "s:16:57: after: \"c\" is not the id of an earlier step");
        assertEquals(expected.size(), defects.size(), defects::toString);
        for (int i = 0; i < expected.size(); i++) {
            assertTrue(defects.get(i).startsWith(expected.get(i)), defects.get(i) + " / " + expected.get(i));
        }
    }

    @Test
    void whatIsNearlyRightIsAnsweredWithHowItIsWritten() throws IOException {
        List<String> expected = List.of(
                "s:1:11: a scenario's name has letters, digits, dots, hyphens and underscores, at most 100; my-first? A "
                        + "title may have any text",
                "s:5:19: to: \"$server\" is not an IP address (10.55.0.1 or fe80::1): an IPv4 address has four numbers of 0 "
                        + "to 255, such as 10.55.0.1; a variable is written ${server}",
                "s:6:21: variable ${lease.server} is not defined here; step \"lease\" finds it; keep it there: dhcp.lease: "
                        + "{save: {server: server}}, and write ${server}",
                "s:6:48: sizes: \"0-1472\" is not a size (1472B or 16KiB): this is no single size; where a range is taken "
                        + "it is {from: 0B, to: 1472B, step: 64B}",
                "s:6:62: rate: \"100\" is not a rate (500/s or 10Mbit/s): a rate needs its unit: 100/s?",
                "s:7:5: a step has one verb; this one has if and usb.detach; a scenario has no \"if\": needs and claims say "
                        + "whom it concerns, matrix and repeat how often it runs",
                "s:9:5: unknown verb \"tcp.connect\"; of tcp there is tcp.exchange");
        List<String> seen = defectsOf("""
                scenario: my first
                steps:
                  - id: lease
                    dhcp.lease: {}
                  - ip.ping: {to: $server}
                  - udp.echo: {to: "${lease.server}:7", sizes: 0-1472, rate: 100}
                  - if: linux
                    usb.detach: {}
                  - tcp.connect: {}
                  - bench.wait: 3s
                  - bench.wait: {for: 1s, never: [link-down]}
                """);
        assertEquals(expected.subList(0, 7), seen.subList(0, 7));
        assertTrue(seen.get(7).endsWith("this is \"3s\"; {for: 3s}?"), seen::toString);
        assertTrue(seen.get(8).endsWith("\"never\" stands beside the verb, on a line of its own: never: …"), seen::toString);
    }

    @Test
    void whatNewUsersWriteIsAnsweredWithWhatTheyMeant() throws IOException {
        List<String> expected = List.of(
                "s:1:1: \"name\" is not a key of a scenario; did you mean scenario?",
                "s:1:1: \"scenario\" is missing: the scenario's name",
                "s:2:8: no rule has the id \"A-1, B-2\"; several are a list: [A-1, B-2]",
                "s:3:1: \"variables\" is not a key of a scenario; did you mean vars?",
                "s:4:9: repeat: needs a mapping with times, require, bench-retries; this is \"3\"; {times: 3}?",
                "s:6:18: \"timeout\" is not one of its keys; did you mean within?",
                "s:6:48: dhcp.lease finds no \"host\"; first the variable, then the result: {host: address}?",
                "s:7:5: a step has one verb; this one has after and usb.notification; the arguments stand inside: "
                        + "usb.notification: {after: …}",
                "s:9:5: unknown verb \"wait\"; did you mean bench.wait?",
                "s:10:20: variable ${peer} is not defined here; there is address");
        assertEquals(expected, defectsOf("""
                name: boot
                rules: A-1, B-2
                variables: {peer: 10.0.0.1}
                repeat: 3
                steps:
                  - dhcp.lease: {timeout: 10s, save: {address: host}}
                  - after: alt1
                    usb.notification: {type: network-connection}
                  - wait: 2s
                  - ip.ping: {to: "${peer}"}
                """));
    }

    @Test
    void aFolderOfProfilesIsValidatedAsSuch() throws IOException {
        Files.createDirectories(folder.resolve("profiles"));
        Path file = Files.writeString(folder.resolve("profiles/p.yaml"), "profile: p\ntransport: usb\nfunction: ncn\n");
        assertEquals(List.of(file + ":3:11: function: \"ncn\" is not one of its values; did you mean ncm?"),
                loader.validate(List.of(folder.resolve("profiles"))).stream().map(Defect::toString).toList());
    }

    @Test
    void aTopLevelThatIsNoMappingOrHasNoStepsIsRefused() throws IOException {
        assertTrue(defectsOf("- a\n").getFirst().startsWith("s:1:1: a scenario is a mapping"));
        assertTrue(defectsOf("scenario: x\n").getFirst().contains("\"steps\" is missing"));
        assertTrue(defectsOf("scenario: x\nsteps: []\n").getFirst().contains("a list of 1 to 500 steps"));
    }

    @Test
    void foldersWithoutScenariosMissingPathsAndNamesTwiceAreErrors() throws IOException {
        assertThrows(InvalidInputException.class, () -> loader.load(List.of(folder)));
        assertTrue(assertThrows(InvalidInputException.class, () -> loader.load(List.of(folder.resolve("missing"))))
                .getMessage().contains("no such file or folder"));
        write("a", "scenario: same\nsteps: [{usb.attach: {}}]\n");
        write("b", "scenario: same\nsteps: [{usb.attach: {}}]\n");
        assertTrue(assertThrows(InvalidInputException.class, () -> loader.load(List.of(folder))).getMessage()
                .contains("is taken by"));
    }
}
