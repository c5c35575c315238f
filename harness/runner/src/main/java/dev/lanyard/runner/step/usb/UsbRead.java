package dev.lanyard.runner.step.usb;

import dev.lanyard.drivers.usb.TransferRequest;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.Range;
import dev.lanyard.runner.step.Attachment;
import dev.lanyard.runner.step.Checks;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.ByteSize;
import dev.lanyard.runner.value.Expectation;
import dev.lanyard.wire.usb.TransferType;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Reads the bulk IN endpoint. */
@Verb(name = "usb.read",
        doc = "Reads the bulk IN endpoint once, whatever alternate setting is selected: in 0 nothing may come. Some hosts "
                + "let go of a device when an endpoint is read that the selected alternate setting has not.",
        example = "usb.read: {octets: 2048B, during: 300ms}")
public final class UsbRead implements Step<UsbRead.Arguments, UsbRead.Result> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("how many octets are asked for") @Default("2048B") @Range(min = "1B", max = "1MiB") ByteSize octets,
            @Doc("how long it waits") @Default("300ms") Duration during,
            @Doc("how many octets must come: 0, > 0") Optional<Expectation<Integer>> expect) {}

    /** What came of it. */
    public record Result(@Doc("how many octets came") int octets) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.during().plusSeconds(10);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        Attachment attachment = context.attachment();
        TransferRequest read = TransferRequest.in(TransferType.BULK, Target.BULK_IN.index(attachment.driver()),
                (int) arguments.octets().octets(), arguments.during());
        int came = 0;
        try {
            came = attachment.connection().submit(read).await().length();
        } catch (UsbException e) {
            if (e.error() != UsbError.TIMEOUT && e.error() != UsbError.STALL && e.error() != UsbError.NOT_FOUND) {
                throw e;
            }
        }
        return new Checks().value("octets", arguments.expect(), came).orFail(new Result(came), "");
    }
}
