package dev.lanyard.runner.step.aware;

import dev.lanyard.drivers.aware.NanSettings;

/** Whose ways the harness takes in Wi-Fi Aware. */
public enum Personality {
    /** Bears what other devices do, and does as most of them. */
    USUAL(NanSettings.Habits.USUAL),
    /**
     * iOS: finds only devices that say in discovery that they pair, sends its identity key late and without lifetime,
     * keeps a pairing only if a NIRA came with the other one, refuses open data paths, and is available in periods of
     * more than 512 TU.
     */
    IPHONE(NanSettings.Habits.IPHONE),
    /** Android with pairing. */
    ANDROID(NanSettings.Habits.ANDROID);

    private final NanSettings.Habits habits;

    Personality(NanSettings.Habits habits) {
        this.habits = habits;
    }

    NanSettings.Habits habits() {
        return habits;
    }
}
