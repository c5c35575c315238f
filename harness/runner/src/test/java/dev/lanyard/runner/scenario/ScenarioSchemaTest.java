package dev.lanyard.runner.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ScenarioSchemaTest {

    private final JsonNode schema = JsonMapper.shared().readTree(ScenarioSchema.of(StepCatalogue.standard()));

    @Test
    void everyKeyThatTheParserKnowsIsInTheSchemaAndNoOther() {
        assertEquals(ScenarioParser.KEYS.stream().sorted().toList(),
                schema.path("properties").propertyNames().stream().sorted().toList());
    }

    @Test
    void everyKeyIsDocumented() {
        List<String> silent = new ArrayList<>();
        StepCatalogue.standard().steps().forEach(step -> Stream.of(step.arguments(), step.result())
                .flatMap(record -> Stream.of(record.getRecordComponents()))
                .filter(component -> !component.isAnnotationPresent(Doc.class))
                .forEach(component -> silent.add(step.verb().name() + " " + component.getName())));
        assertEquals(List.of(), silent);
    }

    @Test
    void aVerbHasItsTextDefaultsResultsAndExample() {
        JsonNode echo = schema.path("$defs").path("udp.echo");

        Step<?, ?> step = StepCatalogue.standard().find("udp.echo").orElseThrow();
        assertEquals(step.verb().doc(), echo.path("description").stringValue());
        assertEquals("to", echo.path("required").path(0).stringValue());
        assertEquals(8, echo.path("properties").path("window").path("default").intValue());
        assertEquals(1000, echo.path("examples").path(0).path("datagrams").intValue());
        assertTrue(echo.path("properties").path("save").toString().contains("\"per-second\""));
    }
}
