package dev.lanyard.runner.scenario;

import dev.lanyard.runner.yaml.Yaml;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Variables that take several values: the scenario runs once for every combination, each a scenario of its own.
 *
 * @param axes the values of each variable, in the order of the file; {@value #PROFILE} names profiles and is no variable
 */
public record Matrix(Map<String, List<Yaml.Scalar>> axes) {

    /** The axis whose values are names of profiles. */
    public static final String PROFILE = "profile";

    /** The most combinations of one scenario. */
    static final int MOST = 100;

    /** One scenario. */
    static final Matrix NONE = new Matrix(Map.of());

    public Matrix {
        axes = Collections.unmodifiableMap(new LinkedHashMap<>(axes));
    }

    /**
     * One combination.
     *
     * @param values of each axis, in the order of the axes; none for a scenario without a matrix
     */
    public record Cell(Map<String, Yaml.Scalar> values) {

        /** The cell of a scenario without a matrix. */
        public static final Cell ONLY = new Cell(Map.of());

        public Cell {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        /** {@code [personality=apple, alternate=1]}; stable between runs; empty without a matrix. */
        public String label() {
            return values.isEmpty() ? "" : values.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue().text())
                    .collect(Collectors.joining(", ", "[", "]"));
        }

        /** The profile that it names. */
        public Optional<Yaml.Scalar> profile() {
            return Optional.ofNullable(values.get(PROFILE));
        }

        /** Its values that are variables. */
        Map<String, Yaml.Scalar> variables() {
            Map<String, Yaml.Scalar> variables = new LinkedHashMap<>(values);
            variables.remove(PROFILE);
            return variables;
        }

        private Cell with(String axis, Yaml.Scalar value) {
            Map<String, Yaml.Scalar> more = new LinkedHashMap<>(values);
            more.put(axis, value);
            return new Cell(more);
        }
    }

    /** How many combinations there are; at least 1. */
    long size() {
        return axes.values().stream().mapToLong(List::size).reduce(1, (a, b) -> Math.min(a * b, Integer.MAX_VALUE));
    }

    /** Every combination; the last axis changes fastest. */
    List<Cell> cells() {
        List<Cell> cells = List.of(Cell.ONLY);
        for (Map.Entry<String, List<Yaml.Scalar>> axis : axes.entrySet()) {
            List<Cell> longer = new ArrayList<>();
            cells.forEach(cell -> axis.getValue().forEach(value -> longer.add(cell.with(axis.getKey(), value))));
            cells = longer;
        }
        return cells;
    }
}
