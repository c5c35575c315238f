package dev.lanyard.runner.bind;

import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Optional;

/** How the components of a record are called in YAML. */
public final class Keys {

    private Keys() {}

    /** {@code hostMac} as {@code host-mac}, unless it says otherwise. */
    public static String of(RecordComponent component) {
        Key given = component.getAnnotation(Key.class);
        return given != null ? given.value() : component.getName()
                .replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** Whether a mapping must give it. */
    public static boolean isRequired(RecordComponent component) {
        return component.getType() != Optional.class && !component.isAnnotationPresent(Default.class);
    }
}
