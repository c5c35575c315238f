package dev.lanyard.runner.step.usb;

import dev.lanyard.drivers.cdc.CdcDriver;
import dev.lanyard.drivers.usb.TransferRequest;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Attachment;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.EndpointDescriptor;
import dev.lanyard.wire.usb.TransferType;
import java.io.IOException;
import java.time.Duration;

/** Begins a transfer and does not end it. */
@Verb(name = "usb.partial-write",
        doc = "Writes the first packet of a longer transfer to the bulk OUT endpoint and nothing more: the beginning of a "
                + "frame (ECM) or block (NCM). What follows should be usb.detach: {abruptly: true} or usb.reset.",
        example = "usb.partial-write: {within: 1s}")
public final class UsbPartialWrite implements Step<UsbPartialWrite.Arguments, UsbPartialWrite.Result> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("how soon the accessory must take it") @Default("1s") Duration within) {}

    /** What came of it. */
    public record Result(@Doc("how many octets were written") int octets) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().plusSeconds(10);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        Attachment attachment = context.attachment();
        EndpointDescriptor endpoint = Target.BULK_OUT.endpoint(attachment.driver());
        int packet = Math.clamp(endpoint.maxPacketOctets(), 64, 1024);
        Bytes head = attachment.driver().kind() == CdcDriver.Kind.NCM ? blockHeader(2 * packet)
                : Bytes.of(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF).concat(attachment.driver().hostMacAddress().bytes())
                        .concat(Bytes.of(0x88, 0xB5));
        Bytes data = head.concat(Bytes.wrap(new byte[packet - head.length()]));
        attachment.connection().submit(TransferRequest.out(TransferType.BULK, endpoint.bEndpointAddress(), data, false,
                arguments.within())).await();
        return new Result(data.length());
    }

    /** NTH16 of a block that is longer than what is sent of it (NCM 1.0 §3.2.1, unchecked). */
    private static Bytes blockHeader(int blockLength) {
        int table = blockLength - 16;
        return Bytes.of('N', 'C', 'M', 'H', 12, 0, 0, 0, blockLength, blockLength >> 8, table, table >> 8);
    }
}
