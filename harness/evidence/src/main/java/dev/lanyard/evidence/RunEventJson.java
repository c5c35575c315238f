package dev.lanyard.evidence;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.module.SimpleModule;

/** Binds {@link RunEvent}s to JSON objects with a {@code kind}. */
final class RunEventJson {

    static final JsonMapper MAPPER = JsonMapper.builder()
            .addMixIn(RunEvent.class, Kinds.class)
            .registerSubtypes(
                    new NamedType(RunEvent.RunStarted.class, "run-started"),
                    new NamedType(RunEvent.AccessoryDeclared.class, "accessory-declared"),
                    new NamedType(RunEvent.ScenarioStarted.class, "scenario-started"),
                    new NamedType(RunEvent.AttemptStarted.class, "attempt-started"),
                    new NamedType(RunEvent.StepFinished.class, "step-finished"),
                    new NamedType(RunEvent.AttemptFinished.class, "attempt-finished"),
                    new NamedType(RunEvent.RuleJudged.class, "rule-judged"),
                    new NamedType(RunEvent.ScenarioFinished.class, "scenario-finished"),
                    new NamedType(RunEvent.RunFinished.class, "run-finished"))
            .addModule(new SimpleModule("storable text")
                    .addSerializer(String.class, new StorableText())
                    .addKeySerializer(String.class, new StorableKey()))
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private RunEventJson() {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    private interface Kinds {}

    private static final class StorableText extends ValueSerializer<String> {
        @Override
        public void serialize(String value, JsonGenerator json, SerializationContext context) {
            json.writeString(Text.storable(value));
        }
    }

    private static final class StorableKey extends ValueSerializer<String> {
        @Override
        public void serialize(String value, JsonGenerator json, SerializationContext context) {
            json.writeName(Text.storable(value, Text.MAX_KEY_LENGTH));
        }
    }
}
