package dev.lanyard.runner.value;

/** The id of a step that comes earlier in the scenario. */
public record StepRef(String id) {

    @Override
    public String toString() {
        return id;
    }
}
