package dev.lanyard.runner.yaml;

import java.util.List;
import java.util.stream.Collectors;

/** What the user gave (files, options) is not usable: exit code 2. The message lists every defect with its place. */
public final class InvalidInputException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Defect> defects;

    public InvalidInputException(List<Defect> defects) {
        super(defects.stream().map(Defect::render).collect(Collectors.joining(System.lineSeparator())));
        this.defects = List.copyOf(defects);
    }

    public InvalidInputException(String message) {
        this(List.of(Defect.general(message)));
    }

    public List<Defect> defects() {
        return defects;
    }
}
