package dev.lanyard.runner.bind;

import dev.lanyard.runner.value.Expectation;
import dev.lanyard.runner.value.Literals;
import dev.lanyard.runner.value.Secret;
import dev.lanyard.runner.value.UnknownName;
import dev.lanyard.runner.yaml.Defects;
import dev.lanyard.runner.yaml.Nearest;
import dev.lanyard.runner.yaml.Position;
import dev.lanyard.runner.yaml.Yaml;
import dev.lanyard.runner.yaml.YamlReader;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes records of YAML: keys are the names of the components, values are read as the component's type says, and
 * everything that does not fit becomes a defect with its place. Components may be values ({@link Literals}), enums,
 * records, lists, maps with text keys, {@link Optional}s and {@link Expectation}s of these, and sealed interfaces whose
 * records differ by {@link From}.
 *
 * <p>A scalar may hold variables. As long as one of them has no value yet, nothing can be made of it; names and types
 * are checked all the same.
 */
public final class Binder {

    /** Stands for a value that a variable will have later. */
    private static final Object UNKNOWN = new Object();
    /** Stands for a value that cannot be made: a defect says why. */
    private static final Object INVALID = new Object();

    private final Defects defects;
    private final Substitution substitution;
    private final Map<Class<?>, Collection<String>> references;

    public Binder(Defects defects, Variables variables) {
        this(defects, variables, Map.of());
    }

    /** {@code references} are types whose text must be one of these names, such as ids of steps. */
    public Binder(Defects defects, Variables variables, Map<Class<?>, Collection<String>> references) {
        this.defects = defects;
        this.references = references;
        this.substitution = new Substitution(variables, defects);
    }

    /** Makes a {@code type} of {@code node}; empty when defects were added or a variable has no value yet. */
    public <T> Optional<T> bind(Yaml node, Class<T> type) {
        return bind(node, type, "");
    }

    /** As {@link #bind(Yaml, Class)}; errors call the node {@code key}. */
    public <T> Optional<T> bind(Yaml node, Class<T> type, String key) {
        Object made = make(node, type, key);
        return made == UNKNOWN || made == INVALID ? Optional.empty() : Optional.of(type.cast(made));
    }

    /**
     * What {@code scalar} stands for, as a variable without a name: the variable that it is as a whole, or a text,
     * which has no value as long as a variable in it has none; empty when defects were added.
     */
    public Optional<Variables.Variable> variable(Yaml.Scalar scalar) {
        return switch (substitution.in(scalar)) {
            case Substitution.Result.Invalid() -> Optional.empty();
            case Substitution.Result.Unknown() ->
                    Optional.of(new Variables.Variable("", String.class, Optional.empty(), ""));
            case Substitution.Result.Text(String text) ->
                    Optional.of(new Variables.Variable("", String.class, Optional.of(text), ""));
            case Substitution.Result.Whole(Variables.Variable variable) -> Optional.of(variable);
        };
    }

    private Object make(Yaml node, Type type, String key) {
        if (type instanceof ParameterizedType generic) {
            Type inner = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            Class<?> outer = (Class<?>) generic.getRawType();
            if (outer == Optional.class) {
                Object made = make(node, inner, key);
                return made == UNKNOWN || made == INVALID ? made : Optional.of(made);
            }
            return outer == List.class ? list(node, inner, key)
                    : outer == Map.class ? map(node, inner, key)
                    : outer == Expectation.class ? expectation(node, (Class<?>) inner, key) : unsupported(type);
        }
        Class<?> wanted = (Class<?>) type;
        if (wanted.isSealed() && wanted.isInterface()) {
            return alternative(node, wanted, key);
        }
        if (Literals.of(wanted).isPresent()) {
            return value(node, wanted, key);
        }
        if (!wanted.isRecord()) {
            return unsupported(type);
        }
        return wanted.isAnnotationPresent(From.class) ? single(node, wanted, key) : record(node, wanted, key);
    }

    private static Object unsupported(Type type) {
        throw new IllegalStateException("no way to read " + type.getTypeName() + " from YAML");
    }

    private Object value(Yaml node, Class<?> type, String key) {
        Literals.Literal<?> literal = Literals.of(type).orElseThrow();
        return scalar(node, key, literal, text -> {
            if (references.containsKey(type) && !references.get(type).contains(text)) {
                throw new UnknownName(text, references.get(type));
            }
            return literal.parse().apply(text);
        }, type);
    }

    private Object expectation(Yaml node, Class<?> operand, String key) {
        Literals.Literal<?> literal = Literals.of(operand).orElseThrow();
        var expected = new Literals.Literal<Object>(literal.name() + ", alone or after ==, !=, <=, >=, < or >, "
                + "or absent, or present", literal.form(), literal.pattern(), text -> Expectation.parse(text, literal.parse()));
        return scalar(node, key, expected, expected.parse(), operand);
    }

    /** {@code operand} is what a variable that stands alone must be, or be readable as. */
    private Object scalar(Yaml node, String key, Literals.Literal<?> literal, Function<String, Object> parse,
                          Class<?> operand) {
        if (!(node instanceof Yaml.Scalar scalar) || scalar.isNull()) {
            return invalid(node.position(), named(key) + "needs " + literal.name() + " (" + literal.form() + "), not "
                    + node.kind());
        }
        return switch (substitution.in(scalar)) {
            case Substitution.Result.Invalid() -> INVALID;
            case Substitution.Result.Unknown() -> UNKNOWN;
            case Substitution.Result.Text(String text) -> parse(scalar, text, key, literal, parse, "");
            case Substitution.Result.Whole(Variables.Variable variable) -> {
                if (!fits(variable.type(), operand)) {
                    String is = variable.type() instanceof Class<?> c
                            ? Literals.of(c).map(Literals.Literal::name).orElse(c.getSimpleName()) : "";
                    yield invalid(scalar.position(), named(key) + "needs " + literal.name() + " (" + literal.form()
                            + "), and ${" + variable.name() + "}, " + variable.origin() + ", is " + is);
                }
                yield variable.value().map(value -> value instanceof Secret ? value : parse(scalar, Literals.show(value), key, literal, parse,
                        " (${" + variable.name() + "}, " + variable.origin() + ")")).orElse(UNKNOWN);
            }
        };
    }

    /** Text may be anything until it is read; a typed value must be of the type, or be written as it is. */
    private static boolean fits(Type variable, Class<?> wanted) {
        Class<?> boxed = Literals.boxed(wanted);
        if (variable == Secret.class) {
            return wanted == Secret.class;
        }
        return variable == String.class || variable == Object.class || boxed == String.class
                || !(variable instanceof Class<?> type)
                || boxed.isAssignableFrom(Literals.boxed(type))
                || Number.class.isAssignableFrom(Literals.boxed(type)) && Number.class.isAssignableFrom(boxed);
    }

    private Object parse(Yaml.Scalar scalar, String text, String key, Literals.Literal<?> literal,
                         Function<String, Object> parse, String origin) {
        try {
            return parse.apply(text);
        } catch (UnknownName e) {
            return invalid(scalar.position(), named(key) + "\"" + text + "\"" + origin + " is not " + literal.name()
                    + Nearest.hint(text, e.candidates()));
        } catch (IllegalArgumentException e) {
            String shown = literal.name().equals(Secret.NAME) ? "this" : "\"" + text + "\"";
            return invalid(scalar.position(), named(key) + shown + origin + " is not " + literal.name()
                    + " (" + literal.form() + "): " + e.getMessage());
        }
    }

    private Object list(Yaml node, Type item, String key) {
        if (node instanceof Yaml.Scalar scalar && !scalar.isNull()) {
            // One is a list of one: people leave the brackets out.
            return list(new Yaml.Sequence(node.position(), List.of(node)), item, key);
        }
        if (!(node instanceof Yaml.Sequence sequence)) {
            return invalid(node.position(), named(key) + "needs a list, not " + node.kind());
        }
        List<Object> made = new ArrayList<>();
        sequence.items().forEach(each -> made.add(make(each, item, key)));
        return whole(made, List::copyOf);
    }

    private Object map(Yaml node, Type item, String key) {
        if (!(node instanceof Yaml.Mapping mapping)) {
            return invalid(node.position(), named(key) + "needs a mapping, not " + node.kind());
        }
        Map<String, Object> made = new LinkedHashMap<>();
        mapping.entries().forEach(entry -> made.put(entry.key(), make(entry.value(), item, key + "." + entry.key())));
        return whole(List.copyOf(made.values()), ignored -> Collections.unmodifiableMap(made));
    }

    private static Object whole(List<Object> parts, Function<List<Object>, Object> maker) {
        return parts.contains(INVALID) ? INVALID : parts.contains(UNKNOWN) ? UNKNOWN : maker.apply(parts);
    }

    private Object alternative(Yaml node, Class<?> sealed, String key) {
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            From from = permitted.getAnnotation(From.class);
            boolean suits = switch (node) {
                case Yaml.Mapping mapping -> from == null;
                case Yaml.Sequence sequence -> from != null && from.value() == From.Shape.LIST;
                case Yaml.Scalar scalar -> from != null && from.value() == From.Shape.SCALAR;
            };
            if (suits) {
                return from == null ? record(node, permitted, key) : single(node, permitted, key);
            }
        }
        Doc doc = sealed.getAnnotation(Doc.class);
        return invalid(node.position(), named(key) + node.kind() + " is none of its forms"
                + (doc == null ? "" : ": " + doc.value()));
    }

    private Object single(Yaml node, Class<?> type, String key) {
        Object only = make(node, type.getRecordComponents()[0].getGenericType(), key);
        return whole(List.of(only), parts -> construct(node.position(), type, parts, key));
    }

    private Object record(Yaml node, Class<?> type, String key) {
        Yaml.Mapping mapping;
        if (node instanceof Yaml.Scalar scalar && scalar.isNull()) {
            mapping = new Yaml.Mapping(node.position(), List.of());
        } else if (node instanceof Yaml.Mapping given) {
            mapping = given;
        } else {
            return invalid(node.position(), named(key) + "needs a mapping with " + String.join(", ", keys(type))
                    + "; this is " + node.kind()
                    + (node instanceof Yaml.Scalar scalar && !keys(type).isEmpty() && !key.startsWith("secrets.")
                            ? "; {" + keys(type).getFirst() + ": " + (scalar.text().matches("[\\w.-]{1,40}")
                                    ? scalar.text() : "…") + "}?" : ""));
        }
        List<String> keys = keys(type);
        for (Yaml.Entry entry : mapping.entries()) {
            if (!keys.contains(entry.key())) {
                // In the place of a secret's keys may stand the secret.
                String shown = key.startsWith("secrets.") ? "this" : "\"" + entry.key() + "\"";
                defects.add(entry.position(), named(key) + shown + " is not one of its keys"
                        + Nearest.hint(entry.key(), keys));
            }
        }
        List<Object> parts = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            parts.add(component(mapping, component, key));
        }
        return whole(parts, all -> construct(mapping.position(), type, all, key));
    }

    private Object component(Yaml.Mapping mapping, RecordComponent component, String key) {
        String name = Keys.of(component);
        Optional<Yaml.Entry> given = mapping.entry(name);
        if (given.isPresent()) {
            String full = key.isEmpty() ? name : key + "." + name;
            return inRange(given.get().value(), make(given.get().value(), component.getGenericType(), full), component,
                    full);
        }
        if (component.getType() == Optional.class) {
            return Optional.empty();
        }
        if (component.isAnnotationPresent(Default.class)) {
            String text = component.getAnnotation(Default.class).value();
            return make(YamlReader.read("default of " + name, text, defects).orElseThrow(), component.getGenericType(),
                    name);
        }
        Doc doc = component.getAnnotation(Doc.class);
        return invalid(mapping.position(), named(key) + "\"" + name + "\" is missing"
                + (doc == null ? "" : ": " + doc.value()));
    }

    private Object inRange(Yaml node, Object made, RecordComponent component, String key) {
        Optional<Bounds> bounds = made == UNKNOWN || made == INVALID ? Optional.empty() : Bounds.of(component);
        return bounds.filter(b -> !b.hold(made)).map(b -> invalid(node.position(), named(key) + Literals.show(made)
                + " is out of range: " + b.describe())).orElse(made);
    }

    private Object construct(Position at, Class<?> type, List<Object> parts, String key) {
        try {
            Class<?>[] types = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(parts.toArray());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                return invalid(at, named(key) + refused.getMessage());
            }
            throw new IllegalStateException("constructor of " + type.getName(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("constructor of " + type.getName(), e);
        }
    }

    private static List<String> keys(Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).map(Keys::of).toList();
    }

    private Object invalid(Position at, String message) {
        defects.add(at, message);
        return INVALID;
    }

    private static String named(String key) {
        return key.isEmpty() ? "" : key + ": ";
    }
}
