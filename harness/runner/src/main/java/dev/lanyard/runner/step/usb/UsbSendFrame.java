package dev.lanyard.runner.step.usb;

import dev.lanyard.drivers.cdc.CdcDriver;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.Range;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.step.net.Sizes;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ntb.NtbForge.Transfer;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/** Sends ECM frames of a chosen form, or a lone zero-length packet. */
@Verb(name = "usb.send-frame",
        doc = "Sends ECM frames, each an echo request in a transfer of a chosen form, and an ordinary echo request before "
                + "and after. The form empty is a lone zero-length packet, and the only one that NCM functions get too.",
        example = "usb.send-frame: {form: empty, to: \"${server}\", expect: {works-after: true}}")
public final class UsbSendFrame implements Step<UsbSendFrame.Arguments, EchoVolley.Result> {

    /** How a frame becomes a transfer. */
    public enum Form {
        /** As it is, with a zero-length packet behind whole packets. */
        PLAIN,
        /** As it is; its last octet is 0. */
        ENDS_IN_ZERO,
        /** With one zero octet behind it, as Linux appends to whole packets. */
        EXTRA_OCTET,
        /** Its first 13 octets: less than an Ethernet header. */
        RUNT,
        /** Nothing: a zero-length packet. */
        EMPTY
    }

    private static final int RUNT_LENGTH = 13;

    /** Keys of the step. */
    public record Arguments(
            @Doc("the form of the transfers") Form form,
            @Doc("the accessory's address, which answers echo requests") InetAddress to,
            @Doc("payload sizes of the echo requests; more than 1472B makes frames that are too long")
            @Default("56B") Sizes size,
            @Doc("how often all sizes are gone through") @Default("1") @Range(min = "1", max = "10000") int times,
            @Doc("how long an answer may take") @Default("500ms") Duration within,
            @Doc("what must come of it") @Default("{}") EchoVolley.Expect expect) {

        public Arguments {
            if (form == Form.ENDS_IN_ZERO && size.octets().contains(0)) {
                throw new IllegalArgumentException("a frame without payload cannot end in a zero of its own; size is "
                        + "1B or more");
            }
        }
    }

    @Override
    public Duration limit(Arguments arguments) {
        return EchoVolley.limit(arguments.times(), arguments.size(), arguments.within());
    }

    @Override
    public EchoVolley.Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        CdcDriver driver = context.attachment().driver();
        if (driver.kind() != CdcDriver.Kind.ECM && arguments.form() != Form.EMPTY) {
            throw StepFailure.notApplicable("frames alone are for ECM; usb.send-block is for NCM");
        }
        if (driver.outPacketSize() == 0) {
            throw StepFailure.bench("no data path is open; usb.set-interface with alternate 1 must come before this "
                    + "step");
        }
        EchoVolley volley = new EchoVolley(context.attachment(), arguments.to(), arguments.within());
        boolean sound = arguments.form() != Form.RUNT;
        for (int i = 0; i < arguments.times(); i++) {
            for (int size : arguments.size().octets()) {
                if (arguments.form() == Form.EMPTY) {
                    volley.send(new Transfer(Bytes.EMPTY, false));
                } else {
                    volley.send(List.of(size), arguments.form() == Form.ENDS_IN_ZERO, sound,
                            frames -> transfer(arguments.form(), frames.getFirst(), driver.outPacketSize()));
                }
            }
        }
        return volley.end().against(arguments.expect());
    }

    private static Transfer transfer(Form form, Bytes frame, int packetSize) {
        Bytes octets = switch (form) {
            case PLAIN, ENDS_IN_ZERO -> frame;
            case EXTRA_OCTET -> frame.concat(Bytes.of(0));
            case RUNT -> frame.truncate(RUNT_LENGTH);
            case EMPTY -> Bytes.EMPTY;
        };
        return new Transfer(octets, !octets.isEmpty() && octets.length() % packetSize == 0);
    }
}
