package dev.lanyard.drivers.cdc;

import dev.lanyard.drivers.cdc.DeviceReport.Configuration;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.EthernetNetworkingDescriptor;
import dev.lanyard.wire.usb.BosDescriptor;
import dev.lanyard.wire.usb.BosTree;
import dev.lanyard.wire.usb.ConfigurationDescriptor;
import dev.lanyard.wire.usb.Descriptor;
import dev.lanyard.wire.usb.DescriptorChain;
import dev.lanyard.wire.usb.DescriptorParser;
import dev.lanyard.wire.usb.DescriptorType;
import dev.lanyard.wire.usb.DeviceDescriptor;
import dev.lanyard.wire.usb.DeviceQualifierDescriptor;
import dev.lanyard.wire.usb.InterfaceAssociationDescriptor;
import dev.lanyard.wire.usb.InterfaceDescriptor;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.StandardRequests;
import dev.lanyard.wire.usb.StringDescriptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads what a device says of itself, with standard requests alone: a device in any state answers them and no state
 * changes. A request that fails becomes a trouble, not the end, except when the device is gone or time is up.
 */
final class DeviceReader {

    /** USB 2.0 §9.2.6.4 gives a device half a second for a data stage. */
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(2);
    private static final int SHORT_READ = 9;
    private static final int STRING_READ = 255;
    private static final int BOS_SINCE = 0x0201;
    private static final int MAX_TROUBLES = 100;

    private final UsbConnection connection;
    private final Deadline deadline;
    private final List<String> troubles = new ArrayList<>();

    DeviceReader(UsbConnection connection, Deadline deadline) {
        this.connection = connection;
        this.deadline = deadline;
    }

    DeviceReport read() throws UsbException, InterruptedException {
        Bytes raw = read("GET_DESCRIPTOR of the device",
                StandardRequests.getDescriptor(DescriptorType.DEVICE, 0, 0, DeviceDescriptor.LENGTH))
                .orElse(Bytes.EMPTY);
        DescriptorChain device = DescriptorParser.single(raw, DescriptorType.DEVICE);
        device.defects().forEach(d -> trouble("device descriptor: " + d));
        Optional<DeviceDescriptor> descriptor = device.first(DeviceDescriptor.class);
        // Devices that run at one speed only refuse this, so a refusal is no trouble (USB 2.0 §9.6.2).
        Optional<DescriptorChain> qualifier = ask(StandardRequests.getDescriptor(DescriptorType.DEVICE_QUALIFIER, 0, 0,
                DeviceQualifierDescriptor.LENGTH))
                .map(b -> DescriptorParser.single(b, DescriptorType.DEVICE_QUALIFIER));
        Optional<BosTree> bos = Optional.empty();
        if (descriptor.filter(d -> d.bcdUSB() >= BOS_SINCE).isPresent()) {
            bos = bos();
        }
        List<Configuration> configurations =
                configurations(descriptor.map(DeviceDescriptor::bNumConfigurations).orElse(1));
        Strings strings = strings(descriptor, configurations);
        return new DeviceReport(connection.device(), device, qualifier, bos, configurations, strings.languages,
                strings.language, strings.byIndex, Optional.empty(), troubles);
    }

    private record Strings(List<Integer> languages, int language, SortedMap<Integer, StringDescriptor> byIndex) {}

    private Optional<BosTree> bos() throws UsbException, InterruptedException {
        Optional<Bytes> head = read("GET_DESCRIPTOR of the BOS",
                StandardRequests.getDescriptor(DescriptorType.BOS, 0, 0, BosDescriptor.LENGTH));
        if (head.isEmpty()) {
            return Optional.empty();
        }
        int total = head.get().has(2, 2) ? Math.max(head.get().u16le(2), BosDescriptor.LENGTH) : BosDescriptor.LENGTH;
        Optional<BosTree> tree = read("GET_DESCRIPTOR of the whole BOS",
                StandardRequests.getDescriptor(DescriptorType.BOS, 0, 0, total)).map(DescriptorParser::bos);
        tree.ifPresent(t -> t.defects().forEach(d -> trouble("BOS: " + d)));
        return tree;
    }

    private List<Configuration> configurations(int bNumConfigurations) throws UsbException, InterruptedException {
        List<Configuration> configurations = new ArrayList<>();
        for (int index = 0; index < Math.max(1, bNumConfigurations); index++) {
            String what = "GET_DESCRIPTOR of configuration index " + index;
            Optional<Bytes> head = read(what,
                    StandardRequests.getDescriptor(DescriptorType.CONFIGURATION, index, 0, SHORT_READ));
            if (head.isEmpty()) {
                break;
            }
            int total = head.get().has(2, 2) ? Math.max(head.get().u16le(2), SHORT_READ) : SHORT_READ;
            Bytes raw = read(what + " in full",
                    StandardRequests.getDescriptor(DescriptorType.CONFIGURATION, index, 0, total)).orElse(head.get());
            if (!raw.truncate(head.get().length()).equals(head.get())) {
                trouble("configuration index " + index + " begins otherwise in the full read than in the short one");
            }
            configurations.add(Configuration.of(index, head.get(), raw, this::trouble));
        }
        return configurations;
    }

    private Strings strings(Optional<DeviceDescriptor> device, List<Configuration> configurations)
            throws UsbException, InterruptedException {
        SortedSet<Integer> indices = stringIndices(device, configurations);
        SortedMap<Integer, StringDescriptor> byIndex = new TreeMap<>();
        if (indices.isEmpty()) {
            return new Strings(List.of(), 0, byIndex);
        }
        List<Integer> languages = string(0, 0).map(StringDescriptor::languages).orElse(List.of());
        int language = languages.isEmpty() || languages.contains(StringDescriptor.ENGLISH_US)
                ? StringDescriptor.ENGLISH_US : languages.getFirst();
        for (int index : indices) {
            string(index, language).ifPresent(s -> byIndex.put(index, s));
        }
        return new Strings(languages, language, byIndex);
    }

    private static SortedSet<Integer> stringIndices(Optional<DeviceDescriptor> device,
                                                    List<Configuration> configurations) {
        SortedSet<Integer> indices = new TreeSet<>();
        device.ifPresent(d -> indices.addAll(List.of(d.iManufacturer(), d.iProduct(), d.iSerialNumber())));
        for (Configuration configuration : configurations) {
            for (Descriptor descriptor : configuration.tree().descriptors()) {
                switch (descriptor) {
                    case ConfigurationDescriptor c -> indices.add(c.iConfiguration());
                    case InterfaceAssociationDescriptor a -> indices.add(a.iFunction());
                    case InterfaceDescriptor i -> indices.add(i.iInterface());
                    default -> { }
                }
            }
            configuration.functions().forEach(f ->
                    f.ethernet().map(EthernetNetworkingDescriptor::iMACAddress).ifPresent(indices::add));
        }
        indices.remove(0);
        return indices;
    }

    private Optional<StringDescriptor> string(int index, int language) throws UsbException, InterruptedException {
        Optional<Bytes> raw = read("GET_DESCRIPTOR of string " + index,
                StandardRequests.getDescriptor(DescriptorType.STRING, index, language, STRING_READ));
        if (raw.isEmpty()) {
            return Optional.empty();
        }
        DescriptorChain chain = DescriptorParser.single(raw.get(), DescriptorType.STRING);
        chain.defects().forEach(d -> trouble("string " + index + ": " + d));
        return chain.first(StringDescriptor.class);
    }

    private Optional<Bytes> read(String what, SetupPacket setup) throws UsbException, InterruptedException {
        Duration given = deadline.remaining(what, REQUEST_LIMIT);
        try {
            return Optional.of(connection.control(setup, given));
        } catch (UsbException e) {
            endUnlessRefused(e, given);
            trouble(what + " failed: " + e.error().sentence());
            return Optional.empty();
        }
    }

    private Optional<Bytes> ask(SetupPacket setup) throws UsbException, InterruptedException {
        Duration given = deadline.remaining(setup.toString(), REQUEST_LIMIT);
        try {
            return Optional.of(connection.control(setup, given));
        } catch (UsbException e) {
            endUnlessRefused(e, given);
            return Optional.empty();
        }
    }

    private void endUnlessRefused(UsbException e, Duration given) throws UsbException {
        // Transfers count whole milliseconds, so the one that took all that was left may end a moment before the deadline.
        boolean over = e.error() == UsbError.TIMEOUT && given.compareTo(REQUEST_LIMIT) < 0;
        if (over || e.error() == UsbError.DETACHED || e.error() == UsbError.CANCELLED
                || e.error() == UsbError.GARBAGE) {
            throw e;
        }
    }

    private void trouble(String text) {
        if (troubles.size() < MAX_TROUBLES) {
            troubles.add(text);
        }
    }
}
