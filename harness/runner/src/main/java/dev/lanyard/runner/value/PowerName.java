package dev.lanyard.runner.value;

/** The name of a power switch of a bench. */
public record PowerName(String name) {

    @Override
    public String toString() {
        return name;
    }
}
