package dev.lanyard.drivers.kernel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What killed runs changed on network interfaces of this machine and did not put back. */
public final class KernelDebts {

    static final Path SETTINGS = Path.of("/proc/sys/net");

    private KernelDebts() {}

    /** The interfaces, by their names. */
    public static List<String> interfaces(Path notes) throws IOException {
        return BorrowedInterface.leftOver(notes).stream().map(BorrowedInterface::nameIn).toList();
    }

    /**
     * One interface after a repair.
     *
     * @param name     the interface
     * @param troubles what could not be put back; empty when nothing is owed any more
     */
    public record Repaid(String name, List<String> troubles) {}

    /** Puts everything back that can be. */
    public static List<Repaid> repay(Path notes) throws IOException {
        KernelInterfaces interfaces = KernelInterfaces.ofThisMachine();
        LinkControl control = new SocketControl();
        return BorrowedInterface.leftOver(notes).stream().map(debt ->
                new Repaid(BorrowedInterface.nameIn(debt), BorrowedInterface.repay(debt, interfaces, control,
                        SETTINGS))).toList();
    }
}
