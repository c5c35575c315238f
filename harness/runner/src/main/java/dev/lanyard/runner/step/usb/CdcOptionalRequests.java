package dev.lanyard.runner.step.usb;

import dev.lanyard.drivers.cdc.CdcDriver;
import dev.lanyard.drivers.cdc.DeviceReport;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Attachment;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.wire.cdc.ClassRequest;
import dev.lanyard.wire.cdc.EthernetNetworkingDescriptor;
import dev.lanyard.wire.cdc.NtbInputSize;
import dev.lanyard.wire.cdc.PacketFilter;
import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Makes every class request that a function may have. */
@Verb(name = "cdc.optional-requests",
        doc = "Makes every optional class request with values that change nothing, whether or not the descriptors say "
                + "that it is supported: SetEthernetMulticastFilters with as many addresses as wNumberMCFilters says "
                + "and with one more, and for NCM what each bit of bmNetworkCapabilities stands for. To be used in "
                + "alternate setting 0.",
        example = "cdc.optional-requests: {within: 1s}")
public final class CdcOptionalRequests implements Step<CdcOptionalRequests.Arguments, CdcOptionalRequests.Result> {

    /** Locally administered groups, which nobody uses. */
    private static final long GROUPS = 0x0300_5E00_0000L;
    private static final int MOST_FILTERS = 0x7FFF;
    /** Devices that promise more are not asked for all of it. */
    private static final int MOST_TRIED = 1024;
    private static final int ENCAPSULATED_RESPONSE = 64;
    private static final int DEFAULT_SEGMENT = 1514;

    /** Keys of the step. */
    public record Arguments(@Doc("how soon each must be answered") @Default("1s") Duration within) {}

    /** What came of them. */
    public record Result(
            @Doc("requests made") int requests,
            @Doc("how many were answered") int answered,
            @Doc("how many were refused with STALL") int stalled,
            @Doc("how many were left without answer") int unanswered) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().multipliedBy(20).plusSeconds(10);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        Attachment attachment = context.attachment();
        RequestTally tally = new RequestTally(attachment.connection(), arguments.within());
        for (ClassRequest request : requests(attachment.driver())) {
            if (!tally.isHopeless()) {
                tally.make(request.setup(), request.data());
            }
        }
        return new Result(tally.made(), tally.answered(), tally.stalled(), tally.unanswered());
    }

    private static List<ClassRequest> requests(CdcDriver driver) {
        int control = driver.controlInterface();
        int filters = driver.function().ethernet().map(EthernetNetworkingDescriptor::wNumberMCFilters).orElse(0)
                & MOST_FILTERS;
        List<ClassRequest> requests = new ArrayList<>();
        requests.add(ClassRequest.setEthernetPacketFilter(control, PacketFilter.HOST_DEFAULT));
        if (filters > 0 && filters <= MOST_TRIED) {
            requests.add(multicast(control, filters));
        }
        requests.add(multicast(control, Math.min(filters, MOST_TRIED) + 1));
        if (driver.kind() == CdcDriver.Kind.NCM) {
            ncm(driver, requests);
        }
        return requests;
    }

    private static void ncm(CdcDriver driver, List<ClassRequest> requests) {
        int control = driver.controlInterface();
        long inputSize = driver.report().ntbParameters().map(DeviceReport.NtbParametersRead::parameters)
                .map(p -> p.dwNtbInMaxSize()).orElse(2048L);
        int segment = driver.function().ethernet().map(EthernetNetworkingDescriptor::wMaxSegmentSize)
                .orElse(DEFAULT_SEGMENT);
        requests.add(ClassRequest.getNetAddress(control));
        requests.add(ClassRequest.setNetAddress(control, driver.hostMacAddress()));
        requests.add(ClassRequest.getEncapsulatedResponse(control, ENCAPSULATED_RESPONSE));
        requests.add(ClassRequest.getMaxDatagramSize(control));
        requests.add(ClassRequest.setMaxDatagramSize(control, segment));
        requests.add(ClassRequest.getCrcMode(control));
        requests.add(ClassRequest.setCrcMode(control, 0));
        requests.add(ClassRequest.setNtbInputSizeExtended(control, new NtbInputSize(inputSize, 0)));
    }

    private static ClassRequest multicast(int controlInterface, int count) {
        return ClassRequest.setEthernetMulticastFilters(controlInterface,
                LongStream.range(0, count).mapToObj(i -> new MacAddress(GROUPS + i)).toList());
    }
}
