package dev.lanyard.rules;

/** A family of host operating systems: a column of the rule × host matrix. */
public enum HostPlatform {
    /** macOS, iPadOS, iOS. */
    APPLE,
    /** Windows 10 and 11 with their inbox drivers. */
    WINDOWS,
    /** The mainline kernel's cdc_ether and cdc_ncm; for Wi-Fi Aware, hostap's wpa_supplicant. */
    LINUX,
    /** Android: Linux' drivers under its own network framework. */
    ANDROID
}
