package dev.lanyard.cli.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The rest of the machine: drivers, serial ports, clock and disk. */
final class MachineChecks {

    private static final List<String> DRIVERS = List.of("cdc_ether", "cdc_ncm", "cdc_acm");
    private static final Instant TOO_EARLY = Instant.parse("2026-01-01T00:00:00Z");
    private static final long LITTLE_SPACE = 1L << 30;

    private MachineChecks() {}

    static Diagnosis drivers(Machine machine) {
        String area = "drivers";
        if (!machine.isLinux()) {
            return Diagnosis.notApplicable(area, "only Linux has them as modules");
        }
        String release = machine.text(machine.at("/proc/sys/kernel/osrelease")).orElse("").strip();
        String known = machine.text(machine.at("/lib/modules/" + release + "/modules.dep")).orElse("")
                + machine.text(machine.at("/lib/modules/" + release + "/modules.builtin")).orElse("");
        List<String> missing = new ArrayList<>();
        for (String driver : DRIVERS) {
            if (!machine.has("/sys/module/" + driver) && !known.contains("/" + driver + ".ko")) {
                missing.add(driver);
            }
        }
        return missing.isEmpty() ? Diagnosis.fine(area, "the kernel has " + String.join(", ", DRIVERS))
                : Diagnosis.warning(area, "kernel " + release + " has no " + String.join(", ", missing)
                        + ": accessories cannot be tested through its own driver", "install a kernel with these "
                        + "modules (Debian: apt-get install linux-image-amd64)");
    }

    static Diagnosis serialPorts(Machine machine) {
        String area = "serial ports";
        if (!machine.isLinux()) {
            return Diagnosis.notApplicable(area, "only Linux keeps them from users");
        }
        List<Path> ports = usbSerialPorts(machine);
        List<Path> closed = ports.stream().filter(machine.usable().negate()).toList();
        if (closed.isEmpty()) {
            return Diagnosis.fine(area, ports.isEmpty() ? "no USB serial port is there"
                    : "all " + ports.size() + " USB serial ports may be opened");
        }
        return Diagnosis.warning(area, machine.user() + " may not open " + String.join(", ",
                closed.stream().map(Path::toString).toList()), "sudo usermod -aG dialout " + machine.user()
                + ", then log in again");
    }

    static List<Path> usbSerialPorts(Machine machine) {
        return machine.in("/dev").stream()
                .filter(path -> path.getFileName().toString().matches("tty(ACM|USB)\\d+")).toList();
    }

    static Diagnosis clock(Instant now) {
        return now.isBefore(TOO_EARLY) ? Diagnosis.warning("clock", "it shows " + now
                + ": times in reports, and known issues that expire, will be wrong", "sudo timedatectl set-ntp true")
                : Diagnosis.fine("clock", "it shows " + now);
    }

    /** @param folder where runs are stored, or will be */
    static Diagnosis disk(Path folder) {
        String area = "disk";
        try {
            FileStore store = Files.getFileStore(Stream.iterate(folder.toAbsolutePath(), path -> path != null,
                    Path::getParent).filter(Files::exists).findFirst().orElseThrow());
            return disk(folder, store.getUsableSpace());
        } catch (IOException e) {
            return Diagnosis.warning(area, "free space cannot be told: " + e.getMessage(), "df -h " + folder);
        }
    }

    static Diagnosis disk(Path folder, long free) {
        String area = "disk";
        String seen = free / (1 << 20) + " MiB are free for runs in " + folder.toAbsolutePath().normalize();
        return free < LITTLE_SPACE ? Diagnosis.warning(area, seen, "./lanyard run --out FOLDER with more space")
                : Diagnosis.fine(area, seen);
    }
}
