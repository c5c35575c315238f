package dev.lanyard.runner.step.usb;

import dev.lanyard.drivers.cdc.CdcDriver;
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
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes control requests. */
@Verb(name = "usb.request",
        doc = "Makes a standard or class request, once for each value and each length. Every field can be given another "
                + "value than the specification says, to see that the accessory refuses it. Without expect, any "
                + "outcome will do: rules judge what was recorded.",
        example = """
                usb.request: {request: get-ethernet-statistic, value: {from: 1, to: 29}, expect: {answer: settled}}
                """)
public final class UsbRequest implements Step<UsbRequest.Arguments, UsbRequest.Result> {

    /** What becomes of a request. */
    public enum Answer {
        /** The data or status stage came to its end. */
        ANSWERED,
        /** The accessory refused with STALL. */
        STALLED,
        /** One of these: it was not left without answer. */
        SETTLED
    }

    /** Keys of the step. */
    public record Arguments(
            @Doc("which request") NamedRequest request,
            @Doc("wValue: a number, a list, or {from, to}") @Default("0") Numbers value,
            @Doc("whom it concerns; without it, whom the specification says") Optional<Target> to,
            @Doc("wIndex, where it is to be another than to says")
            @Range(min = "0", max = "65535") Optional<Integer> index,
            @Doc("wLength of a request that reads, as a size or list; without it, what the specification says")
            @Default("[]") List<ByteSize> length,
            @Doc("the data of a request that writes, in hexadecimal") @Default("\"\"") String data,
            @Doc("how soon each must be answered") @Default("1s") Duration within,
            @Doc("what must come of all of them") @Default("{}") Expect expect) {

        public Arguments {
            if (length.stream().anyMatch(size -> size.octets() > 0xFFFF)) {
                throw new IllegalArgumentException("length is 0B to 65535B");
            }
            if (request.isDeviceToHost() && !data.isEmpty() || !request.isDeviceToHost() && !length.isEmpty()) {
                throw new IllegalArgumentException("a request that reads has a length, one that writes has data");
            }
            Bytes.hex(data);
        }

        List<Integer> lengths() {
            return !request.isDeviceToHost() ? List.of(Bytes.hex(data).length())
                    : length.isEmpty() ? List.of(request.usualLength())
                    : length.stream().map(size -> (int) size.octets()).toList();
        }

        int count() {
            return value.values().size() * lengths().size();
        }
    }

    /** What must come of all of them. */
    public record Expect(
            @Doc("answered, stalled, or settled: one of the two") Optional<Answer> answer,
            @Doc("how many octets the last answer has") Optional<Expectation<Integer>> octets,
            @Doc("the last answer in hexadecimal") Optional<Expectation<String>> data) {}

    /** What came of them. */
    public record Result(
            @Doc("requests made") int requests,
            @Doc("how many were answered") int answered,
            @Doc("how many were refused with STALL") int stalled,
            @Doc("how many were left without answer") int unanswered,
            @Doc("octets of the last answer") Optional<Integer> octets,
            @Doc("the last answer in hexadecimal") Optional<String> data) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().multipliedBy(arguments.count() + 1L).plusSeconds(10);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        Attachment attachment = context.attachment();
        RequestTally tally = new RequestTally(attachment.connection(), arguments.within());
        sweep(arguments, attachment.driver(), tally);
        Result result = new Result(tally.made(), tally.answered(), tally.stalled(), tally.unanswered(),
                tally.last().map(Bytes::length), tally.last().map(Bytes::toHex));
        Expect expect = arguments.expect();
        if (expect.answer().isPresent()) {
            require(expect.answer().get(), tally, result);
        }
        return new Checks().optional("octets", expect.octets(), result.octets())
                .optional("data", expect.data(), result.data()).orFail(result, "");
    }

    private static void sweep(Arguments arguments, CdcDriver driver, RequestTally tally)
            throws StepFailure, IOException, InterruptedException {
        Target target = arguments.to().orElse(arguments.request().usualTarget());
        int index = arguments.index().isPresent() ? arguments.index().get() : target.index(driver);
        Bytes data = Bytes.hex(arguments.data());
        for (int value : arguments.value().values()) {
            for (int length : arguments.lengths()) {
                if (tally.isHopeless()) {
                    return;
                }
                if (arguments.request() == NamedRequest.SET_INTERFACE && data.isEmpty()) {
                    tally.setInterface(index, value);
                } else {
                    SetupPacket setup = arguments.request().setup(target.recipient(), value, index, length);
                    tally.make(setup, data);
                }
            }
        }
    }

    private static void require(Answer expected, RequestTally tally, Result result) throws StepFailure {
        if (result.unanswered() > 0) {
            throw StepFailure.unmet(result.unanswered() + " of " + result.requests()
                    + " requests got no answer, first: " + tally.firstUnanswered(), result);
        }
        if (expected == Answer.ANSWERED && result.stalled() > 0) {
            throw StepFailure.unmet(result.stalled() + " of " + result.requests() + " requests were stalled, first: "
                    + tally.firstStalled(), result);
        }
        if (expected == Answer.STALLED && result.answered() > 0) {
            throw StepFailure.unmet(result.answered() + " of " + result.requests() + " requests were not stalled, "
                    + "first: " + tally.firstAnswered(), result);
        }
    }
}
