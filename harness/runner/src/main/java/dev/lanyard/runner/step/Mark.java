package dev.lanyard.runner.step;

/**
 * A place on the timeline.
 *
 * @param sequence of the event there
 * @param nanos    since the attempt began
 */
public record Mark(long sequence, long nanos) {}
