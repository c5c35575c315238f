package dev.lanyard.runner.yaml;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Collects everything that is wrong, so that a user sees all of it at once. Not safe for use by several threads. */
public final class Defects {

    /** More than this of one kind of trouble helps nobody. */
    private static final int LIMIT = 200;

    private final List<Defect> list = new ArrayList<>();

    public void add(Position position, String message) {
        add(Defect.at(position, message));
    }

    public void add(Defect defect) {
        if (list.size() < LIMIT && !list.contains(defect)) {
            list.add(defect);
        }
    }

    public void addAll(Collection<Defect> defects) {
        defects.forEach(this::add);
    }

    public boolean isEmpty() {
        return list.isEmpty();
    }

    public int size() {
        return list.size();
    }

    /** Those without a place first, then by file, line and column. */
    public List<Defect> list() {
        return list.stream().sorted(Comparator
                .comparing((Defect d) -> d.position().map(p -> p.source().name()).orElse(""))
                .thenComparing(d -> d.position().map(Position::line).orElse(0))
                .thenComparing(d -> d.position().map(Position::column).orElse(0))).toList();
    }

    public void throwIfAny() throws InvalidInputException {
        if (!isEmpty()) {
            throw new InvalidInputException(list());
        }
    }
}
