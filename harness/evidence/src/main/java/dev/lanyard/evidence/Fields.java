package dev.lanyard.evidence;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The fields of one JSON object, without a tree: of a hundred thousand lines nobody keeps the nodes. One object serves
 * many lines, one after the other. Getters throw {@link IllegalArgumentException} that names the field which is missing
 * or of another kind.
 */
final class Fields {

    /** What stands for a number in {@link #values}; the number is in {@link #numbers}. */
    private static final Object NUMBER = new Object();
    /** What stands for null. */
    private static final Object NULL = new Object();
    /** What stands for a kind of value that no field of ours has. */
    private static final Object OTHER = new Object();

    private String[] names = new String[16];
    private Object[] values = new Object[16];
    private long[] numbers = new long[16];
    private int count;

    /** Reads the object whose beginning {@code json} has just passed. */
    void read(JsonParser json) {
        count = 0;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            switch (token) {
                case VALUE_STRING -> add(name, json.getString(), 0);
                case VALUE_NUMBER_INT -> {
                    boolean fits = json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
                    add(name, fits ? NUMBER : OTHER, fits ? json.getLongValue() : 0);
                }
                case VALUE_TRUE -> add(name, Boolean.TRUE, 0);
                case VALUE_FALSE -> add(name, Boolean.FALSE, 0);
                case VALUE_NULL -> add(name, NULL, 0);
                case START_OBJECT -> {
                    Fields inner = new Fields();
                    inner.read(json);
                    add(name, inner, 0);
                }
                case null, default -> {
                    add(name, OTHER, 0);
                    json.skipChildren();
                }
            }
        }
    }

    boolean has(String name) {
        return find(name) >= 0;
    }

    /** Empty where the file says null: whoever reads evidence need not think of it. */
    String string(String name) {
        Object value = values[require(name)];
        if (value == NULL) {
            return "";
        }
        if (value instanceof String text) {
            return text;
        }
        throw wrong(name, "text");
    }

    long number(String name) {
        int at = require(name);
        if (values[at] != NUMBER) {
            throw wrong(name, "a whole number");
        }
        return numbers[at];
    }

    int integer(String name) {
        int at = require(name);
        if (values[at] != NUMBER || numbers[at] != (int) numbers[at]) {
            throw wrong(name, "a whole number of 32 bits");
        }
        return (int) numbers[at];
    }

    boolean bool(String name) {
        if (values[require(name)] instanceof Boolean truth) {
            return truth;
        }
        throw wrong(name, "true or false");
    }

    Fields object(String name) {
        if (values[require(name)] instanceof Fields fields) {
            return fields;
        }
        throw wrong(name, "an object");
    }

    /** An object whose fields are texts, in their order. */
    Map<String, String> map(String name) {
        Fields object = object(name);
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < object.count; i++) {
            map.put(object.names[i], object.string(object.names[i]));
        }
        return Collections.unmodifiableMap(map);
    }

    static IllegalArgumentException wrong(String name, String expected) {
        return new IllegalArgumentException("field \"" + name + "\" is not " + expected);
    }

    private void add(String name, Object value, long number) {
        if (count == names.length) {
            names = Arrays.copyOf(names, 2 * count);
            values = Arrays.copyOf(values, 2 * count);
            numbers = Arrays.copyOf(numbers, 2 * count);
        }
        names[count] = name;
        values[count] = value;
        numbers[count++] = number;
    }

    private int require(String name) {
        int at = find(name);
        if (at < 0) {
            throw new IllegalArgumentException("no field \"" + name + "\"");
        }
        return at;
    }

    /** The last of this name, as other readers of JSON have it. */
    private int find(String name) {
        for (int i = count - 1; i >= 0; i--) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
