package dev.lanyard.runner.step;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The two records that a class names where it says {@code implements Step<A, R>}, itself or in a class above it. */
record StepRecords(Class<?> arguments, Class<?> result) {

    private static final ClassValue<StepRecords> KNOWN = new ClassValue<>() {
        @Override
        protected StepRecords computeValue(Class<?> step) {
            List<Type> named = find(step, Map.of());
            return new StepRecords(asRecord(step, "arguments", named.getFirst()),
                    asRecord(step, "result", named.getLast()));
        }
    };

    /** @throws IllegalStateException when the class leaves one of them open, or it is no record */
    static StepRecords of(Class<?> step) {
        return KNOWN.get(step);
    }

    /** The type arguments of {@link Step} as {@code type} sees them; empty when it is no step. */
    private static List<Type> find(Type type, Map<TypeVariable<?>, Type> known) {
        Class<?> raw;
        Map<TypeVariable<?>, Type> variables = Map.of();
        if (type instanceof ParameterizedType parameterized) {
            raw = (Class<?>) parameterized.getRawType();
            List<Type> given = Arrays.stream(parameterized.getActualTypeArguments())
                    .map(argument -> argument instanceof TypeVariable<?> v ? known.getOrDefault(v, v) : argument).toList();
            if (raw == Step.class) {
                return given;
            }
            variables = IntStream.range(0, given.size()).boxed()
                    .collect(Collectors.toMap(i -> raw.getTypeParameters()[i], given::get));
        } else if (type instanceof Class<?> plain) {
            raw = plain;
        } else {
            return List.of();
        }
        Map<TypeVariable<?>, Type> inside = variables;
        return IntStream.range(-1, raw.getInterfaces().length)
                .mapToObj(i -> i < 0 ? raw.getGenericSuperclass() : raw.getGenericInterfaces()[i])
                .map(above -> find(above, inside)).filter(found -> !found.isEmpty()).findFirst().orElse(List.of());
    }

    private static Class<?> asRecord(Class<?> step, String which, Type type) {
        if (type instanceof Class<?> named && named.isRecord()) {
            return named;
        }
        throw new IllegalStateException(step.getName() + " does not say which record its " + which + " are: it must name "
                + "it in \"implements Step<…, …>\" or give it in a method " + which + "(), and named " + type.getTypeName());
    }
}
