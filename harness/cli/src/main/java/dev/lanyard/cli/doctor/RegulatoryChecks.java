package dev.lanyard.cli.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether Wi-Fi adapters may send where Wi-Fi Aware does: channel 6, 44 and 149. The kernel drops what they may not
 * send without a word. Says nothing where there is no adapter, or nobody can be asked.
 */
final class RegulatoryChecks {

    private static final String AREA = "regulatory domain";
    private static final Pattern ADAPTER = Pattern.compile("Wiphy (\\S{1,64})");
    /** {@code * 5745 MHz [149] (20.0 dBm) (no IR)}; later releases of iw write {@code 5745.0 MHz}. */
    private static final Pattern CHANNEL =
            Pattern.compile("\\s*\\* ([0-9]{4,5})(?:\\.[0-9])? MHz \\[[0-9]+](.{0,200})");
    /** Older kernels tell passive scanning and no IBSS apart, which both became no initiation of radiation. */
    private static final Pattern BARRED = Pattern.compile("disabled|no IR|passive scan|no IBSS|radar detection");

    /** Where Wi-Fi Aware is, in MHz: both discovery channels of 5 GHz, the second of which data paths use as well. */
    private static final Map<Integer, String> CHANNELS = new TreeMap<>(Map.of(2437, "channel 6 (discovery)", 5220,
            "channel 44 (discovery at 5 GHz in some countries)", 5745, "channel 149 (data paths, discovery at 5 GHz)"));

    private RegulatoryChecks() {}

    static List<Diagnosis> all(Machine machine) {
        Optional<Path> iw = machine.program("iw");
        if (!machine.isLinux() || machine.in("/sys/class/ieee80211").isEmpty() || iw.isEmpty()) {
            return List.of();
        }
        List<Diagnosis> found = new ArrayList<>();
        machine.output(iw.get(), "phy").ifPresent(said -> channels(said).forEach((adapter, channels) ->
                found.add(of(adapter, channels))));
        return found;
    }

    /** By adapter, what is said of each channel that matters. */
    private static Map<String, Map<Integer, String>> channels(String said) {
        Map<String, Map<Integer, String>> adapters = new LinkedHashMap<>();
        Map<Integer, String> current = new TreeMap<>();
        for (String line : said.lines().toList()) {
            Matcher adapter = ADAPTER.matcher(line);
            Matcher channel = CHANNEL.matcher(line);
            if (adapter.matches()) {
                current = adapters.computeIfAbsent(adapter.group(1), _ -> new TreeMap<>());
            } else if (channel.matches() && CHANNELS.containsKey(Integer.parseInt(channel.group(1)))) {
                current.put(Integer.parseInt(channel.group(1)), channel.group(2));
            }
        }
        return adapters;
    }

    private static Diagnosis of(String adapter, Map<Integer, String> channels) {
        List<String> lacks = new ArrayList<>();
        List<String> barred = new ArrayList<>();
        CHANNELS.forEach((mhz, use) -> {
            Matcher why = BARRED.matcher(channels.getOrDefault(mhz, ""));
            if (!channels.containsKey(mhz)) {
                lacks.add(use);
            } else if (why.find()) {
                barred.add(use + ": " + why.group());
            }
        });
        if (!barred.isEmpty()) {
            return Diagnosis.warning(AREA, adapter + " may not send on " + String.join(", nor on ", barred)
                    + "; the kernel drops such frames without a word", "sudo iw reg set US, or another country where "
                    + "this machine is and which permits it; an adapter that regulates itself (iw reg get) stays as "
                    + "it is");
        }
        return lacks.isEmpty() ? Diagnosis.fine(AREA, adapter + " may send on channels 6, 44 and 149")
                : Diagnosis.warning(AREA, adapter + " has no " + String.join(", no ", lacks),
                        "take an adapter for 2.4 and 5 GHz");
    }
}
