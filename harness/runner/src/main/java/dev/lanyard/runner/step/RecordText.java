package dev.lanyard.runner.step;

import dev.lanyard.runner.bind.Keys;
import dev.lanyard.runner.value.Literals;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Shows arguments and results of steps as text, one line per value. */
public final class RecordText {

    private static final int LONGEST = 500;

    private RecordText() {}

    /** Keys as in YAML, those of nested records after a dot; what is absent is left out. */
    public static Map<String, String> of(Record record) {
        Map<String, String> text = new LinkedHashMap<>();
        collect("", record, text);
        return text;
    }

    private static void collect(String prefix, Record record, Map<String, String> text) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = read(component, record);
            if (value instanceof Optional<?> optional) {
                value = optional.orElse(null);
            }
            String key = prefix + Keys.of(component);
            if (value == null) {
                continue;
            }
            if (value instanceof Record nested && nested.getClass().getEnclosingClass() != null
                    && Step.class.isAssignableFrom(nested.getClass().getEnclosingClass())) {
                collect(key + ".", nested, text);
            } else {
                text.put(key, clip(Literals.show(value)));
            }
        }
    }

    private static String clip(String shown) {
        return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST) + "…";
    }

    private static Object read(RecordComponent component, Record owner) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(owner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
