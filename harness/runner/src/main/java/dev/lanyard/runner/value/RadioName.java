package dev.lanyard.runner.value;

/** The name of a radio of a bench. */
public record RadioName(String name) {

    @Override
    public String toString() {
        return name;
    }
}
