package dev.lanyard.drivers.cdc;

import dev.lanyard.drivers.usb.UsbDeviceInfo;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.CdcFunctionFinder;
import dev.lanyard.wire.cdc.NtbParameters;
import dev.lanyard.wire.usb.BosTree;
import dev.lanyard.wire.usb.ConfigurationTree;
import dev.lanyard.wire.usb.DescriptorChain;
import dev.lanyard.wire.usb.DescriptorParser;
import dev.lanyard.wire.usb.DeviceDescriptor;
import dev.lanyard.wire.usb.StringDescriptor;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What a device said of itself.
 *
 * @param device         the answer to the request for the device descriptor
 * @param qualifier      the answer to the request for the device qualifier; empty where it was refused
 * @param bos            empty where it was not asked for (bcdUSB below 2.01) or refused
 * @param configurations in the order of their index
 * @param languages      language ids of the strings
 * @param stringLanguage in which the strings were read; 0 where there are none
 * @param strings        by index
 * @param ntbParameters  of the NCM function that was probed
 * @param troubles       requests that failed, and what is odd about the answers, one sentence each
 */
public record DeviceReport(UsbDeviceInfo info, DescriptorChain device, Optional<DescriptorChain> qualifier,
                           Optional<BosTree> bos, List<Configuration> configurations, List<Integer> languages,
                           int stringLanguage, SortedMap<Integer, StringDescriptor> strings,
                           Optional<NtbParametersRead> ntbParameters, List<String> troubles) {

    public DeviceReport {
        configurations = List.copyOf(configurations);
        languages = List.copyOf(languages);
        strings = Collections.unmodifiableSortedMap(new TreeMap<>(strings));
        troubles = List.copyOf(troubles);
    }

    /**
     * A configuration.
     *
     * @param index     what GET_DESCRIPTOR was asked for; not the bConfigurationValue
     * @param shortRead the answer to the first request, for nine octets
     * @param tree      of the second answer, to a request for wTotalLength octets
     * @param functions ECM and NCM functions in it
     */
    public record Configuration(int index, Bytes shortRead, ConfigurationTree tree, List<CdcFunction> functions) {

        /** Of these octets; {@code trouble} is told what is wrong with them. */
        public static Configuration of(int index, Bytes shortRead, Bytes raw, Consumer<String> trouble) {
            ConfigurationTree tree = DescriptorParser.configuration(raw);
            List<CdcFunction> functions = CdcFunctionFinder.find(tree);
            String where = "configuration index " + index + ": ";
            tree.defects().forEach(d -> trouble.accept(where + d));
            functions.forEach(f -> f.defects().forEach(d -> trouble.accept(where + d)));
            return new Configuration(index, shortRead, tree, functions);
        }

        public Configuration {
            functions = List.copyOf(functions);
        }
    }

    /** The answer to GetNtbParameters, as sent and as read. */
    public record NtbParametersRead(Bytes raw, NtbParameters parameters) {}

    /** The device descriptor, where the answer holds one. */
    public Optional<DeviceDescriptor> deviceDescriptor() {
        return device.first(DeviceDescriptor.class);
    }

    /** The string of this index, as sent: escape it before it is shown ({@link StringDescriptor#printable()}). */
    public Optional<String> string(int index) {
        return Optional.ofNullable(strings.get(index)).map(StringDescriptor::text);
    }

    /** The same report with what was read later. */
    DeviceReport with(Optional<NtbParametersRead> read, List<String> allTroubles) {
        return new DeviceReport(info, device, qualifier, bos, configurations, languages, stringLanguage, strings,
                read, allTroubles);
    }
}
