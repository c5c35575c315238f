package dev.lanyard.rules.catalogue.aware;

import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Source;

/**
 * What the families of Wi-Fi Aware share. The specification's text was not read: each rule says whose behaviour it is.
 */
final class Aware {

    /** Every platform that speaks Wi-Fi Aware and has a column. */
    static final HostPlatform[] ALL = {HostPlatform.IOS_AWARE, HostPlatform.ANDROID_AWARE};
    static final HostPlatform[] PHONES = {HostPlatform.IOS_AWARE, HostPlatform.ANDROID_AWARE};
    static final HostPlatform[] IOS = {HostPlatform.IOS_AWARE};
    static final HostPlatform[] ANDROID = {HostPlatform.ANDROID_AWARE};

    static final Source HOSTAP = implementation("hostap");
    static final Source WIRESHARK = implementation("Wireshark's dissector");
    static final Source ESP = implementation("esp-idf");
    static final Source OPEN_NAN = implementation("OpenNAN");
    static final Source DRONE_ID = implementation("opendroneid");
    /** Wi-Fi Aware as known; nobody compared it with the text. */
    static final Source FROM_MEMORY = Source.unchecked("Wi-Fi Aware 4.0", "");

    static final Source INFERRED = Source.unchecked("inference", "");

    private Aware() {}

    private static Source implementation(String name) {
        return Source.of(name, "(implementation-derived)");
    }

    /** What iOS does or documents. */
    static Source ios(String what) {
        return Source.of("iOS 26", what);
    }
}
