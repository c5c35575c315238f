package dev.lanyard.runner.reference;

import dev.lanyard.runner.bind.Bounds;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.From;
import dev.lanyard.runner.bind.Keys;
import dev.lanyard.runner.value.Expectation;
import dev.lanyard.runner.value.Literals;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A key as people read about it.
 *
 * @param name     as in YAML, those of nested mappings after a dot: {@code expect.loss}
 * @param type     what it holds, with its unit or an example: {@code a duration (500ms, 2s or 1h)}
 * @param required whether it must be given; for a key after a dot, when its mapping is given
 * @param fallback what it is when it is not given, as YAML; empty when it is then absent
 * @param doc      what it means
 */
public record KeyReference(String name, String type, boolean required, Optional<String> fallback, String doc) {

    /** The keys of {@code type} and of the records in it, in their order. */
    static List<KeyReference> of(Class<?> type) {
        List<KeyReference> keys = new ArrayList<>();
        collect("", type, keys);
        return List.copyOf(keys);
    }

    private static void collect(String prefix, Class<?> type, List<KeyReference> keys) {
        for (RecordComponent component : type.getRecordComponents()) {
            Type held = inner(component.getGenericType(), Optional.class).orElse(component.getGenericType());
            Doc doc = component.getAnnotation(Doc.class);
            Default fallback = component.getAnnotation(Default.class);
            String name = prefix + Keys.of(component);
            keys.add(new KeyReference(name, described(held)
                    + Bounds.of(component).map(bounds -> ", " + bounds.describe()).orElse(""), Keys.isRequired(component),
                    Optional.ofNullable(fallback).map(Default::value), doc == null ? "" : doc.value()));
            if (held instanceof Class<?> nested) {
                mapping(nested).ifPresent(mapping -> collect(name + ".", mapping, keys));
            }
        }
    }

    /** The record whose keys {@code type} has when it is written as a mapping. */
    private static Optional<Class<?>> mapping(Class<?> type) {
        if (type.isSealed() && type.isInterface()) {
            return Arrays.stream(type.getPermittedSubclasses()).flatMap(form -> mapping(form).stream()).findFirst();
        }
        return type.isRecord() && Literals.of(type).isEmpty() && !type.isAnnotationPresent(From.class)
                ? Optional.of(type) : Optional.empty();
    }

    private static String described(Type type) {
        Optional<Type> item = inner(type, List.class);
        if (item.isPresent()) {
            return "a list; each " + described(item.get());
        }
        Optional<Type> operand = inner(type, Expectation.class);
        if (operand.isPresent()) {
            return "an expectation of " + described(operand.get());
        }
        if (!(type instanceof Class<?> plain)) {
            return "a mapping; each " + described(((ParameterizedType) type).getActualTypeArguments()[1]);
        }
        if (plain.isEnum()) {
            return Arrays.stream(plain.getEnumConstants()).map(constant -> Literals.kebab((Enum<?>) constant))
                    .collect(Collectors.joining(", ", plain.getEnumConstants().length == 1 ? "" : "one of ", ""));
        }
        Doc doc = plain.getAnnotation(Doc.class);
        return doc != null ? doc.value()
                : plain.isAnnotationPresent(From.class) ? described(plain.getRecordComponents()[0].getGenericType())
                : Literals.of(plain).map(literal -> literal.name().equals(literal.form()) ? literal.name()
                        : literal.name() + " (" + literal.form() + ")").orElse("a mapping");
    }

    /** {@code T} when {@code type} is {@code outer<T>}. */
    private static Optional<Type> inner(Type type, Class<?> outer) {
        return type instanceof ParameterizedType generic && generic.getRawType() == outer
                ? Optional.of(generic.getActualTypeArguments()[0]) : Optional.empty();
    }
}
