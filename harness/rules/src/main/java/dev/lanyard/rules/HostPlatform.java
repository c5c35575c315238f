package dev.lanyard.rules;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A family of host operating systems, and how it meets an accessory: a column of the rule × host matrix. */
public enum HostPlatform {
    /** macOS, iPadOS, iOS. */
    APPLE("Apple", false),
    /** Windows 10 and 11 with their inbox drivers. */
    WINDOWS("Windows", false),
    /** The mainline kernel's cdc_ether and cdc_ncm. */
    LINUX("Linux", false),
    /** Android: Linux' drivers under its own network framework. */
    ANDROID("Android", false),
    /** The WiFiAware framework of iOS and iPadOS 26. */
    IOS_AWARE("iOS", true),
    /** Wi-Fi Aware of Android 12 and later. */
    ANDROID_AWARE("Android", true);

    private static final Set<HostPlatform> USB = only(false);
    private static final Set<HostPlatform> AWARE = only(true);

    private final String system;
    private final boolean aware;

    HostPlatform(String system, boolean aware) {
        this.system = system;
        this.aware = aware;
    }

    private static Set<HostPlatform> only(boolean aware) {
        return Collections.unmodifiableSet(Stream.of(values()).filter(host -> host.aware == aware)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(HostPlatform.class))));
    }

    /** Those that drive a USB network function, in their order. */
    public static Set<HostPlatform> usb() {
        return USB;
    }

    /** Those that are a peer of a Wi-Fi Aware device, in their order. */
    public static Set<HostPlatform> aware() {
        return AWARE;
    }

    /** The operating system alone: {@code iOS}. */
    public String system() {
        return system;
    }

    /** {@code Windows}, {@code iOS Wi-Fi Aware}. */
    public String title() {
        return aware ? system + " Wi-Fi Aware" : system;
    }

    public boolean isAware() {
        return aware;
    }
}
