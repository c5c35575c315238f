package dev.lanyard.evidence;

/**
 * An event in its place on the timeline.
 *
 * @param sequence from 1, without gaps, in the order of recording
 * @param nanos    when it happened: nanoseconds since the attempt began
 * @param source   who saw it: {@code usb}, {@code link}, {@code runner}, {@code step}, …
 */
public record Recorded(long sequence, long nanos, String source, Event event) {}
