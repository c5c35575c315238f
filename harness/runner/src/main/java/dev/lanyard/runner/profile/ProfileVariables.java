package dev.lanyard.runner.profile;

import dev.lanyard.runner.bind.Keys;
import dev.lanyard.runner.bind.Variables;
import dev.lanyard.runner.value.Secret;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The single values of a profile as <code>${profile.network.address}</code> and so on, and its secrets. */
public final class ProfileVariables implements Variables {

    private static final String PREFIX = "profile.";

    private final Map<String, Variable> variables = new LinkedHashMap<>();

    private final Optional<String> missing;
    private final Optional<Secrets> secrets;

    private ProfileVariables(Optional<String> missing, Optional<Secrets> secrets) {
        this.missing = missing;
        this.secrets = secrets;
    }

    /** Their names and types, all without values: for checking a scenario before an accessory is chosen. */
    public static ProfileVariables unknown() {
        ProfileVariables all = new ProfileVariables(Optional.empty(), Optional.empty());
        all.collect(PREFIX, Profile.class, Optional.empty(), "a value of the profile");
        return all;
    }

    /** With the values that {@code profile} declares. */
    public static ProfileVariables of(Profile profile) {
        return of(profile, Secrets.NONE);
    }

    /** With the values that {@code profile} declares, and {@code secrets}. */
    public static ProfileVariables of(Profile profile, Secrets secrets) {
        ProfileVariables all = new ProfileVariables(
                Optional.of("profile " + profile.profile() + " does not declare "), Optional.of(secrets));
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
            if (held.isRecord() && held.getPackage() == Profile.class.getPackage()) {
                collect(name + ".", held, value, origin);
            } else if (!Collection.class.isAssignableFrom(held) && held != Map.class) {
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
        if (name.startsWith(Secrets.PREFIX)) {
            return secrets.map(known -> known.find(name)).orElseGet(() ->
                    Optional.of(new Variable(name, Secret.class, Optional.empty(), "a secret of the profile")));
        }
        return Optional.ofNullable(variables.get(name));
    }

    @Override
    public Collection<String> names() {
        List<String> names = new ArrayList<>(variables.keySet());
        secrets.ifPresent(known -> names.addAll(known.names()));
        return names;
    }
}
