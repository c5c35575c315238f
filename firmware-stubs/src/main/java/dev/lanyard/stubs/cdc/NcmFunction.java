package dev.lanyard.stubs.cdc;

import dev.lanyard.stubs.loop.FirmwareLoop;
import dev.lanyard.wire.cdc.CdcCodes;
import dev.lanyard.wire.cdc.NcmDescriptor;
import dev.lanyard.wire.cdc.NtbParameters;
import dev.lanyard.wire.usb.Descriptor;
import java.util.List;

/** A Network Control Model function (NCM 1.0) with every optional capability but encapsulated commands. */
public final class NcmFunction {

    static final int CAPABILITIES = NcmDescriptor.PACKET_FILTER | NcmDescriptor.NET_ADDRESS
            | NcmDescriptor.MAX_DATAGRAM_SIZE | NcmDescriptor.CRC_MODE | NcmDescriptor.NTB_INPUT_SIZE_8;

    private static final int BLOCK_SIZE = 16_384;
    /** Not more than Linux takes without reducing it. */
    private static final int OUT_DATAGRAMS = 32;

    private NcmFunction() {}

    public static EthernetFunction create(FirmwareLoop loop, FunctionSettings settings, FrameCarrier network,
                                          FunctionSeam seam) {
        FrameFilter filter = new FrameFilter(settings.hostAddress());
        NtbParameters parameters = NtbParameters.of(NtbParameters.FORMAT_NTB16 | NtbParameters.FORMAT_NTB32,
                BLOCK_SIZE, OUT_DATAGRAMS);
        return new EthernetFunction(loop, settings, filter,
                new NcmFraming(new NcmConfiguration(parameters, CAPABILITIES, filter)), network, seam);
    }

    /** From the interface association to the last endpoint. */
    public static List<Descriptor> descriptors(FunctionSettings settings) {
        return FunctionDescriptors.of(settings, CdcCodes.SUBCLASS_NCM, CdcCodes.PROTOCOL_NTB,
                List.of(NcmDescriptor.of(CAPABILITIES)));
    }
}
