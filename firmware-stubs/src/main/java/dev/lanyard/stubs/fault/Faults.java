package dev.lanyard.stubs.fault;

import dev.lanyard.stubs.net.NetworkSettings.Addressing;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All faults by their ids. */
public final class Faults {

    private static final int NEAR_MISSES = 3;

    private static final Map<String, Fault> BY_ID = byId(Stream.of(UsbFaults.ALL, DescriptorFaults.ALL,
            InterfaceFaults.ALL, RequestFaults.ALL, NotificationFaults.ALL, FrameFaults.ALL, BlockFaults.ALL,
            BulkFaults.ALL, HostFaults.ALL, NetworkFaults.ALL, AddressingFaults.ALL, DhcpFaults.ALL, Ipv6Faults.ALL,
            EchoFaults.ALL, MdnsFaults.ALL, ControlFaults.ALL, SettingFaults.ALL, LinkFaults.ALL, LifeFaults.ALL)
            .flatMap(List::stream).toList());

    private Faults() {}

    private static Map<String, Fault> byId(List<Fault> faults) {
        Map<String, Fault> byId = new LinkedHashMap<>();
        for (Fault fault : faults) {
            if (byId.put(fault.id(), fault) != null) {
                throw new IllegalStateException("two faults have the id " + fault.id());
            }
        }
        return Collections.unmodifiableMap(byId);
    }

    /** Every fault there is, by family. */
    public static List<Fault> all() {
        return List.copyOf(BY_ID.values());
    }

    /**
     * The fault of this id.
     *
     * @throws IllegalArgumentException when there is none; names the nearest ones
     */
    public static Fault require(String id) {
        Fault fault = BY_ID.get(id);
        if (fault == null) {
            throw new IllegalArgumentException("no fault has the id \"" + id + "\"; near it: "
                    + String.join(", ", nearest(id)) + " (" + BY_ID.size() + " faults; each has the id of the rule "
                    + "that it breaks)");
        }
        return fault;
    }

    /**
     * The defects of several faults, for one accessory.
     *
     * @throws IllegalArgumentException when there is no such fault, when a function of {@code model} or an accessory
     *                                  of this {@code addressing} cannot have it, or when it is named twice
     */
    public static Defect defect(List<String> ids, Model model, Addressing addressing) {
        List<Fault> faults = ids.stream().map(Faults::require).toList();
        for (Fault fault : faults) {
            if (!fault.models().contains(model)) {
                throw new IllegalArgumentException("fault " + fault.id() + " is one of " + fault.models().stream()
                        .map(Model::name).collect(Collectors.joining(" and ")) + " accessories, not of " + model
                        + ": " + fault.sentence());
            }
        }
        for (Fault fault : faults) {
            // Most faults have nothing to do with addresses; those of the static accessory are all there is to that.
            if (fault.addressing() != Addressing.STATIC && fault.addressing() != addressing) {
                throw new IllegalArgumentException("fault " + fault.id() + " is one of emulated:"
                        + model.name().toLowerCase(Locale.ROOT) + suffix(fault.addressing()) + ": "
                        + fault.sentence());
            }
        }
        if (faults.stream().distinct().count() < faults.size()) {
            throw new IllegalArgumentException("a fault is named twice: " + String.join(", ", ids));
        }
        return faults.isEmpty() ? Defect.NONE : Defect.all(faults.stream().map(fault -> fault.defect().get()).toList());
    }

    /** What an accessory's name has behind its function: {@code -link-local}; empty for a static address. */
    public static String suffix(Addressing addressing) {
        return addressing == Addressing.STATIC ? ""
                : "-" + addressing.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static List<String> nearest(String id) {
        String wanted = id.toUpperCase(Locale.ROOT).replace('_', '-');
        return BY_ID.keySet().stream().sorted(Comparator.comparingInt((String known) -> -likeness(wanted, known)))
                .limit(NEAR_MISSES).toList();
    }

    /** How much two ids begin and end alike: a slip of the pen anywhere leaves the rest. */
    private static int likeness(String one, String other) {
        int most = Math.min(one.length(), other.length());
        int front = 0;
        while (front < most && one.charAt(front) == other.charAt(front)) {
            front++;
        }
        int back = 0;
        while (back < most - front
                && one.charAt(one.length() - 1 - back) == other.charAt(other.length() - 1 - back)) {
            back++;
        }
        return front + back;
    }
}
