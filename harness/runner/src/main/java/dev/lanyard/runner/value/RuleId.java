package dev.lanyard.runner.value;

/** The id of a rule of the catalogue. */
public record RuleId(String id) {

    @Override
    public String toString() {
        return id;
    }
}
