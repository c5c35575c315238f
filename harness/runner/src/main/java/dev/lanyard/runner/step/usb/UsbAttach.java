package dev.lanyard.runner.step.usb;

import dev.lanyard.drivers.cdc.CdcDriver;
import dev.lanyard.drivers.usb.UsbDeviceInfo;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.profile.Function;
import dev.lanyard.runner.step.Attachment;
import dev.lanyard.runner.step.Checks;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Expectation;
import dev.lanyard.runner.value.Literals;
import dev.lanyard.wire.net.MacAddress;
import dev.lanyard.wire.usb.UsbSpeed;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Opens the accessory and finds its network function. */
@Verb(name = "usb.attach",
        doc = "Opens the accessory, reads its descriptors, selects the configuration with the network function and "
                + "listens for notifications. The data interface is in alternate 0 then.",
        example = "usb.attach: {within: 10s, expect: {vendor-id: 0x1209}}",
        after = Situation.BEGINNING)
public final class UsbAttach implements Step<UsbAttach.Arguments, UsbAttach.Result> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("how soon the accessory must be there and ready") @Default("10s") Duration within,
            @Doc("what the accessory must be") @Default("{}") Expect expect) {}

    /** What the accessory must be. */
    public record Expect(
            @Doc("idVendor") Optional<Expectation<Integer>> vendorId,
            @Doc("idProduct") Optional<Expectation<Integer>> productId,
            @Doc("the address it gives the host (iMACAddress)") Optional<Expectation<MacAddress>> hostMac,
            @Doc("the speed of its bus") Optional<Expectation<UsbSpeed>> speed) {}

    /** What it is. */
    public record Result(
            @Doc("idVendor") int vendorId,
            @Doc("idProduct") int productId,
            @Doc("the speed of its bus") UsbSpeed speed,
            @Doc("its network function") Function function,
            @Doc("the address it gives the host") MacAddress hostMac) {}

    @Override
    public Class<Arguments> arguments() {
        return Arguments.class;
    }

    @Override
    public Class<Result> result() {
        return Result.class;
    }

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().multipliedBy(2).plusSeconds(10);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        Attachment attachment = CdcAttachment.open(context, arguments.within());
        context.attached(attachment);
        CdcDriver driver = attachment.driver();
        UsbDeviceInfo device = attachment.connection().device();
        Function function = switch (driver.kind()) {
            case ECM -> Function.ECM;
            case NCM -> Function.NCM;
        };
        Optional<Function> declared = context.profile().function();
        if (declared.filter(function::equals).isEmpty()) {
            throw StepFailure.unmet("the accessory offers " + Literals.show(function) + "; profile "
                    + context.profile().profile() + " says " + declared.map(Literals::show).orElse("nothing of USB"));
        }
        Result result = new Result(device.idVendor(), device.idProduct(), device.speed(), function,
                driver.hostMacAddress());
        Expect expect = arguments.expect();
        return new Checks().value("vendor-id", expect.vendorId(), result.vendorId())
                .value("product-id", expect.productId(), result.productId())
                .value("host-mac", expect.hostMac(), result.hostMac())
                .value("speed", expect.speed(), result.speed())
                .orFail(result, "device " + device.vidPid());
    }
}
