package dev.lanyard.drivers.aware;

/**
 * What came of bootstrapping, pairing or verification.
 *
 * @param result what came of it
 * @param code   the status or reason code that the other device gave; 0 where it gave none
 * @param text   one sentence, for people
 */
public record AwareOutcome(Result result, int code, String text) {

    /** How it ended. */
    public enum Result {
        /** It worked. */
        DONE,
        /** The other device said no. */
        REFUSED,
        /** Codes or keys of the other device are wrong: a wrong PIN, or a peer that is not what it says. */
        NOT_AUTHENTIC,
        /** The other device did not answer in time. */
        SILENT
    }

    public boolean done() {
        return result == Result.DONE;
    }
}
