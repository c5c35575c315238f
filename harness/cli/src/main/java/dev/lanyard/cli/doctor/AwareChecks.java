package dev.lanyard.cli.doctor;

import dev.lanyard.drivers.aware.supplicant.UnixControl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the radios of Wi-Fi Aware need. The virtual air needs nothing and none of them is needed for it, so what is not
 * there is no problem.
 */
final class AwareChecks {

    private static final String SOCKETS = "/run/wpa_supplicant";
    /** ARPHRD_IEEE80211_PRISM, ARPHRD_IEEE80211_RADIOTAP (include/uapi/linux/if_arp.h). */
    private static final Set<String> MONITOR_TYPES = Set.of("802", "803");
    private static final String CONSOLE = "tty(ACM|USB)\\d+";

    private AwareChecks() {}

    static List<Diagnosis> all(Machine machine) {
        List<Diagnosis> all = new ArrayList<>(List.of(monitor(machine)));
        all.addAll(RegulatoryChecks.all(machine));
        all.addAll(List.of(supplicant(machine), android(machine), esp32(machine)));
        return all;
    }

    /** Frames in and out of an interface in monitor mode. */
    static Diagnosis monitor(Machine machine) {
        String area = "monitor radio";
        if (!machine.isLinux()) {
            return Diagnosis.notApplicable(area, "only Linux lets programs inject frames");
        }
        List<String> radios = machine.in("/sys/class/ieee80211").stream().map(path -> path.getFileName().toString())
                .toList();
        if (radios.isEmpty()) {
            return Diagnosis.notApplicable(area, "no Wi-Fi adapter is here; frames of the air need one that can monitor "
                    + "and inject");
        }
        return machine.program("iw").isEmpty()
                ? Diagnosis.warning(area, String.join(", ", radios) + " is here, iw is not: nobody sets the channel",
                        "sudo apt-get install iw")
                : inMonitorMode(machine, String.join(", ", radios) + " and iw are here");
    }

    private static Diagnosis inMonitorMode(Machine machine, String here) {
        List<String> monitors = machine.in("/sys/class/net").stream().filter(one ->
                machine.text(one.resolve("type")).map(String::strip).filter(MONITOR_TYPES::contains).isPresent())
                .map(one -> one.getFileName().toString()).toList();
        return monitors.isEmpty() ? new Diagnosis("monitor radio", Diagnosis.State.FINE, here + ", and no interface is in "
                + "monitor mode yet", "sudo iw dev ADAPTER interface add mon0 type monitor && sudo ip link set mon0 up")
                : Diagnosis.fine("monitor radio", here + ", and in monitor mode " + String.join(", ", monitors));
    }

    /** A control interface of wpa_supplicant. */
    static Diagnosis supplicant(Machine machine) {
        String area = "wpa_supplicant";
        if (!machine.isLinux()) {
            return Diagnosis.notApplicable(area, "only on Linux does it have Wi-Fi Aware");
        }
        List<Path> sockets = machine.in(SOCKETS);
        if (sockets.isEmpty()) {
            return Diagnosis.notApplicable(area, "no control interface is in " + SOCKETS + "; one with Wi-Fi Aware "
                    + "(CONFIG_NAN) needs hostap of 2026 and a driver with NAN interfaces");
        }
        List<String> closed = new ArrayList<>();
        for (Path socket : sockets) {
            if (!machine.usable().test(socket)) {
                closed.add(socket.getFileName().toString());
            }
        }
        if (!closed.isEmpty()) {
            return Diagnosis.warning(area, machine.user() + " may not use the control interface of "
                    + String.join(", ", closed), "ctrl_interface=DIR=" + SOCKETS + " GROUP=netdev in its configuration, "
                    + "and sudo usermod -aG netdev " + machine.user());
        }
        return UnixControl.isAvailable() ? Diagnosis.fine(area, sockets.size() + " control interfaces may be used")
                : Diagnosis.warning(area, "UNIX datagrams do not work on this machine", "build wpa_supplicant with "
                        + "CONFIG_CTRL_IFACE=udp");
    }

    /** adb, by which a phone is reached. */
    static Diagnosis android(Machine machine) {
        String area = "android";
        Optional<Path> adb = machine.program("adb");
        return adb.isPresent() ? Diagnosis.fine(area, "adb is here; the phone needs Android 14 and the snippet "
                + "com.google.snippet.wifi")
                : Diagnosis.notApplicable(area, "adb is not here; a phone as the radio needs it (apt-get install adb)");
    }

    /** A serial port that may be a board's. */
    static Diagnosis esp32(Machine machine) {
        String area = "esp32";
        List<String> ports = machine.in("/dev").stream().map(path -> path.getFileName().toString())
                .filter(name -> name.matches(CONSOLE)).toList();
        return ports.isEmpty() ? Diagnosis.notApplicable(area, "no USB serial port is here; a board as the radio needs "
                + "one, and ESP-IDF's nan_console on the board")
                : Diagnosis.fine(area, String.join(", ", ports) + " may be a board with ESP-IDF's nan_console");
    }
}
