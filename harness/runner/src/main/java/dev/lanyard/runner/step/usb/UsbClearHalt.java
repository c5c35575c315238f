package dev.lanyard.runner.step.usb;

import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Attachment;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.StandardRequests;
import java.io.IOException;
import java.time.Duration;

/** Clears the halt of an endpoint. */
@Verb(name = "usb.clear-halt",
        doc = "Halts an endpoint with SET_FEATURE, unless told otherwise, and clears the halt; asks with GET_STATUS "
                + "before and after clearing. The driver goes on reading meanwhile, and clears a halt that it meets, as "
                + "hosts do.",
        example = "usb.clear-halt: {endpoint: bulk-in}")
public final class UsbClearHalt implements Step<UsbClearHalt.Arguments, UsbClearHalt.Result> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("notification, bulk-in or bulk-out") Target endpoint,
            @Doc("whether to halt it first") @Default("true") boolean halt,
            @Doc("how soon each request must be answered") @Default("1s") Duration within) {

        public Arguments {
            if (endpoint.recipient() != 2) {
                throw new IllegalArgumentException("endpoint is notification, bulk-in or bulk-out");
            }
        }
    }

    /** What came of it. */
    public record Result(@Doc("whether the accessory says that the endpoint is halted after that") boolean halted) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().multipliedBy(4).plusSeconds(10);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        Attachment attachment = context.attachment();
        UsbConnection connection = attachment.connection();
        int address = arguments.endpoint().index(attachment.driver());
        if (arguments.halt()) {
            connection.control(StandardRequests.setEndpointHalt(address), arguments.within());
            connection.control(StandardRequests.getEndpointStatus(address), arguments.within());
        }
        connection.clearHalt(address, arguments.within());
        Bytes status = connection.control(StandardRequests.getEndpointStatus(address), arguments.within());
        return new Result(status.has(0, 1) && (status.u8(0) & 1) != 0);
    }
}
