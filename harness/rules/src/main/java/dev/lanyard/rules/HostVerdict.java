package dev.lanyard.rules;

/** What is predicted for an accessory at a host platform, from the best to what weighs most. */
public enum HostVerdict {
    /** At least half of the rules that count were judged, and none speaks against it. */
    WORKS,
    /** A recommendation or a quality is not met, or a broken rule is a known issue. */
    WORKS_WITH_WARNINGS,
    /** Nothing failed, but a binding rule could not be judged, or fewer than half of what counts were. */
    UNKNOWN,
    /** A binding rule is broken. */
    FAILS
}
