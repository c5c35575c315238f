package dev.lanyard.runner.step.usb;

import dev.lanyard.drivers.cdc.NcmDriver;
import dev.lanyard.drivers.cdc.NcmSettings;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.Range;
import dev.lanyard.runner.profile.Function;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.step.net.Sizes;
import dev.lanyard.wire.ntb.NtbForge;
import dev.lanyard.wire.ntb.NtbForm;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** Sends transfer blocks of a chosen form. */
@Verb(name = "usb.send-block",
        doc = "Sends NCM transfer blocks of a chosen form with echo requests in them, and an ordinary echo request before "
                + "and after. Sound forms, which an accessory takes: plain, table-first, far-table, two-tables, "
                + "unnamed-length, extra-octet (as Windows), filled (as Linux), largest, unaligned. The others break one "
                + "thing each: truncated-header, header-signature, header-length, other-format, block-length, "
                + "table-outside, table-in-header, table-misaligned, table-signature, table-length, table-short, "
                + "table-loop, no-null-entry, crc-signature, datagram-outside, datagram-short, noise.",
        example = "usb.send-block: {form: table-length, to: \"${server}\", times: 10, expect: {works-after: true}}",
        functions = Function.NCM)
public final class UsbSendBlock implements Step<UsbSendBlock.Arguments, EchoVolley.Result> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("the form of the blocks") NtbForm form,
            @Doc("the accessory's address, which answers echo requests") InetAddress to,
            @Doc("payload sizes of the echo requests, one block for each; more than 1472B makes frames that are too long")
            @Default("56B") Sizes size,
            @Doc("how many echo requests are in a block") @Default("2") @Range(min = "1", max = "1000") int datagrams,
            @Doc("how often all sizes are gone through") @Default("1") @Range(min = "1", max = "10000") int times,
            @Doc("how long an answer may take") @Default("500ms") Duration within,
            @Doc("what must come of it") @Default("{}") EchoVolley.Expect expect) {}

    @Override
    public Duration limit(Arguments arguments) {
        return EchoVolley.limit(arguments.times(), arguments.size(), arguments.within());
    }

    @Override
    public EchoVolley.Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        if (!(context.attachment().driver() instanceof NcmDriver driver)) {
            throw StepFailure.notApplicable("transfer blocks are for NCM; usb.send-frame is for ECM");
        }
        NcmSettings settings = driver.settings().orElseThrow(() -> StepFailure.bench(
                "no data path is open; usb.set-interface with alternate 1 must come before this step"));
        EchoVolley volley = new EchoVolley(context.attachment(), arguments.to(), arguments.within());
        int sequence = 0;
        for (int i = 0; i < arguments.times(); i++) {
            for (int size : arguments.size().octets()) {
                NtbForge forge = new NtbForge(settings.format(), settings.crc(), settings.alignment(), sequence++,
                        (int) Math.min(settings.acceptedBlockLength(), settings.format().maxBlockLength()),
                        driver.outPacketSize());
                List<Integer> sizes = Collections.nCopies(arguments.datagrams(), size);
                try {
                    volley.send(sizes, false, arguments.form().isSound(),
                            frames -> forge.make(arguments.form(), frames));
                } catch (IllegalArgumentException e) {
                    throw StepFailure.bench(e.getMessage());
                }
            }
        }
        return volley.end().against(arguments.expect());
    }
}
