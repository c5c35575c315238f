package dev.lanyard.rules;

/** What is predicted for an accessory at a host platform, from the best to what weighs most. */
public enum HostVerdict {
    /** No judged rule speaks against it. */
    WORKS,
    /** A recommendation or a quality is not met, or a broken rule is a known issue. */
    WORKS_WITH_WARNINGS,
    /** Nothing failed, but a binding rule could not be judged, or none was. */
    UNKNOWN,
    /** A binding rule is broken. */
    FAILS
}
