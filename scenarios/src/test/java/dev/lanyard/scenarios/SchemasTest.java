package dev.lanyard.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.lanyard.runner.scenario.Scenario;
import dev.lanyard.runner.scenario.ScenarioLoader;
import dev.lanyard.runner.schema.YamlJson;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepCatalogue;
import dev.lanyard.runner.yaml.Defects;
import dev.lanyard.runner.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped schemas as an implementation of others understands them. */
class SchemasTest {

    private static final Path PROJECT = Path.of("..");
    /** Where the schemas seem to lie, side by side: one refers to the other. */
    private static final String BASE = "https://lanyard.invalid/";
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(location ->
                    location.startsWith(BASE) ? read(PROJECT.resolve("scenarios/" + location.substring(BASE.length())))
                            : null));
    private static final Path SCENARIO_SCHEMA = PROJECT.resolve("scenarios/scenario.schema.json");
    private static final Path GROUP_SCHEMA = PROJECT.resolve("scenarios/steps.schema.json");
    private static final Path PROFILE_SCHEMA = PROJECT.resolve("device-profiles/profile.schema.json");
    private static final String ATTACH = "scenario: s\nsteps:\n  - usb.attach: {}\n";
    private static final String GROUP = "group: g\nsteps:\n  - usb.attach: {}\n";
    private static final String PROFILE = "profile: p\ntransport: usb\nfunction: ncm\n";

    @TempDir
    private Path folder;

    static Stream<Path> scenarios() throws IOException {
        try (Stream<Path> files = Files.walk(PROJECT.resolve("scenarios"))) {
            return files.filter(file -> file.toString().endsWith(Scenario.SUFFIX)).sorted().toList().stream();
        }
    }

    static Stream<Path> groups() throws IOException {
        try (Stream<Path> files = Files.walk(PROJECT.resolve("scenarios"))) {
            return files.filter(file -> file.toString().endsWith(".steps.yaml")).sorted().toList().stream();
        }
    }

    static Stream<Path> profiles() throws IOException {
        try (Stream<Path> files = Files.list(PROJECT.resolve("device-profiles"))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    static Stream<String> examples() {
        return StepCatalogue.standard().steps().stream().map(Step::verb).map(verb -> "scenario: s\nsteps:\n  - "
                + verb.example().strip().indent(4).strip() + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"scenarios/scenario.schema.json", "scenarios/steps.schema.json",
        "device-profiles/profile.schema.json", "fixtures/bench/bench.schema.json"})
    void aSchemaKeepsTheRulesOfItsDraft(String schema) throws IOException {
        Schema draft = REGISTRY.getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));

        assertEquals(List.of(), draft.validate(Files.readString(PROJECT.resolve(schema)), InputFormat.JSON));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void everyScenarioIsValidAndNamesItsSchema(Path scenario) throws IOException {
        assertEquals(List.of(), errors(SCENARIO_SCHEMA, Files.readString(scenario)));
        assertNames(SCENARIO_SCHEMA, scenario);
    }

    @ParameterizedTest
    @MethodSource("groups")
    void everyGroupOfStepsIsValidAndNamesItsSchema(Path group) throws IOException {
        assertEquals(List.of(), errors(GROUP_SCHEMA, Files.readString(group)));
        assertNames(GROUP_SCHEMA, group);
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void everyProfileIsValidAndNamesItsSchema(Path profile) throws IOException {
        assertEquals(List.of(), errors(PROFILE_SCHEMA, Files.readString(profile)));
        assertNames(PROFILE_SCHEMA, profile);
    }

    @Test
    void theExampleOfABenchIsValidAndNamesItsSchema() throws IOException {
        Path schema = PROJECT.resolve("fixtures/bench/bench.schema.json");
        Path example = PROJECT.resolve("fixtures/bench/bench.yaml");
        assertEquals(List.of(), errors(schema, Files.readString(example)));
        assertNames(schema, example);
        assertFalse(errors(schema, "bench: b\nports: {a: {accesory: usb:1-2}}\n").isEmpty());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyVerbsExampleIsValid(String scenario) throws IOException {
        assertEquals(List.of(), errors(SCENARIO_SCHEMA, scenario));
    }

    @Test
    void variablesStandWhereverLiteralsDo() throws IOException {
        assertEquals(List.of(), errors(SCENARIO_SCHEMA, """
                scenario: s
                vars: {wait: 2s, n: 5, on: true, size: 64B, kind: network-connection, peer: 10.0.0.1}
                steps:
                  - usb.attach: {within: "${wait}", expect: {vendor-id: "== ${n}", speed: "${profile.title}"}}
                  - dhcp.lease: {broadcast: "${on}", expect: {prefix: "${n}"}}
                  - usb.notification: {type: "${kind}"}
                  - udp.echo: {to: "${peer}:7", datagrams: "${n}", sizes: ["${size}"], expect: {p99: "<= ${wait}"}}
                """));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "scenario: s\n",
        "steps: [{usb.attach: {}}]\n",
        "scenario: s\nsteps: []\n",
        ATTACH + "tag: [smoke]\n",
        ATTACH + "needs: {function: rndis}\n",
        ATTACH + "claims: [echoes]\n",
        ATTACH + "repeat: {times: many}\n",
        ATTACH + "  - usb.attch: {}\n",
        ATTACH + "  - {usb.detach: {}, usb.attach: {}}\n",
        ATTACH + "  - {id: alone}\n",
        ATTACH + "  - usb.detach\n",
        ATTACH + "  - usb.attach: {within: 5}\n",
        ATTACH + "  - usb.attach: {within: 5 parsecs}\n",
        ATTACH + "  - usb.attach: {with: 5s}\n",
        ATTACH + "  - usb.attach: {expect: {vendor-id: <= 5ms}}\n",
        ATTACH + "  - usb.set-interface:\n",
        ATTACH + "  - usb.notification: {type: netwrk-connection}\n",
        ATTACH + "  - dhcp.lease: {save: {host: adress}}\n",
        ATTACH + "  - dhcp.lease: {save: {Host: address}}\n",
        ATTACH + "  - udp.echo: {to: 10.0.0.1}\n",
        ATTACH + "  - udp.echo: {to: 10.0.0.1:7, sizes: {from: 1B}}\n",
        ATTACH + "  - ip.ping: {to: 10.0.0.1, size: 64}\n",
    })
    void aMistakeInAScenarioIsSeenBySchemaAndLanyardAlike(String scenario) throws IOException {
        assertFalse(errors(SCENARIO_SCHEMA, scenario).isEmpty(), scenario);
        Path file = Files.writeString(folder.resolve("s" + Scenario.SUFFIX), scenario);
        assertFalse(ScenarioLoader.standard().validate(List.of(file)).isEmpty(), scenario);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "group: g\n",
        "group: g\nsteps: []\n",
        "steps: [{usb.attach: {}}]\n",
        GROUP + "tags: [smoke]\n",
        GROUP + "parameters: {Within: 1s}\n",
        GROUP + "parameters: [within]\n",
        GROUP + "  - usb.attch: {}\n",
        GROUP + "  - usb.attach: {within: 5 parsecs}\n",
        GROUP + "  - include: other.steps.yaml\n",
    })
    void aMistakeInAGroupIsSeenBySchemaAndLanyardAlike(String group) throws IOException {
        assertFalse(errors(GROUP_SCHEMA, group).isEmpty(), group);
        Files.writeString(folder.resolve("g.steps.yaml"), group);
        Path file = Files.writeString(folder.resolve("s" + Scenario.SUFFIX), "scenario: s\nsteps:\n"
                + "  - include: g.steps.yaml\n");
        assertFalse(ScenarioLoader.standard().validate(List.of(file)).isEmpty(), group);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "profile: p\n",
        PROFILE + "functions: [ncm]\n",
        PROFILE + "claims: [fast]\n",
        PROFILE + "identity: {vendor-id: usb, product-id: 1}\n",
        PROFILE + "link: {host-mac: 02:00:00}\n",
        PROFILE + "link: {mtu: 1500}\n",
        PROFILE + "network: {address: 10.0.0.256}\n",
        PROFILE + "network: {address: \"${other}\"}\n",
        PROFILE + "echo: {port: 7, p99: soon}\n",
    })
    void aMistakeInAProfileIsSeenBySchemaAndLanyardAlike(String profile) throws IOException {
        assertFalse(errors(PROFILE_SCHEMA, profile).isEmpty(), profile);
        Path file = Files.writeString(folder.resolve("p.yaml"), profile);
        assertFalse(ScenarioLoader.standard().validate(List.of(file)).isEmpty(), profile);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertNames(Path schema, Path file) throws IOException {
        String relative = file.getParent().relativize(schema).toString().replace('\\', '/');
        assertEquals("# yaml-language-server: $schema=" + relative, Files.readAllLines(file).getFirst(),
                () -> "the first line of " + file + " names the schema for editors");
    }

    private static List<Error> errors(Path schema, String yaml) throws IOException {
        Defects defects = new Defects();
        Object value = YamlJson.of(YamlReader.read("yaml", yaml, defects).orElseThrow());
        assertTrue(defects.isEmpty(), () -> defects.list().toString());
        return REGISTRY.getSchema(SchemaLocation.of(BASE + schema.getFileName()), Files.readString(schema),
                InputFormat.JSON)
                .validate(YamlJson.text(value), InputFormat.JSON);
    }
}
