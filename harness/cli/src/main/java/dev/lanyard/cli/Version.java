package dev.lanyard.cli;

/** The version of this harness, as reports name it. */
final class Version {

    static final String TEXT = "0.1.0";

    private Version() {}
}
