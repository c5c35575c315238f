package dev.lanyard.runner.step.usb;

import dev.lanyard.drivers.cdc.CdcOptions;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.Key;
import dev.lanyard.runner.bind.Range;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.ByteSize;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Selects an alternate setting of the data interface. */
@Verb(name = "usb.set-interface",
        doc = "Selects an alternate setting of the data interface: 1 starts the data path, 0 stops it. Before 1, an "
                + "NCM driver makes its configuration requests; after it, the driver sets the packet filter. What is said "
                + "of format, crc, input-size and packet-filter holds for this selection alone. Where the operating system's "
                + "driver has the accessory (net:…), 1 takes its interface up, and nothing else can be chosen.",
        example = """
                id: alt1-again
                usb.set-interface: {interface: data, alternate: 1, within: 5s}
                """,
        after = Situation.ATTACHED)
public final class UsbSetInterface implements Step<UsbSetInterface.Arguments, Step.Nothing> {

    /** Which interface of the function. */
    public enum Which {
        /** The data interface, the only one with alternates. */
        DATA
    }

    /** Keys of the step. */
    public record Arguments(
            @Doc("which interface: data") @Key("interface") @Default("data") Which which,
            @Doc("the alternate setting: 0 or 1") @Range(min = "0", max = "255") int alternate,
            @Doc("whether the driver sets the packet filter after 1") @Default("true") boolean packetFilter,
            @Doc("NCM: the block format to select first: auto, ntb16 or ntb32")
            Optional<CdcOptions.Format> format,
            @Doc("NCM: whether a CRC goes behind each datagram") Optional<Boolean> crc,
            @Doc("NCM: the longest block that the accessory may send") @Range(min = "1B", max = "16MiB")
            Optional<ByteSize> inputSize,
            @Doc("how soon each request must be answered") @Default("5s") Duration within) {

        CdcOptions options(CdcOptions usual) {
            CdcOptions options = packetFilter ? usual : usual.withPacketFilter(CdcOptions.NO_PACKET_FILTER);
            return options.withNtb(format.orElse(options.format()),
                    inputSize.map(size -> (int) size.octets()).orElse(options.ntbInputSize()),
                    crc.orElse(options.crc()));
        }
    }

    @Override
    public Duration limit(Arguments arguments) {
        // Selecting alternate 1 of an NCM function makes up to eight requests.
        return arguments.within().multipliedBy(10).plusSeconds(5);
    }

    @Override
    public Nothing run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        context.attachment().selectAlternate(arguments.alternate(), arguments::options, arguments.within());
        return new Nothing();
    }
}
