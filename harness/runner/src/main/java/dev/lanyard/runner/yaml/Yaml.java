package dev.lanyard.runner.yaml;

import java.util.List;
import java.util.Optional;

/** A YAML value that knows where it stands. Scalars keep their text: what it means depends on what is asked for. */
public sealed interface Yaml {

    Position position();

    /** How many nodes it has, itself included, aliases counted in full. */
    int size();

    /** What a user would call it. */
    String kind();

    /**
     * Text.
     *
     * @param plain without quotes: only then can it be null
     */
    record Scalar(Position position, String text, boolean plain) implements Yaml {

        /** {@code null}, {@code ~} or nothing at all (YAML 1.2.2 §10.3.2). */
        public boolean isNull() {
            return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public String kind() {
            return isNull() ? "nothing" : "\"" + clip(text) + "\"";
        }
    }

    /** A list. */
    record Sequence(Position position, List<Yaml> items, int size) implements Yaml {

        public Sequence(Position position, List<Yaml> items) {
            this(position, List.copyOf(items), 1 + items.stream().mapToInt(Yaml::size).sum());
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Keys with values, in the order of the file; no key twice. */
    record Mapping(Position position, List<Entry> entries, int size) implements Yaml {

        public Mapping(Position position, List<Entry> entries) {
            this(position, List.copyOf(entries), 1 + entries.stream().mapToInt(e -> 1 + e.value().size()).sum());
        }

        public Optional<Entry> entry(String key) {
            return entries.stream().filter(e -> e.key().equals(key)).findFirst();
        }

        public List<String> keys() {
            return entries.stream().map(Entry::key).toList();
        }

        @Override
        public String kind() {
            return "a mapping";
        }
    }

    /** A key of a {@link Mapping} with its value. */
    record Entry(Position position, String key, Yaml value) {}

    private static String clip(String text) {
        String visible = text.replaceAll("\\p{Cntrl}", "·");
        return visible.length() <= 60 ? visible : visible.substring(0, 60) + "…";
    }
}
