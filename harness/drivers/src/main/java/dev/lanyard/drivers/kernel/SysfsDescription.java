package dev.lanyard.drivers.kernel;

import dev.lanyard.drivers.cdc.DeviceReport;
import dev.lanyard.drivers.cdc.DeviceReport.Configuration;
import dev.lanyard.drivers.usb.UsbDeviceInfo;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.EthernetNetworkingDescriptor;
import dev.lanyard.wire.cdc.NtbParameters;
import dev.lanyard.wire.usb.BosTree;
import dev.lanyard.wire.usb.DescriptorChain;
import dev.lanyard.wire.usb.DescriptorParser;
import dev.lanyard.wire.usb.DescriptorType;
import dev.lanyard.wire.usb.DeviceDescriptor;
import dev.lanyard.wire.usb.StringDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a device declares, from what Linux read when it was plugged in and keeps in sysfs: the descriptors octet by octet
 * (file {@code descriptors}: the device descriptor, then each configuration), some strings, and the NTB parameters that
 * cdc_ncm was told (Documentation/ABI/stable/sysfs-bus-usb and testing/sysfs-class-net-cdc_ncm). Nothing is sent.
 */
final class SysfsDescription {

    private static final int MOST = 1 << 17;
    private static final int HEAD = 9;
    private static final int TOTAL_LENGTH_AT = 2;
    /** NET_ADDR_SET (include/uapi/linux/netdevice.h): somebody gave the interface another address. */
    private static final String ADDRESS_WAS_SET = "3";

    private final Path device;
    private final Path network;
    private final List<String> troubles = new ArrayList<>();

    private SysfsDescription(Path device, Path network) {
        this.device = device;
        this.network = network;
    }

    /**
     * @param device  the device's folder
     * @param network the folder of the interface that a driver made of it
     * @return empty when the device has gone
     */
    static Optional<DeviceReport> of(Path device, Path network, KernelInterface known, UsbDeviceInfo info) {
        return octets(device.resolve("descriptors")).map(octets ->
                new SysfsDescription(device, network).read(octets, known, info));
    }

    private DeviceReport read(Bytes octets, KernelInterface known, UsbDeviceInfo info) {
        DescriptorChain first = DescriptorParser.single(octets.truncate(DeviceDescriptor.LENGTH), DescriptorType.DEVICE);
        first.defects().forEach(d -> troubles.add("device descriptor: " + d));
        List<Configuration> configurations = configurations(octets);
        Optional<BosTree> bos = octets(device.resolve("bos_descriptors")).map(DescriptorParser::bos);
        bos.ifPresent(tree -> tree.defects().forEach(d -> troubles.add("BOS: " + d)));
        return new DeviceReport(info, first, Optional.empty(), bos, configurations, List.of(), 0,
                strings(first.first(DeviceDescriptor.class), configurations, known), ntbParameters(), troubles);
    }

    private List<Configuration> configurations(Bytes octets) {
        List<Configuration> configurations = new ArrayList<>();
        int at = DeviceDescriptor.LENGTH;
        while (octets.has(at, HEAD)) {
            int total = Math.max(octets.u16le(at + TOTAL_LENGTH_AT), HEAD);
            Bytes raw = octets.slice(at, Math.min(total, octets.length() - at));
            configurations.add(Configuration.of(configurations.size(), raw.truncate(HEAD), raw, troubles::add));
            at += total;
        }
        return configurations;
    }

    /** Of the strings that descriptors name, those that Linux keeps. */
    private SortedMap<Integer, StringDescriptor> strings(Optional<DeviceDescriptor> descriptor,
                                                         List<Configuration> configurations, KernelInterface known) {
        SortedMap<Integer, StringDescriptor> strings = new TreeMap<>();
        descriptor.ifPresent(d -> {
            string(d.iManufacturer(), SysfsInterfaces.optional(device.resolve("manufacturer")), strings);
            string(d.iProduct(), SysfsInterfaces.optional(device.resolve("product")), strings);
            string(d.iSerialNumber(), SysfsInterfaces.optional(device.resolve("serial")), strings);
        });
        boolean itsOwn = SysfsInterfaces.optional(network.resolve("addr_assign_type"))
                .filter(ADDRESS_WAS_SET::equals).isEmpty();
        if (itsOwn && known.kind().isPresent()) {
            // Both drivers take the interface's address from iMACAddress, and have none without it.
            configurations.stream().flatMap(one -> one.functions().stream()).findFirst()
                    .flatMap(function -> function.ethernet()).map(EthernetNetworkingDescriptor::iMACAddress)
                    .ifPresent(index -> string(index, Optional.of(known.mac().bytes().toHex().toUpperCase(
                            Locale.ROOT)), strings));
        }
        return strings;
    }

    private static void string(int index, Optional<String> text, SortedMap<Integer, StringDescriptor> strings) {
        if (index != 0) {
            text.filter(found -> found.length() <= StringDescriptor.MAX_CODE_UNITS)
                    .ifPresent(found -> strings.put(index, StringDescriptor.of(found)));
        }
    }

    /** All fields but wLength, which the driver does not show. */
    private Optional<DeviceReport.NtbParametersRead> ntbParameters() {
        Path folder = network.resolve("cdc_ncm");
        try {
            NtbParameters read = new NtbParameters(NtbParameters.LENGTH, field(folder, "bmNtbFormatsSupported"),
                    Integer.toUnsignedLong(field(folder, "dwNtbInMaxSize")), field(folder, "wNdpInDivisor"),
                    field(folder, "wNdpInPayloadRemainder"), field(folder, "wNdpInAlignment"), 0,
                    Integer.toUnsignedLong(field(folder, "dwNtbOutMaxSize")), field(folder, "wNdpOutDivisor"),
                    field(folder, "wNdpOutPayloadRemainder"), field(folder, "wNdpOutAlignment"),
                    field(folder, "wNtbOutMaxDatagrams"));
            read.defects(NtbParameters.LENGTH).forEach(defect -> troubles.add("NTB parameters: " + defect));
            return Optional.of(new DeviceReport.NtbParametersRead(read.encode(), read));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Decimal, or hexadecimal with 0x. */
    private static int field(Path folder, String name) throws IOException {
        return (int) (long) Long.decode(SysfsInterfaces.text(folder.resolve(name)));
    }

    private static Optional<Bytes> octets(Path file) {
        try (var in = Files.newInputStream(file)) {
            return Optional.of(Bytes.wrap(in.readNBytes(MOST)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
