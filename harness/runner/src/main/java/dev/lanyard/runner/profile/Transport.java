package dev.lanyard.runner.profile;

/** How an accessory is connected. */
public enum Transport {
    /** A USB network function. */
    USB,
    /** Wi-Fi Aware (NAN). */
    WIFI_AWARE
}
