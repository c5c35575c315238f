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
                + "listens for notifications. The data interface is in alternate 0 then. An accessory net:… stays with the "
                + "operating system's driver: its network interface is found and its identity compared.",
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
    public Duration limit(Arguments arguments) {
        return arguments.within().multipliedBy(2).plusSeconds(10);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        Attachment attachment = CdcAttachment.of(context, arguments.within());
        context.attached(attachment);
        Optional<UsbDeviceInfo> device = attachment.device();
        Optional<Function> declared = context.profile().function();
        Optional<Function> offered = attachment.kind().map(kind ->
                kind == CdcDriver.Kind.NCM ? Function.NCM : Function.ECM);
        // Where nobody tells what is offered there is nothing to compare.
        Function function = offered.or(() -> declared).orElseThrow(() ->
                StepFailure.bench("nobody tells which function the accessory has"));
        if (declared.filter(function::equals).isEmpty()) {
            throw StepFailure.unmet("the accessory offers " + Literals.show(function) + "; profile "
                    + context.profile().profile() + " says " + declared.map(Literals::show).orElse("nothing of USB"));
        }
        Expect wanted = arguments.expect();
        if (device.isEmpty() && (wanted.vendorId().isPresent() || wanted.productId().isPresent()
                || wanted.speed().isPresent())) {
            throw StepFailure.bench("the operating system does not tell which USB device is behind the interface, so "
                    + "vendor-id, product-id and speed cannot be compared");
        }
        Result result = new Result(device.map(UsbDeviceInfo::idVendor).orElse(0),
                device.map(UsbDeviceInfo::idProduct).orElse(0),
                device.map(UsbDeviceInfo::speed).orElse(UsbSpeed.UNKNOWN), function, attachment.hostMacAddress());
        return new Checks().value("vendor-id", wanted.vendorId(), result.vendorId())
                .value("product-id", wanted.productId(), result.productId())
                .value("host-mac", wanted.hostMac(), result.hostMac())
                .value("speed", wanted.speed(), result.speed())
                .orFail(result, "device " + device.map(UsbDeviceInfo::vidPid).orElse("not told"));
    }
}
