package dev.lanyard.cli.doctor;

import dev.lanyard.drivers.debt.Debt;
import dev.lanyard.drivers.kernel.KernelDebts;
import dev.lanyard.drivers.libusb.LibUsbHost;
import dev.lanyard.drivers.libusb.TakenInterface;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.evidence.FileTrouble;
import dev.lanyard.runner.bench.PowerDebt;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What runs that were killed still owe this machine: USB interfaces to their drivers, settings of network interfaces,
 * power that is off.
 *
 * @param folder where the notes are
 */
record Debts(Path folder) {

    private static final String AREA = "taken interfaces";
    private static final String POWER = "power left off";
    private static final String REPAIR = "repair";
    private static final Duration SWITCHING = Duration.ofSeconds(10);

    /** Of this user. */
    static Debts ofThisUser() {
        return new Debts(Debt.folder());
    }

    /** One finding for interfaces, and one for power where some is left off. */
    List<Diagnosis> owed() {
        List<Diagnosis> found = new ArrayList<>();
        try {
            found.add(interfaces(TakenInterface.leftOver(folder), KernelDebts.interfaces(folder)));
            List<PowerDebt> off = PowerDebt.leftOver(folder);
            if (!off.isEmpty()) {
                found.add(Diagnosis.problem(POWER, "a run that was killed switched off, and not on again: "
                        + joined(off), "./lanyard doctor --repair"));
            }
        } catch (IOException e) {
            found.add(Diagnosis.warning(AREA, folder + " cannot be read: " + FileTrouble.reason(e), "ls -ld " + folder));
        }
        return found;
    }

    private static Diagnosis interfaces(List<TakenInterface> taken, List<String> changed) {
        List<String> owed = new ArrayList<>();
        if (!taken.isEmpty()) {
            owed.add("took " + taken.stream().map(Debts::name).collect(Collectors.joining(", "))
                    + " from the operating system's driver");
        }
        if (!changed.isEmpty()) {
            owed.add("changed network interface " + String.join(", ", changed));
        }
        return owed.isEmpty() ? Diagnosis.fine(AREA, "no run that was killed owes an interface to its driver")
                : Diagnosis.problem(AREA, "a run that was killed " + String.join(" and ", owed),
                        "./lanyard doctor --repair");
    }

    private static String joined(List<PowerDebt> debts) {
        return debts.stream().map(PowerDebt::toString).distinct().collect(Collectors.joining(", "));
    }

    /** Puts back what can be; power first, since what is off cannot be given back. */
    List<Diagnosis> repay() throws IOException, InterruptedException {
        List<Diagnosis> done = new ArrayList<>();
        for (PowerDebt debt : PowerDebt.leftOver(folder)) {
            done.add(repay(debt));
        }
        for (KernelDebts.Repaid repaid : KernelDebts.repay(folder)) {
            done.add(repaid.troubles().isEmpty() ? Diagnosis.fine(REPAIR, "network interface " + repaid.name()
                    + " is as it was, or is gone; nothing is owed any more")
                    : Diagnosis.problem(REPAIR, "network interface " + repaid.name() + ": "
                            + String.join("; ", repaid.troubles()), asRoot()));
        }
        List<TakenInterface> left = TakenInterface.leftOver(folder);
        if (left.isEmpty()) {
            return done;
        }
        try (LibUsbHost host = LibUsbHost.start()) {
            for (TakenInterface taken : left) {
                done.add(repay(host, taken));
            }
        } catch (UsbException e) {
            done.add(Diagnosis.problem(REPAIR, e.getMessage(), "rm " + left.stream().map(taken ->
                    taken.note().file().toString()).collect(Collectors.joining(" ")) + " if the accessory is gone for "
                    + "good"));
        }
        return done;
    }

    private static Diagnosis repay(PowerDebt debt) throws InterruptedException {
        try {
            return Diagnosis.fine(REPAIR, debt + " was switched on again: " + debt.repay(SWITCHING).said());
        } catch (IOException e) {
            return Diagnosis.problem(REPAIR, debt + " may still be off: " + e.getMessage(),
                    "switch it on by hand, then rm " + debt.note().file());
        }
    }

    private Diagnosis repay(LibUsbHost host, TakenInterface taken) {
        try {
            boolean bound = host.giveBack(taken);
            taken.settled();
            return Diagnosis.fine(REPAIR, name(taken) + (bound ? " is with its driver again"
                    : " has no driver that wants it, or is gone; nothing is owed any more"));
        } catch (UsbException e) {
            return Diagnosis.problem(REPAIR, e.getMessage(), asRoot() + ", or unplug and plug the accessory");
        }
    }

    /** Root has another home, and so other notes. */
    private String asRoot() {
        return "sudo env XDG_STATE_HOME=" + folder.toAbsolutePath().getParent().getParent()
                + " ./lanyard doctor --repair";
    }

    private static String name(TakenInterface taken) {
        return "interface " + taken.number() + " of " + taken.device();
    }
}
