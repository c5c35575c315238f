package dev.lanyard.drivers.cdc;

import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.NcmDescriptor;
import dev.lanyard.wire.cdc.NtbParameters;
import dev.lanyard.wire.net.MacAddress;
import dev.lanyard.wire.ntb.NtbReader;
import dev.lanyard.wire.ntb.NtbWriter;
import java.util.Optional;

/** Drives a function of the Network Control Model; made by {@link CdcDrivers}. */
public final class NcmDriver extends AbstractCdcDriver {

    private final NtbParameters parameters;
    private volatile NcmSettings settings;

    NcmDriver(UsbConnection connection, CdcFunction function, DeviceReport report, NtbParameters parameters,
              MacAddress hostMacAddress, CdcOptions options, Recorder recorder) {
        super(connection, function, report, hostMacAddress, options, recorder);
        this.parameters = parameters;
    }

    @Override
    public Kind kind() {
        return Kind.NCM;
    }

    /** What GetNtbParameters answered when the accessory was probed. */
    public NtbParameters ntbParameters() {
        return parameters;
    }

    /** What was negotiated; empty while alternate 0 is selected. */
    public Optional<NcmSettings> settings() {
        return Optional.ofNullable(settings);
    }

    @Override
    void prepare(Deadline deadline) throws UsbException, InterruptedException {
        settings = new NcmNegotiation(requests, controlInterface(), function.ncm(), parameters, options, notes)
                .run(deadline);
    }

    @Override
    void forget() {
        settings = null;
    }

    @Override
    long longestTransfer() {
        NcmSettings now = settings;
        return now == null ? 0 : now.inputSize();
    }

    @Override
    DataPath open(OutPipe out, int outPacketSize) {
        NcmSettings now = settings;
        NtbWriter.Padding padding = switch (options.padding()) {
            case SPECIFICATION_ZLP -> NtbWriter.Padding.SPECIFICATION;
            case WINDOWS_ONE_EXTRA_BYTE -> NtbWriter.Padding.WINDOWS;
            case LINUX_ZERO_FILL -> NtbWriter.Padding.LINUX;
        };
        NtbWriter writer = new NtbWriter(new NtbWriter.Options(now.format(), now.crc(), now.maxBlockLength(),
                now.maxDatagrams(), now.alignment(), NtbWriter.NdpPlace.LAST, padding));
        return new NcmDataPath(link, out, counting, notes, new NtbReader(now.format(), now.crc()), writer,
                outPacketSize, now.acceptedBlockLength(), options.hold()).start();
    }

    @Override
    boolean takesPacketFilter() {
        return function.ncm().filter(n -> n.has(NcmDescriptor.PACKET_FILTER)).isPresent();
    }
}
