package dev.lanyard.runner.yaml;

/** A place in a file; {@code line} and {@code column} count from 1, columns in code points. */
public record Position(SourceText source, int line, int column) {

    /** The line, with a caret under the column. */
    public String excerpt() {
        return source.excerpt(line, column);
    }

    /** {@code file:line:column}. */
    @Override
    public String toString() {
        return source.name() + ":" + line + ":" + column;
    }
}
