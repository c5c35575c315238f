package dev.lanyard.stubs.cdc;

import dev.lanyard.stubs.loop.FirmwareLoop;
import dev.lanyard.wire.cdc.CdcCodes;
import dev.lanyard.wire.usb.Descriptor;
import java.util.List;

/** An Ethernet Control Model function (ECM 1.20). */
public final class EcmFunction {

    private EcmFunction() {}

    public static EthernetFunction create(FirmwareLoop loop, FunctionSettings settings, FrameCarrier network,
                                          FunctionSeam seam) {
        return new EthernetFunction(loop, settings, new FrameFilter(settings.hostAddress()),
                new EcmFraming(settings.bulkPacketSize()), network, seam);
    }

    /** From the interface association to the last endpoint. */
    public static List<Descriptor> descriptors(FunctionSettings settings) {
        return FunctionDescriptors.of(settings, CdcCodes.SUBCLASS_ECM, 0, List.of());
    }
}
