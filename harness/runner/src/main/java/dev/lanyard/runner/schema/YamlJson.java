package dev.lanyard.runner.schema;

import dev.lanyard.runner.yaml.Yaml;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** YAML as programs see it that know nothing of this dialect: by the core schema (YAML 1.2.2 §10.3.2). */
public final class YamlJson {

    private static final ObjectMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private YamlJson() {}

    /** Maps, lists, text, numbers, truth values or null. */
    public static Object of(Yaml node) {
        return switch (node) {
            case Yaml.Scalar scalar -> scalar(scalar);
            case Yaml.Sequence sequence -> {
                List<Object> items = new java.util.ArrayList<>();
                sequence.items().forEach(item -> items.add(of(item)));
                yield items;
            }
            case Yaml.Mapping mapping -> {
                Map<String, Object> entries = new LinkedHashMap<>();
                mapping.entries().forEach(entry -> entries.put(entry.key(), of(entry.value())));
                yield entries;
            }
        };
    }

    /** Such a value as JSON, in lines that end in a line feed on every system. */
    public static String text(Object value) {
        return JSON.writeValueAsString(value).replace("\r\n", "\n") + "\n";
    }

    private static Object scalar(Yaml.Scalar scalar) {
        String text = scalar.text();
        if (scalar.isNull()) {
            return null;
        }
        if (!scalar.plain()) {
            return text;
        }
        if (text.matches("[-+]?[0-9]+")) {
            return new BigInteger(text);
        }
        if (text.matches("0x[0-9a-fA-F]+")) {
            return new BigInteger(text.substring(2), 16);
        }
        if (text.matches("0o[0-7]+")) {
            return new BigInteger(text.substring(2), 8);
        }
        if (text.matches("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")) {
            return new BigDecimal(text);
        }
        return switch (text) {
            case "true", "True", "TRUE" -> true;
            case "false", "False", "FALSE" -> false;
            default -> text;
        };
    }
}
