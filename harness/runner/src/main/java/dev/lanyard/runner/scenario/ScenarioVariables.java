package dev.lanyard.runner.scenario;

import dev.lanyard.runner.bind.Keys;
import dev.lanyard.runner.bind.Variables;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.yaml.Yaml;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The variables of one attempt: the profile's, the scenario's own, and what its steps have saved so far. */
public final class ScenarioVariables implements Variables {

    private final Variables outer;
    private final Map<String, Variable> own = new LinkedHashMap<>();
    /** What earlier steps find, saved or not: to the last such step. */
    private final Map<String, StepItem> found = new LinkedHashMap<>();

    public ScenarioVariables(Variables outer) {
        this.outer = outer;
    }

    void define(Variable variable) {
        own.put(variable.name(), variable);
    }

    /** Declares what {@code item} will save, for checks before anything runs. */
    void declareSaves(StepItem item) {
        saveable(item.step(), item.arguments()).forEach(result -> found.put(result, item));
        Map<String, Class<?>> named = item.step().finds(item.arguments());
        item.save().forEach((name, component) -> component(item.step(), component)
                .or(() -> Optional.ofNullable(named.get(component)))
                .ifPresent(type -> define(new Variable(name, type, Optional.empty(), origin(item)))));
    }

    /** Puts in what {@code item} found; what it did not find leaves its variable without a value, for good. */
    public void save(StepItem item, Record result) {
        item.save().forEach((name, key) -> {
            Optional<RecordComponent> component = component(result.getClass(), key);
            Optional<Object> value = component.map(c -> read(c, result)).orElseGet(() -> named(result, key));
            Type type = component.map(ScenarioVariables::type)
                    .orElseGet(() -> value.<Type>map(Object::getClass).orElse(String.class));
            define(new Variable(name, type, value, origin(item), value.isPresent() ? Optional.empty()
                    : Optional.of("step \"" + item.id() + "\" found no " + key)));
        });
    }

    private static Optional<RecordComponent> component(Class<?> result, String key) {
        return components(result).filter(c -> Keys.of(c).equals(key)).findFirst();
    }

    private static Stream<RecordComponent> components(Class<?> result) {
        return Arrays.stream(result.getRecordComponents()).filter(c -> !Step.Named.class.isAssignableFrom(c.getType()));
    }

    private static Optional<Object> named(Record result, String key) {
        return Arrays.stream(result.getClass().getRecordComponents())
                .filter(c -> Step.Named.class.isAssignableFrom(c.getType())).findFirst()
                .flatMap(c -> read(c, result)).flatMap(named -> ((Step.Named) named).value(key));
    }

    /** What may be saved of a step, whatever its arguments are. */
    static List<String> saveable(Step<?, ?> step) {
        return components(step.result()).map(Keys::of).toList();
    }

    /** Whether more may be saved of it that only its arguments tell. */
    static boolean findsMore(Step<?, ?> step) {
        return components(step.result()).count() < step.result().getRecordComponents().length;
    }

    /** What may be saved of a step with these arguments. */
    static List<String> saveable(Step<?, ?> step, Yaml arguments) {
        return Stream.concat(saveable(step).stream(), step.finds(arguments).keySet().stream()).toList();
    }

    private static Optional<Type> component(Step<?, ?> step, String name) {
        return component(step.result(), name).map(ScenarioVariables::type);
    }

    private static Type type(RecordComponent component) {
        return component.getType() == Optional.class
                ? ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0] : component.getType();
    }

    private static Optional<Object> read(RecordComponent component, Record owner) {
        try {
            component.getAccessor().setAccessible(true);
            Object value = component.getAccessor().invoke(owner);
            return value instanceof Optional<?> optional ? optional.map(Object.class::cast) : Optional.of(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String origin(StepItem item) {
        return "saved by step \"" + item.id() + "\"";
    }

    @Override
    public Optional<Variable> find(String name) {
        return Optional.ofNullable(own.get(name)).or(() -> outer.find(name));
    }

    /** A result that nobody saved, or a step's id before it. */
    @Override
    public Optional<String> advice(String name) {
        String result = name.substring(name.lastIndexOf('.') + 1);
        return Optional.ofNullable(found.get(result)).map(item -> "step \"" + item.id() + "\" finds it; keep it there: "
                + item.verb() + ": {save: {" + result + ": " + result + "}}"
                + (name.equals(result) ? "" : ", and write ${" + result + "}"));
    }

    @Override
    public Collection<String> names() {
        List<String> all = new ArrayList<>(own.keySet());
        all.addAll(outer.names());
        return all;
    }
}
