package dev.lanyard.drivers.cdc;

import dev.lanyard.drivers.cdc.DeviceReport.Configuration;
import dev.lanyard.drivers.cdc.DeviceReport.NtbParametersRead;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.cdc.ClassRequest;
import dev.lanyard.wire.cdc.EthernetNetworkingDescriptor;
import dev.lanyard.wire.cdc.NtbParameters;
import dev.lanyard.wire.net.MacAddress;
import dev.lanyard.wire.usb.StringDescriptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds the ECM or NCM function of a device and makes the driver for it. */
public final class CdcDrivers {

    /** The source of notifications and remarks of the drivers on the timeline. */
    public static final String SOURCE = "cdc";

    /** What the harness calls itself when an accessory gives it no usable address: locally administered. */
    static final MacAddress STAND_IN_ADDRESS = MacAddress.parse("02:1a:4e:59:41:01");

    private static final Pattern MAC_STRING = Pattern.compile("\\p{XDigit}{12}");

    private CdcDrivers() {}

    /**
     * Reads the descriptors, selects the configuration, takes both interfaces of the function and starts to read its
     * notifications. The data interface is in alternate 0 afterwards; the connection stays the caller's to close.
     *
     * @throws UsbException {@link UsbError#NOT_FOUND} when no configuration has a function to drive; the message says
     *                      what was there instead
     */
    public static CdcDriver probe(UsbConnection connection, CdcOptions options, Recorder recorder, Duration timeout)
            throws UsbException, InterruptedException {
        Deadline deadline = Deadline.in(timeout);
        DeviceReport report = new DeviceReader(connection, deadline).read();
        Candidate chosen = choose(report, options).orElseThrow(() -> nothing(connection, report, options));
        select(connection, chosen, deadline);
        Notes notes = new Notes(recorder);
        report.troubles().forEach(t -> notes.repeated("probe", t));
        MacAddress address = hostAddress(report, chosen.function, notes);
        AbstractCdcDriver driver;
        if (chosen.function.model() == Model.NCM) {
            NtbParametersRead read = ntbParameters(connection, chosen.function, deadline);
            List<String> defects = read.parameters().defects(read.raw().length());
            defects.forEach(d -> notes.repeated("probe", "NTB parameters: " + d));
            driver = new NcmDriver(connection, chosen.function, withNtb(report, read), read.parameters(), address,
                    options, recorder);
        } else {
            driver = new EcmDriver(connection, chosen.function, report, address, options, recorder);
        }
        driver.start();
        return driver;
    }

    /**
     * Reads what the device says of itself with standard requests alone, so that whatever drives it notices nothing; NTB
     * parameters are not among it.
     */
    public static DeviceReport declared(UsbConnection connection, Duration timeout)
            throws UsbException, InterruptedException {
        return new DeviceReader(connection, Deadline.in(timeout)).read();
    }

    /**
     * Reads what the device says of itself. For the NTB parameters of an NCM function it selects the configuration and
     * takes the control interface; a device without such a function is left as it was.
     */
    public static DeviceReport describe(UsbConnection connection, CdcOptions options, Duration timeout)
            throws UsbException, InterruptedException {
        Deadline deadline = Deadline.in(timeout);
        DeviceReport report = new DeviceReader(connection, deadline).read();
        Optional<Candidate> chosen = choose(report, options);
        if (chosen.isEmpty() || chosen.get().function.model() != Model.NCM) {
            return report;
        }
        try {
            select(connection, chosen.get(), deadline);
            return withNtb(report, ntbParameters(connection, chosen.get().function, deadline));
        } catch (UsbException e) {
            if (e.error() == UsbError.DETACHED) {
                throw e;
            }
            List<String> troubles = new ArrayList<>(report.troubles());
            troubles.add(e.getMessage());
            return report.with(Optional.empty(), troubles);
        }
    }

    private record Candidate(int bConfigurationValue, CdcFunction function) {}

    private static Optional<Candidate> choose(DeviceReport report, CdcOptions options) {
        List<Candidate> candidates = new ArrayList<>();
        for (Configuration configuration : report.configurations()) {
            int value = configuration.tree().bConfigurationValue();
            if (options.configuration() != 0 && options.configuration() != value) {
                continue;
            }
            configuration.functions().stream().filter(CdcFunction::carriesData)
                    .filter(f -> options.kind().isEmpty() || options.kind().get() == kind(f))
                    .forEach(f -> candidates.add(new Candidate(value, f)));
        }
        // A stable sort: of several with the same model the first stays first.
        candidates.sort(Comparator.comparing(c -> c.function.model() == Model.NCM ? 0 : 1));
        return candidates.stream().findFirst();
    }

    private static CdcDriver.Kind kind(CdcFunction function) {
        return function.model() == Model.NCM ? CdcDriver.Kind.NCM : CdcDriver.Kind.ECM;
    }

    private static UsbException nothing(UsbConnection connection, DeviceReport report, CdcOptions options) {
        String wanted = options.kind().map(Enum::name).orElse("ECM or NCM")
                + (options.configuration() == 0 ? "" : " in configuration " + options.configuration());
        String seen = report.configurations().stream().map(CdcDrivers::summary).collect(Collectors.joining("; "));
        return new UsbException(UsbError.NOT_FOUND, "search for a function of " + wanted + " on "
                + connection.device().id() + " (" + connection.device().vidPid() + ")",
                seen.isEmpty() ? "the device sent no configuration"
                        + report.troubles().stream().limit(4).map(t -> "; " + t).collect(Collectors.joining())
                        : "seen: " + seen);
    }

    private static String summary(Configuration configuration) {
        String interfaces = configuration.tree().interfaces().values().stream().limit(8)
                .map(i -> "%d is %02x/%02x/%02x".formatted(i.bInterfaceNumber(),
                        i.defaultAlternate().descriptor().bInterfaceClass(),
                        i.defaultAlternate().descriptor().bInterfaceSubClass(),
                        i.defaultAlternate().descriptor().bInterfaceProtocol()))
                .collect(Collectors.joining(", "));
        String defects = configuration.functions().stream().flatMap(f -> f.defects().stream()).limit(4)
                .map(d -> ", " + d.message()).collect(Collectors.joining());
        return "configuration " + configuration.tree().bConfigurationValue() + " with interfaces [" + interfaces + "]"
                + defects;
    }

    private static void select(UsbConnection connection, Candidate chosen, Deadline deadline)
            throws UsbException, InterruptedException {
        connection.setConfiguration(chosen.bConfigurationValue, deadline.remaining("SET_CONFIGURATION"));
        connection.claim(chosen.function.control().bInterfaceNumber());
        connection.claim(chosen.function.data().orElseThrow().bInterfaceNumber());
    }

    private static NtbParametersRead ntbParameters(UsbConnection connection, CdcFunction function, Deadline deadline)
            throws UsbException, InterruptedException {
        Bytes raw = new ClassRequests(connection)
                .make(ClassRequest.getNtbParameters(function.control().bInterfaceNumber()), deadline);
        return new NtbParametersRead(raw, NtbParameters.decode(raw));
    }

    private static DeviceReport withNtb(DeviceReport report, NtbParametersRead read) {
        List<String> troubles = new ArrayList<>(report.troubles());
        read.parameters().defects(read.raw().length()).forEach(d -> troubles.add("NTB parameters: " + d));
        return report.with(Optional.of(read), troubles);
    }

    private static MacAddress hostAddress(DeviceReport report, CdcFunction function, Notes notes) {
        Optional<StringDescriptor> string = function.ethernet().map(EthernetNetworkingDescriptor::iMACAddress)
                .map(index -> report.strings().get(index));
        Optional<MacAddress> address = string.map(StringDescriptor::text)
                .filter(text -> MAC_STRING.matcher(text).matches()).map(MacAddress::parse);
        if (address.isEmpty()) {
            notes.warning("the accessory gives the host no usable address: "
                    + string.map(s -> "string iMACAddress is \"" + s.printable() + "\", not 12 hexadecimal digits")
                            .orElse("string iMACAddress cannot be read")
                    + "; " + STAND_IN_ADDRESS + " is used");
        }
        return address.orElse(STAND_IN_ADDRESS);
    }
}
