package dev.lanyard.runner.profile;

import dev.lanyard.runner.bind.Keys;
import dev.lanyard.runner.bind.Variables;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The single values of a profile as <code>${profile.network.address}</code> and so on. */
public final class ProfileVariables implements Variables {

    private static final String PREFIX = "profile.";

    private final Map<String, Variable> variables = new LinkedHashMap<>();

    private final Optional<String> missing;

    private ProfileVariables(Optional<String> missing) {
        this.missing = missing;
    }

    /** Their names and types, all without values: for checking a scenario before an accessory is chosen. */
    public static ProfileVariables unknown() {
        ProfileVariables all = new ProfileVariables(Optional.empty());
        all.collect(PREFIX, Profile.class, Optional.empty(), "a value of the profile");
        return all;
    }

    /** With the values that {@code profile} declares. */
    public static ProfileVariables of(Profile profile) {
        ProfileVariables all = new ProfileVariables(
                Optional.of("profile " + profile.profile() + " does not declare "));
        all.collect(PREFIX, Profile.class, Optional.of(profile), "of profile " + profile.profile());
        return all;
    }

    private void collect(String prefix, Class<?> type, Optional<Object> from, String origin) {
        for (RecordComponent component : type.getRecordComponents()) {
            Optional<Object> value = from.map(owner -> read(component, owner));
            Class<?> held = component.getType();
            if (held == Optional.class) {
                Type inner = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
                held = (Class<?>) inner;
                value = value.flatMap(optional -> (Optional<?>) optional);
            }
            String name = prefix + Keys.of(component);
            if (held.isRecord() && held.getEnclosingClass() == Profile.class) {
                collect(name + ".", held, value, origin);
            } else if (!Collection.class.isAssignableFrom(held)) {
                Optional<String> never = value.isPresent() ? Optional.empty()
                        : missing.map(reason -> reason + name.substring(PREFIX.length()));
                variables.put(name, new Variable(name, held, value, origin, never));
            }
        }
    }

    private static Object read(RecordComponent component, Object owner) {
        try {
            return component.getAccessor().invoke(owner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Optional<Variable> find(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    @Override
    public Collection<String> names() {
        return variables.keySet();
    }
}
