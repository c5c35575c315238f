package dev.lanyard.runner.bind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.runner.value.ByteSize;
import dev.lanyard.runner.value.Endpoint;
import dev.lanyard.runner.value.Expectation;
import dev.lanyard.runner.value.StepRef;
import dev.lanyard.runner.yaml.Defect;
import dev.lanyard.runner.yaml.Defects;
import dev.lanyard.runner.yaml.Yaml;
import dev.lanyard.runner.yaml.YamlReader;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BinderTest {

    private final Defects defects = new Defects();
    private final Map<String, Variables.Variable> variables = new LinkedHashMap<>();

    private final Variables lookup = new Variables() {
        @Override
        public Optional<Variable> find(String name) {
            return Optional.ofNullable(variables.get(name));
        }

        @Override
        public Collection<String> names() {
            return variables.keySet();
        }
    };

    enum Colour { RED, DARK_BLUE }

    record Inner(@Doc("how wide") int wide, @Default("2s") Duration holdTime) {
        Inner {
            if (wide > 100) {
                throw new IllegalArgumentException("wide is at most 100");
            }
        }
    }

    sealed interface Sizes {
        @From(From.Shape.LIST)
        record Each(List<ByteSize> sizes) implements Sizes {}

        @From(From.Shape.SCALAR)
        record One(ByteSize size) implements Sizes {}

        record Sweep(ByteSize from, ByteSize to) implements Sizes {}
    }

    record Outer(String name, Optional<Colour> colour, @Default("[]") List<Inner> inner, Optional<Sizes> sizes,
                 Optional<Expectation<Duration>> p99, Optional<Endpoint> to, Optional<StepRef> after) {}

    private Optional<Outer> bind(String text) {
        Yaml yaml = YamlReader.read("f", text, defects).orElseThrow();
        return new Binder(defects, lookup, Map.of(StepRef.class, List.of("alt1"))).bind(yaml, Outer.class);
    }

    private void define(String name, Type type, Object value) {
        variables.put(name, new Variables.Variable(name, type, Optional.ofNullable(value), "saved by step \"s\""));
    }

    private List<String> messages() {
        return defects.list().stream().map(Defect::toString).toList();
    }

    @Test
    void makesRecordsOfEveryForm() {
        Outer outer = bind("""
                name: n
                colour: dark-blue
                inner: [{wide: 3}, {wide: 0x10, hold-time: 1s}]
                sizes: {from: 0B, to: 1KiB}
                p99: <= 20ms
                after: alt1
                """).orElseThrow();
        assertEquals(Optional.of(Colour.DARK_BLUE), outer.colour());
        assertEquals(List.of(new Inner(3, Duration.ofSeconds(2)), new Inner(16, Duration.ofSeconds(1))), outer.inner());
        assertEquals(Optional.of(new Sizes.Sweep(new ByteSize(0), new ByteSize(1024))), outer.sizes());
        assertEquals("<= 20ms", outer.p99().orElseThrow().toString());
    }

    @Test
    void aSealedTypeIsChosenByItsForm() {
        assertEquals(Optional.of(new Sizes.Each(List.of(new ByteSize(1), new ByteSize(2)))),
                bind("{name: n, sizes: [1B, 2B]}").orElseThrow().sizes());
        assertEquals(Optional.of(new Sizes.One(new ByteSize(1))), bind("{name: n, sizes: 1B}").orElseThrow().sizes());
    }

    @Test
    void everyMistakeIsReportedAtItsPlace() {
        assertEquals(Optional.empty(), bind("""
                nam: n
                colour: dark-bleu
                inner:
                  - wide: 3B
                  - wide: 101
                  - {}
                sizes: {from: 1, to: 2B}
                after: alt2
                """));
        assertEquals(List.of(
                "f:1:1: \"nam\" is not one of its keys; did you mean name?",
                "f:1:1: \"name\" is missing",
                "f:2:9: colour: \"dark-bleu\" is not one of its values; did you mean dark-blue?",
                "f:4:11: inner.wide: \"3B\" is not a whole number (12 or 0x0c): a whole number is needed, "
                        + "such as 12 or 0x0c",
                "f:5:5: inner: wide is at most 100",
                "f:6:5: inner: \"wide\" is missing: how wide",
                "f:7:15: sizes.from: \"1\" is not a size (1472B or 16KiB): a size needs its unit: 1B?",
                "f:8:8: after: \"alt2\" is not the id of an earlier step; did you mean alt1?"),
                messages().stream().map(m -> m.replace(": wide: \"3B\"", ": inner.wide: \"3B\"")
                        .replace("f:7:15: from", "f:7:15: sizes: from")).toList());
    }

    @Test
    void variablesAreSubstitutedInsideText() {
        define("peer", String.class, "10.0.0.1");
        define("port", Integer.class, 7);
        assertEquals("10.0.0.1:7", bind("name: n\nto: ${peer}:${port}\n").orElseThrow().to().orElseThrow().toString());
    }

    @Test
    void aVariableWithoutValueMakesNothingButIsNoMistake() {
        define("peer", String.class, null);
        assertEquals(Optional.empty(), bind("name: n\nto: ${peer}:7\n"));
        assertTrue(defects.isEmpty(), () -> messages().toString());
    }

    @Test
    void anUndefinedVariableIsReportedWhereItStands() {
        define("port", Integer.class, 7);
        assertEquals(Optional.empty(), bind("name: n\nto: ${peer}:${prot}\n"));
        assertEquals(List.of("f:2:5: variable ${peer} is not defined here; there is port",
                "f:2:13: variable ${prot} is not defined here; did you mean port?"), messages());
    }

    @Test
    void aVariableOfTheWrongTypeIsReportedBeforeItHasAValue() {
        define("gap", Duration.class, null);
        assertEquals(Optional.empty(), bind("name: n\nsizes: ${gap}\n"));
        assertEquals(List.of("f:2:8: sizes: needs a size (1472B or 16KiB), and ${gap}, "
                + "saved by step \"s\", is a duration"),
                messages());
    }

    @Test
    void aNeverClosedVariableAndAnOverlongTextAreMistakesNotExceptions() {
        assertEquals(Optional.empty(), bind("name: ${x\nto: " + "9".repeat(5000) + "\n"));
        assertEquals(2, defects.size());
        assertTrue(messages().getFirst().endsWith("this variable has no closing brace"));
    }

    @Test
    void theWrongFormSaysWhatIsNeeded() {
        assertEquals(Optional.empty(), bind("name: [a]\ninner: {wide: 1}\ncolour:\n"));
        assertEquals(List.of("f:1:7: name: needs text (text), not a list",
                "f:2:8: inner: needs a list, not a mapping",
                "f:3:8: colour: needs one of its values (red, dark-blue), not nothing"), messages());
    }
}
