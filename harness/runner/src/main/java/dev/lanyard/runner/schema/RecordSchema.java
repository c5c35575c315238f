package dev.lanyard.runner.schema;

import dev.lanyard.runner.bind.Bounds;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.From;
import dev.lanyard.runner.bind.Keys;
import dev.lanyard.runner.value.Expectation;
import dev.lanyard.runner.value.Literals;
import dev.lanyard.runner.yaml.Defects;
import dev.lanyard.runner.yaml.YamlReader;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * JSON Schema (2020-12) of the records that {@link dev.lanyard.runner.bind.Binder} makes, for editors: keys, their
 * documentation, defaults, patterns and ranges of whole numbers. Other ranges and what one value demands of another are
 * not in it; {@code validate} knows them. Shared types are collected as definitions.
 */
public final class RecordSchema {

    private static final String VARIABLE = "variable";

    private final boolean variables;
    private final SortedMap<String, Object> definitions;

    private RecordSchema(boolean variables, SortedMap<String, Object> definitions) {
        this.variables = variables;
        this.definitions = definitions;
    }

    /** For values that hold no variables. */
    public static RecordSchema literal() {
        return new RecordSchema(false, new TreeMap<>());
    }

    /** For values that may hold variables; its definitions are added to those of this one. */
    public RecordSchema withVariables() {
        definitions.put(VARIABLE, map("title", "a variable", "description",
                "${name} of vars or of save, or ${profile.name}; alone or in a text", "type", "string",
                "pattern", "\\$\\{[a-z][^}]*\\}"));
        return new RecordSchema(true, definitions);
    }

    /** What the schemas made so far refer to, by name. */
    public SortedMap<String, Object> definitions() {
        return definitions;
    }

    /** A mapping with the keys of {@code type}. */
    public Map<String, Object> record(Class<?> type) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            properties.put(Keys.of(component), property(component));
            if (Keys.isRequired(component)) {
                required.add(Keys.of(component));
            }
        }
        // A key with nothing after it is an empty mapping.
        Map<String, Object> schema = map("type", required.isEmpty() ? List.of("object", "null") : "object");
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    /** {@code name: value, …} as a mapping that keeps this order. */
    public static Map<String, Object> map(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }

    /** A list, or one of it without brackets. */
    public Map<String, Object> list(Type item) {
        Map<String, Object> each = of(item);
        return map("anyOf", List.of(map("type", "array", "items", each), each));
    }

    private Map<String, Object> property(RecordComponent component) {
        Map<String, Object> property = new LinkedHashMap<>();
        Optional.ofNullable(component.getAnnotation(Doc.class)).ifPresent(doc ->
                property.put("description", doc.value()));
        Optional.ofNullable(component.getAnnotation(Default.class)).ifPresent(fallback ->
                property.put("default", YamlJson.of(YamlReader.read("default", fallback.value(), new Defects())
                        .orElseThrow(() -> new IllegalStateException("default of " + component + " is not YAML")))));
        property.putAll(of(component.getGenericType()));
        // Keywords of numbers say nothing of text, and so of values with units and of variables.
        Bounds.of(component).ifPresent(bounds -> {
            bounds.min().filter(Number.class::isInstance).ifPresent(min -> property.put("minimum", min));
            bounds.max().filter(Number.class::isInstance).ifPresent(max -> property.put("maximum", max));
        });
        return property;
    }

    private Map<String, Object> of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type inner = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            Class<?> outer = (Class<?>) generic.getRawType();
            return outer == Optional.class ? of(inner)
                    : outer == List.class ? list(inner)
                    : outer == Map.class ? map("type", "object", "additionalProperties", of(inner))
                    : outer == Expectation.class ? expectation((Class<?>) inner) : unsupported(type);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isSealed() && plain.isInterface()) {
            return alternatives(plain);
        }
        Optional<Literals.Literal<?>> literal = Literals.of(plain);
        if (literal.isPresent()) {
            return plain.isEnum() ? orVariable(enumeration(plain)) : literal(Literals.boxed(plain), literal.get());
        }
        if (!plain.isRecord()) {
            return unsupported(type);
        }
        return plain.isAnnotationPresent(From.class)
                ? of(plain.getRecordComponents()[0].getGenericType()) : record(plain);
    }

    private static Map<String, Object> unsupported(Type type) {
        throw new IllegalStateException("no way to read " + type.getTypeName() + " from YAML");
    }

    private Map<String, Object> alternatives(Class<?> sealed) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("anyOf", Arrays.stream(sealed.getPermittedSubclasses()).map(this::of).toList());
        return schema;
    }

    private Map<String, Object> literal(Class<?> type, Literals.Literal<?> literal) {
        return defined(slug(literal.name()), () -> described(literal.name(), literal.form(), orVariable(
                alone(type, literal))));
    }

    private Map<String, Object> expectation(Class<?> operand) {
        Literals.Literal<?> literal = Literals.of(operand).orElseThrow();
        String signed = "^\\s*(?:==|!=|<=|>=|<|>)\\s*(?:" + literal.pattern() + ")\\s*$|^\\s*(?:absent|present)\\s*$";
        List<Object> forms = new ArrayList<>();
        forms.add(operand.isEnum() ? enumeration(operand) : alone(Literals.boxed(operand), literal));
        forms.add(map("type", "string", "pattern", signed));
        if (variables) {
            forms.add(reference(VARIABLE));
        }
        String name = operand.isEnum() ? operand.getSimpleName() : literal.name();
        return defined("expected-" + slug(name), () -> described("an expectation of " + literal.name(),
                "alone or after ==, !=, <=, >=, < or >; absent; present (" + literal.form() + ")",
                map("anyOf", forms)));
    }

    /** Numbers and truth values are no text to a program that reads YAML. */
    private static Map<String, Object> alone(Class<?> type, Literals.Literal<?> literal) {
        if (type == String.class) {
            return map("type", List.of("string", "number", "boolean"));
        }
        Map<String, Object> text = map("type", "string", "pattern", "^(?:" + literal.pattern() + ")$");
        return type == Integer.class || type == Long.class ? map("anyOf", List.of(map("type", "integer"), text))
                : type == Boolean.class ? map("anyOf", List.of(map("type", "boolean"), text)) : text;
    }

    private static Map<String, Object> enumeration(Class<?> type) {
        return map("enum", Arrays.stream(type.getEnumConstants()).map(c -> Literals.kebab((Enum<?>) c)).toList());
    }

    private Map<String, Object> orVariable(Map<String, Object> schema) {
        return variables ? map("anyOf", List.of(schema, reference(VARIABLE))) : schema;
    }

    private Map<String, Object> defined(String name, java.util.function.Supplier<Map<String, Object>> schema) {
        String full = variables ? name : "plain-" + name;
        if (!definitions.containsKey(full)) {
            definitions.put(full, schema.get());
        }
        return reference(full);
    }

    private static Map<String, Object> described(String title, String form, Map<String, Object> schema) {
        Map<String, Object> described = map("title", title, "description", form);
        described.putAll(schema);
        return described;
    }

    private static Map<String, Object> reference(String definition) {
        return map("$ref", "#/$defs/" + definition);
    }

    private static String slug(String name) {
        return name.replaceFirst("^(a|an|the) ", "").replace(' ', '-');
    }
}
