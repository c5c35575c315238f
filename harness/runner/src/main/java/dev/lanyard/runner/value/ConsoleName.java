package dev.lanyard.runner.value;

/** The name of a console of a bench. */
public record ConsoleName(String name) {

    @Override
    public String toString() {
        return name;
    }
}
