package dev.lanyard.rules.air;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Judges one rule on frames of the air as they pass, one sender at a time: called for every frame of its kinds, in the
 * order of the capture, before the frame becomes part of what is known ({@link Sight#sender}, {@link Sight#air}).
 * Total: whatever the frames, it throws nothing. Holds no state; {@link Device#memory} does.
 */
public final class AirJudge {

    /** What is said of one frame. */
    @FunctionalInterface
    public interface OnFrame {
        void see(Sight sight, Ruling ruling);
    }

    /** What is said of a device when the capture is over. */
    @FunctionalInterface
    public interface AtEnd {
        void see(Air air, Device device, Ruling ruling);
    }

    private final Set<FrameKind> kinds;
    private final Predicate<AirFrame> concern;
    private final OnFrame onFrame;
    private final AtEnd atEnd;
    private final boolean contentOnly;

    private AirJudge(Set<FrameKind> kinds, Predicate<AirFrame> concern, OnFrame onFrame, AtEnd atEnd,
                     boolean contentOnly) {
        this.kinds = Set.copyOf(kinds);
        this.concern = concern;
        this.onFrame = onFrame;
        this.atEnd = atEnd;
        this.contentOnly = contentOnly;
    }

    /** Judges frames of these kinds. */
    public static AirJudge on(OnFrame onFrame, FrameKind first, FrameKind... more) {
        return new AirJudge(EnumSet.of(first, more), _ -> true, onFrame, (_, _, _) -> { }, false);
    }

    /**
     * Judges frames of these kinds by sender, receiver, channel and content alone, and neither by their times (nor those
     * that a beacon carries) nor by what was known before: a frame that is repeated need not be judged again.
     */
    public static AirJudge onContent(OnFrame onFrame, FrameKind first, FrameKind... more) {
        return new AirJudge(EnumSet.of(first, more), _ -> true, onFrame, (_, _, _) -> { }, true);
    }

    /** The same for those frames alone whose content is so, whatever the time and whatever was known before. */
    public AirJudge where(Predicate<AirFrame> content) {
        return new AirJudge(kinds, concern.and(content), onFrame, atEnd, contentOnly);
    }

    /** The same, with a word at the end of the capture. */
    public AirJudge finallyBy(AtEnd judge) {
        return new AirJudge(kinds, concern, onFrame, judge, contentOnly);
    }

    boolean concerns(AirFrame frame) {
        return concern.test(frame);
    }

    boolean isContentOnly() {
        return contentOnly;
    }

    Set<FrameKind> kinds() {
        return kinds;
    }

    void see(Sight sight, Ruling ruling) {
        onFrame.see(sight, ruling);
    }

    void end(Air air, Device device, Ruling ruling) {
        atEnd.see(air, device, ruling);
    }
}
