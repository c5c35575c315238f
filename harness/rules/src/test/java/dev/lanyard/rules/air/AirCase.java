package dev.lanyard.rules.air;

import dev.lanyard.wire.nan.ServiceId;
import dev.lanyard.wire.nan.dialogue.Defects;
import dev.lanyard.wire.nan.dialogue.Dialogue;
import dev.lanyard.wire.nan.dialogue.Stage;
import dev.lanyard.wire.nan.dialogue.Typical;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A dialogue with one defect.
 *
 * @param rule    what it breaks
 * @param also    what breaks along with it, or is broken in the dialogue by design
 */
record AirCase(String rule, Dialogue dialogue, AirKeys keys, AirDeclarations declared,
               Set<String> also) {

    static AirCase of(String rule, Dialogue dialogue, String... also) {
        return new AirCase(rule, dialogue, AirKeys.NONE,
                AirDeclarations.ofNames(Map.of(Typical.SERVICE, Typical.SERVICE_NAME)), Set.of(also));
    }

    /** The defect of a rule in a dialogue. */
    static AirCase defect(String rule, Dialogue dialogue, String... also) {
        return of(rule, Defects.of(rule).in(dialogue), also);
    }

    /** The defect of a rule in a dialogue that is made with it, integrity codes and all. */
    static AirCase defect(String rule, Function<Consumer<Stage>, Dialogue> dialogue, String... also) {
        return of(rule, dialogue.apply(Defects.of(rule)::in), also);
    }

    /** The same, judged with the keys of dialogues. */
    AirCase withKeys() {
        return new AirCase(rule, dialogue, Played.KEYS, declared, also);
    }

    /** The same, with another name known. */
    AirCase named(ServiceId id, String name) {
        return declaring(AirDeclarations.ofNames(Map.of(id, name)));
    }

    /** The same, with something declared. */
    AirCase declaring(AirDeclarations others) {
        return new AirCase(rule, dialogue, keys, others, also);
    }

    Set<String> expected() {
        Set<String> all = new TreeSet<>(also);
        all.add(rule);
        return all;
    }

    Played play() {
        return Played.of(dialogue, keys, declared);
    }

    @Override
    public String toString() {
        return rule;
    }
}
