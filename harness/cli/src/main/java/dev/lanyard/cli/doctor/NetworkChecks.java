package dev.lanyard.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pcap4j.core.Pcaps;

/** Whether frames can be captured and interfaces set up, and who else might touch them. */
final class NetworkChecks {

    private static final Pattern EFFECTIVE = Pattern.compile("(?m)^CapEff:\\s*([0-9a-fA-F]{1,16})$");
    private static final int CAP_NET_ADMIN = 12;
    private static final int CAP_NET_RAW = 13;

    /**
     * Not setcap on the java program: the loader then ignores where that finds its libraries, and every Java program of
     * the machine would have the rights.
     */
    private static final String AS_USER_WITH_RIGHTS = "sudo setpriv --reuid=$(id -u) --regid=$(id -g) --init-groups "
            + "--inh-caps=+net_raw,+net_admin --ambient-caps=+net_raw,+net_admin ./lanyard …, or run as root";

    private NetworkChecks() {}

    static Diagnosis libpcap(Machine machine) {
        try {
            return Diagnosis.fine("libpcap", Pcaps.libVersion());
        } catch (LinkageError e) {
            return Diagnosis.problem("libpcap", "libpcap is not installed: interfaces of the operating system cannot "
                    + "be tested; accessories by USB and USB/IP can", machine.isLinux() ? "apt-get install libpcap0.8"
                    : "install libpcap (Windows: npcap.com)");
        }
    }

    static Diagnosis capabilities(Machine machine) {
        String area = "capabilities";
        if (!machine.isLinux()) {
            return Diagnosis.notApplicable(area, "only Linux has them");
        }
        Matcher set = EFFECTIVE.matcher(machine.text(machine.at("/proc/self/status")).orElse(""));
        if (!set.find()) {
            return Diagnosis.warning(area, "/proc/self/status does not tell them", "mount -t proc proc /proc");
        }
        long bits = Long.parseUnsignedLong(set.group(1), 16);
        List<String> missing = new ArrayList<>();
        if ((bits >> CAP_NET_RAW & 1) == 0) {
            missing.add("CAP_NET_RAW (capturing and sending frames)");
        }
        if ((bits >> CAP_NET_ADMIN & 1) == 0) {
            missing.add("CAP_NET_ADMIN (addresses, interfaces up and down)");
        }
        return missing.isEmpty() ? Diagnosis.fine(area, "CAP_NET_RAW and CAP_NET_ADMIN are there")
                : Diagnosis.warning(area, "missing for interfaces of the operating system: " + String.join(" and ",
                        missing), AS_USER_WITH_RIGHTS);
    }

    /** Services that take an interface or its console for themselves as soon as it appears. */
    static List<Diagnosis> meddlers(Machine machine) {
        String area = "other services";
        if (!machine.isLinux()) {
            return List.of();
        }
        List<String> programs = machine.programs();
        List<Diagnosis> found = new ArrayList<>();
        if (programs.contains("ModemManager")) {
            found.add(Diagnosis.warning(area, "ModemManager runs: it opens serial consoles of accessories, and sends "
                    + "AT commands to them", UsbChecks.INSTALL_RULE));
        }
        if (programs.contains("NetworkManager")) {
            found.add(Diagnosis.warning(area, "NetworkManager runs: it asks for an address on interfaces that the "
                    + "harness leaves to the operating system", "nmcli device set INTERFACE managed no"));
        }
        return found.isEmpty() ? List.of(Diagnosis.fine(area, "neither ModemManager nor NetworkManager runs")) : found;
    }
}
