package dev.lanyard.cli.doctor;

/**
 * What one check of a machine found.
 *
 * @param area     what was looked at: {@code usbfs}, {@code libpcap}
 * @param state    how it is
 * @param sentence what was seen
 * @param fix      the command or the step that mends it; empty when nothing is to be done
 */
public record Diagnosis(String area, State state, String sentence, String fix) {

    /** How what was looked at is. */
    public enum State {
        /** As it should be. */
        FINE,
        /** Works, or is not needed for everything; may disturb. */
        WARNING,
        /** Something cannot be done at all until it is mended. */
        PROBLEM,
        /** Has no meaning on this machine. */
        NOT_APPLICABLE
    }

    static Diagnosis fine(String area, String sentence) {
        return new Diagnosis(area, State.FINE, sentence, "");
    }

    static Diagnosis warning(String area, String sentence, String fix) {
        return new Diagnosis(area, State.WARNING, sentence, fix);
    }

    static Diagnosis problem(String area, String sentence, String fix) {
        return new Diagnosis(area, State.PROBLEM, sentence, fix);
    }

    static Diagnosis notApplicable(String area, String sentence) {
        return new Diagnosis(area, State.NOT_APPLICABLE, sentence, "");
    }
}
