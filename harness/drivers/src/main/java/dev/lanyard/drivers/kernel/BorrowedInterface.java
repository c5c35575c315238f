package dev.lanyard.drivers.kernel;

import dev.lanyard.drivers.debt.Debt;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An interface that the harness has changed, and how it was before. A note on disk tells it too, until it is given
 * back.
 *
 * <p>While it is borrowed, the operating system is kept from speaking for itself there: it makes no IPv6 address of its
 * own and forwards nothing, because the accessory is to see one host, the harness'. What it had been given before by
 * somebody else (an IPv4 address, a global IPv6 address) is left alone.
 */
final class BorrowedInterface implements AutoCloseable {

    static final String SUFFIX = ".interface";

    private static final Logger LOG = LoggerFactory.getLogger(BorrowedInterface.class);
    private static final String NAME = "name";
    private static final String INDEX = "index";
    private static final String UP = "up";
    private static final String ADDRESS = "address";
    private static final String SETTING = "setting.";
    /** What is set, below /proc/sys/net, and to what; %s is the interface. */
    private static final Map<String, String> QUIET = Map.of(
            "ipv6/conf/%s/disable_ipv6", "1",
            "ipv4/conf/%s/forwarding", "0");

    private final String name;
    private final int index;
    private final KernelInterfaces interfaces;
    private final LinkControl control;
    private final Path settings;
    private final Path notes;
    private final Map<String, String> before = new LinkedHashMap<>();
    private boolean wasUp;
    private boolean addressed;
    private Optional<Debt> note = Optional.empty();
    private boolean returned;

    /**
     * Changes nothing yet.
     *
     * @param settings /proc/sys/net, or what stands for it
     * @param notes    where notes are kept
     */
    BorrowedInterface(KernelInterface borrowed, KernelInterfaces interfaces, LinkControl control, Path settings,
                      Path notes) {
        this(borrowed.name(), borrowed.index(), interfaces, control, settings, notes);
    }

    private BorrowedInterface(String name, int index, KernelInterfaces interfaces, LinkControl control, Path settings,
                              Path notes) {
        this.name = name;
        this.index = index;
        this.interfaces = interfaces;
        this.control = control;
        this.settings = settings;
        this.notes = notes;
    }

    /**
     * Takes the interface up, quietly.
     *
     * @return what of the operating system's stays on the interface and may be seen by the accessory
     */
    synchronized List<String> takeUp() throws IOException {
        wasUp = control.isUp(name);
        List<String> others = addresses();
        Map<String, String> change = new LinkedHashMap<>();
        for (Map.Entry<String, String> quiet : QUIET.entrySet()) {
            Path file = settings.resolve(quiet.getKey().formatted(name));
            boolean mayGo = !quiet.getKey().startsWith("ipv6") || others.stream().noneMatch(a -> a.contains(":"));
            if (mayGo && Files.isRegularFile(file)) {
                String is = Files.readString(file).strip();
                if (!is.equals(quiet.getValue())) {
                    before.put(quiet.getKey(), is);
                    change.put(quiet.getKey(), quiet.getValue());
                }
            }
        }
        writeNote();
        for (Map.Entry<String, String> one : change.entrySet()) {
            set(one.getKey(), one.getValue());
        }
        if (!wasUp) {
            control.setUp(name, true);
        }
        return others;
    }

    /** Gives the interface an address of the operating system's, so that its sockets work there. */
    synchronized void address(String address, int prefixLength) throws IOException {
        addressed = true;
        writeNote();
        control.addAddress(name, address, prefixLength);
    }

    private void writeNote() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(NAME, name);
        facts.put(INDEX, Integer.toString(index));
        facts.put(UP, Boolean.toString(wasUp));
        facts.put(ADDRESS, Boolean.toString(addressed));
        before.forEach((key, value) -> facts.put(SETTING + key, value));
        note = Optional.of(Debt.note(notes, name, SUFFIX, facts));
    }

    private void set(String key, String value) throws IOException {
        Path file = settings.resolve(key.formatted(name));
        try {
            Files.writeString(file, value + "\n");
        } catch (IOException e) {
            throw new IOException("setting " + file + " to " + value + " is denied"
                    + "; ./lanyard doctor prints the command that gives the right", e);
        }
    }

    /** Addresses that somebody gave the interface; link-local ones of IPv6 are the operating system's own. */
    private List<String> addresses() {
        List<String> found = new ArrayList<>();
        try {
            NetworkInterface here = NetworkInterface.getByName(name);
            if (here != null) {
                for (InterfaceAddress one : here.getInterfaceAddresses()) {
                    if (!(one.getAddress() instanceof Inet6Address six && six.isLinkLocalAddress())) {
                        found.add(one.getAddress().getHostAddress() + "/" + one.getNetworkPrefixLength());
                    }
                }
            }
        } catch (SocketException e) {
            LOG.debug("addresses of {} cannot be told: {}", name, e.toString());
        }
        return found;
    }

    /** Puts everything back as it was, each thing on its own; the note stays while something is owed. Idempotent. */
    @Override
    public synchronized void close() {
        if (returned || note.isEmpty()) {
            return;
        }
        returned = true;
        List<String> troubles = giveBack();
        troubles.forEach(trouble -> LOG.warn("{}; ./lanyard doctor --repair tries it again", trouble));
        if (troubles.isEmpty()) {
            note.ifPresent(Debt::settled);
        }
    }

    /** @return what could not be put back; nothing when the interface is no more, which owes nothing */
    private List<String> giveBack() {
        List<String> troubles = new ArrayList<>();
        if (!isThere()) {
            return troubles;
        }
        if (addressed) {
            attempt(() -> control.removeAddress(name), troubles);
        }
        if (!wasUp) {
            attempt(() -> control.setUp(name, false), troubles);
        }
        before.forEach((key, value) -> attempt(() -> set(key, value), troubles));
        return troubles;
    }

    /** Java itself does not see interfaces without addresses. */
    private boolean isThere() {
        return interfaces.isThere(name, index);
    }

    private interface Attempt {
        void make() throws IOException;
    }

    private void attempt(Attempt what, List<String> troubles) {
        try {
            what.make();
        } catch (IOException e) {
            if (isThere()) {
                troubles.add(e.getMessage());
            }
        }
    }

    /** What processes that are no more owe. */
    static List<Debt> leftOver(Path notes) throws IOException {
        return Debt.leftOver(notes, SUFFIX);
    }

    /** The interface that {@code debt} is about, for messages. */
    static String nameIn(Debt debt) {
        return debt.facts().getOrDefault(NAME, "");
    }

    /**
     * Puts back what a process owes that is no more, and removes the note when that is done.
     *
     * @return what could not be put back
     */
    static List<String> repay(Debt debt, KernelInterfaces interfaces, LinkControl control, Path settings) {
        Map<String, String> facts = debt.facts();
        int index;
        try {
            index = Integer.parseInt(facts.getOrDefault(INDEX, ""));
        } catch (NumberFormatException e) {
            return List.of(debt.file() + " does not say which interface it is about");
        }
        BorrowedInterface borrowed = new BorrowedInterface(nameIn(debt), index, interfaces, control, settings,
                debt.file().getParent());
        borrowed.wasUp = Boolean.parseBoolean(facts.getOrDefault(UP, "true"));
        borrowed.addressed = Boolean.parseBoolean(facts.getOrDefault(ADDRESS, "false"));
        // Only what this class may have written: a note is no leave to write elsewhere.
        QUIET.keySet().stream().filter(key -> facts.containsKey(SETTING + key))
                .forEach(key -> borrowed.before.put(key, facts.get(SETTING + key)));
        List<String> troubles = borrowed.giveBack();
        if (troubles.isEmpty()) {
            debt.settled();
        }
        return troubles;
    }
}
