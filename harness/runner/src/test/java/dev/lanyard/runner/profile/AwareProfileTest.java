package dev.lanyard.runner.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.runner.run.DeclaredAccessories;
import dev.lanyard.runner.yaml.Defects;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.security.CipherSuite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a profile says of a Wi-Fi Aware accessory. */
class AwareProfileTest {

    private static final Path EXAMPLE = Path.of("../../device-profiles/wifi-aware-example.yaml");

    @TempDir
    private Path folder;

    private List<String> mistakes(String from, String to) throws Exception {
        String text = Files.readString(EXAMPLE);
        assertTrue(text.contains(from), from);
        Defects defects = new Defects();
        Profiles.load(Files.writeString(folder.resolve("p.yaml"), text.replace(from, to)), defects);
        return defects.list().stream().map(d -> d.message()).toList();
    }

    @Test
    void eachEntryOfTheSectionIsAFactOfItsOwn() {
        Map<String, String> facts = DeclaredAccessories.facts(Profiles.load(EXAMPLE, new Defects()).orElseThrow());
        assertEquals("pin-display", facts.get("aware.pairing.methods"));
        assertEquals("ghz-2-4, ghz-5", facts.get("aware.bands"));
        assertTrue(facts.get("aware.services").contains("name=_lanyard._udp"), facts::toString);
        assertFalse(facts.containsKey("aware"), facts::toString);
    }

    @Test
    void theShippedExampleIsReadWhole() {
        Defects defects = new Defects();
        Profile profile = Profiles.load(EXAMPLE, defects).orElseThrow(() -> new AssertionError(defects.list()));
        assertEquals(Transport.WIFI_AWARE, profile.transport());
        assertEquals(Optional.empty(), profile.function());
        Aware aware = profile.aware().orElseThrow();
        assertEquals(List.of(new Aware.Service("_lanyard._udp", Aware.Role.PUBLISH, Aware.Publishing.SOLICITED, true,
                true, Optional.of(7))), aware.services());
        assertEquals(new Aware.Pairing(List.of(BootstrappingMethod.PIN_DISPLAY), true, Optional.of("pin")),
                aware.pairing().orElseThrow());
        assertEquals(List.of(CipherSuite.NCS_PK_PASN_128, CipherSuite.NCS_SK_128), aware.cipherSuites());
        assertEquals(List.of(Aware.Band.GHZ_2_4, Aware.Band.GHZ_5), aware.bands());
        assertEquals(List.of(Aware.Capability.NDPE), aware.capabilities());
    }

    @Test
    void itsSingleValuesAreVariablesOfScenarios() {
        Profile profile = Profiles.load(EXAMPLE, new Defects()).orElseThrow();
        ProfileVariables variables = ProfileVariables.of(profile);
        assertEquals(Optional.of("pin"), variables.find("profile.aware.pairing.secret").orElseThrow().value());
        assertTrue(variables.find("profile.aware.nmi").orElseThrow().value().isEmpty());
    }

    @Test
    void mistakesAreSaidWhereTheyAre() throws Exception {
        assertTrue(mistakes("pin-display]", "pin-displays]").getFirst()
                .startsWith("aware.pairing.methods: \"pin-displays\""));
        assertTrue(mistakes("transport: wifi-aware", "transport: usb").getFirst()
                .contains("an accessory on USB has a function: ecm or ncm"));
        assertTrue(mistakes("  pin: {", "  code: {").getFirst().contains("aware.pairing.secret names pin"));
        assertTrue(mistakes("methods: [pin-display]", "methods: []").getFirst()
                .contains("pairing needs at least one method"));
    }

    @Test
    void aWifiAwareAccessoryNeedsItsSection() throws Exception {
        Path file = Files.writeString(folder.resolve("p.yaml"), "profile: p\ntransport: wifi-aware\n");
        Defects defects = new Defects();
        Profiles.load(file, defects);
        assertTrue(defects.list().getFirst().message().contains("has a section aware with its services"));
    }
}
