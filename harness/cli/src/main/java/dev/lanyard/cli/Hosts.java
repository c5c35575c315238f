package dev.lanyard.cli;

import dev.lanyard.rules.HostPlatform;
import dev.lanyard.runner.run.ExitCode;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Host platforms by the names that options take: a system's name is all its columns. */
public final class Hosts {

    /** The names, for the description of an option. */
    public static final String NAMES = "ios, android, windows, linux; ios-aware and android-aware are Wi-Fi Aware "
            + "alone, apple is USB alone";

    private static final Map<String, Set<HostPlatform>> BY_NAME = new LinkedHashMap<>();

    static {
        BY_NAME.put("ios", EnumSet.of(HostPlatform.APPLE, HostPlatform.IOS_AWARE));
        BY_NAME.put("android", EnumSet.of(HostPlatform.ANDROID, HostPlatform.ANDROID_AWARE));
        BY_NAME.put("windows", EnumSet.of(HostPlatform.WINDOWS));
        BY_NAME.put("linux", EnumSet.of(HostPlatform.LINUX));
        BY_NAME.put("ios-aware", EnumSet.of(HostPlatform.IOS_AWARE));
        BY_NAME.put("android-aware", EnumSet.of(HostPlatform.ANDROID_AWARE));
        BY_NAME.put("apple", EnumSet.of(HostPlatform.APPLE));
    }

    private Hosts() {}

    /**
     * The hosts of these names; all where there is no name.
     *
     * @throws CommandFailed (usage) where a name is nobody's
     */
    public static Set<HostPlatform> named(Collection<String> names) {
        if (names.isEmpty()) {
            return EnumSet.allOf(HostPlatform.class);
        }
        Set<HostPlatform> wanted = EnumSet.noneOf(HostPlatform.class);
        for (String name : names) {
            Set<HostPlatform> hosts = BY_NAME.get(name.strip().toLowerCase(Locale.ROOT).replace('_', '-'));
            if (hosts == null) {
                throw new CommandFailed(ExitCode.USAGE, "no host is called " + Printable.line(name) + "; there are "
                        + String.join(", ", BY_NAME.keySet()));
            }
            wanted.addAll(hosts);
        }
        return wanted;
    }
}
