package dev.lanyard.rules.air;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.rules.Catalogue;
import dev.lanyard.rules.Rule;
import dev.lanyard.wire.nan.dialogue.Dialogues;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of the air has a dialogue with one defect, which it finds; nothing else fires but what is declared. */
class EveryAirRuleTest {

    static Stream<AirCase> cases() {
        return Stream.of(DiscoveryDefects.cases(), CapabilityDefects.cases(), PairingDefects.cases(),
                DataPathDefects.cases()).flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aDefectIsFoundAndNothingElse(AirCase one) {
        Played played = one.play();
        assertEquals(one.expected(), played.broken(), () -> played.breaches().toString());
        Breach breach = played.breaches().stream().filter(b -> b.rule().equals(one.rule())).findFirst().orElseThrow();
        assertFalse(breach.reason().isBlank());
        assertFalse(breach.places().isEmpty(), "a finding names a frame");
        assertTrue(breach.places().stream().allMatch(place -> place.frame() >= 1
                && place.frame() <= one.dialogue().frames().size()));
    }

    /** What some clean dialogue shows kept: a judge that never says anything is not among them. */
    static Set<String> kept() {
        Set<String> kept = new TreeSet<>();
        Dialogues.all().values().forEach(dialogue -> Played.of(dialogue, Played.KEYS).air().devices()
                .forEach(device -> Catalogue.air().rules().stream().map(Rule::id).filter(device::keeps)
                        .forEach(kept::add)));
        return kept;
    }
}
