package dev.lanyard.cli;

/** The version of this harness, as reports name it. */
public final class Version {

    public static final String TEXT = "0.1.0";

    private Version() {}
}
