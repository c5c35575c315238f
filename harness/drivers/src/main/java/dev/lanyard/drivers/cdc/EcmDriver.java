package dev.lanyard.drivers.cdc;

import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.EthernetNetworkingDescriptor;
import dev.lanyard.wire.net.MacAddress;

/** Drives a function of the Ethernet Networking Control Model; made by {@link CdcDrivers}. */
public final class EcmDriver extends AbstractCdcDriver {

    /** Room for frames longer than announced: they are to be seen, not lost. */
    private static final int LEAST_READ = 2047;

    EcmDriver(UsbConnection connection, CdcFunction function, DeviceReport report, MacAddress hostMacAddress,
              CdcOptions options, Recorder recorder) {
        super(connection, function, report, hostMacAddress, options, recorder);
    }

    @Override
    public Kind kind() {
        return Kind.ECM;
    }

    @Override
    void prepare(Deadline deadline) {
        // ECM has nothing to settle.
    }

    @Override
    void forget() {
        // Nor to forget.
    }

    @Override
    long longestTransfer() {
        return Math.max(LEAST_READ,
                function.ethernet().map(EthernetNetworkingDescriptor::wMaxSegmentSize).orElse(0) + 1);
    }

    @Override
    DataPath open(OutPipe out, int outPacketSize) {
        return new EcmDataPath(link, out, counting, options.padding(), outPacketSize);
    }

    /** ECM 1.20 table 6 (unchecked) requires it of every function. */
    @Override
    boolean takesPacketFilter() {
        return true;
    }
}
