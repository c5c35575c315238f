package dev.lanyard.reports.digest;

import dev.lanyard.reports.run.StoredRun;
import dev.lanyard.reports.run.StoredRun.StoredAttempt;
import dev.lanyard.rules.Verdict;

/**
 * How much of an attempt's evidence goes into a report: a page of a thousand attempts must still open.
 *
 * @param lines    of the timeline
 * @param capture  octets of the capture; 0 for none
 * @param exhibits findings that are shown with their evidence
 */
public record Room(int lines, int capture, int exhibits) {

    /** As much as one attempt ever gets. */
    public static final Room FULL = new Room(1_200, 256 << 10, 100);

    /** What all attempts of a run share, in octets, before Base64. */
    private static final long ALL = 2L << 20;
    private static final int OCTETS_OF_LINE = 110;
    private static final int OCTETS_OF_EXHIBIT = 16 << 10;
    private static final int LEAST_CAPTURE = 4 << 10;
    private static final int MOST_SLICE = 48 << 10;
    private static final int LEAST_SLICE = 6 << 10;

    /** Octets of the capture that a finding or a step is shown with: there may be several of each. */
    public int slice() {
        return Math.clamp(capture / 2, LEAST_SLICE, MOST_SLICE);
    }

    /**
     * How a run's attempts share what there is: those that are not what they should be get four fifths of it, those
     * that passed the rest.
     */
    public record Share(Room troubled, Room passed) {

        public Room of(StoredAttempt attempt) {
            return isTroubled(attempt) ? troubled : passed;
        }
    }

    public static Share shareOf(StoredRun run) {
        long all = run.scenarios().stream().mapToLong(s -> s.attempts().size()).sum();
        long troubled = run.scenarios().stream().flatMap(s -> s.attempts().stream()).filter(Room::isTroubled).count();
        return new Share(of(ALL * 4 / 5 / Math.max(1, troubled)), of(ALL / 5 / Math.max(1, all - troubled)));
    }

    private static Room of(long octets) {
        long half = octets / 2;
        return new Room((int) Math.min(FULL.lines(), half / OCTETS_OF_LINE),
                half < LEAST_CAPTURE ? 0 : (int) Math.min(FULL.capture(), half),
                (int) Math.min(FULL.exhibits(), half / OCTETS_OF_EXHIBIT));
    }

    private static boolean isTroubled(StoredAttempt attempt) {
        return attempt.outcome().isTrouble() || attempt.verdicts().stream()
                .anyMatch(verdict -> verdict.kind() == Verdict.Kind.FAIL || verdict.kind() == Verdict.Kind.WARN);
    }
}
