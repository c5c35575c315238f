package dev.lanyard.runner.step.usb;

import dev.lanyard.drivers.cdc.CdcDriver;
import dev.lanyard.drivers.ip.PingResult;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.evidence.Event;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Attachment;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Durations;
import dev.lanyard.runner.value.Ipv4Interface;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Attaches and detaches again and again. */
@Verb(name = "usb.attach-cycles",
        doc = "Attaches, selects alternate setting 1, waits for the link, pings where told whom, and detaches, many times. "
                + "Nothing may be attached before, and nothing is after. Fails unless every attach brings the link and "
                + "its reply, or as many as require says.",
        example = """
                usb.attach-cycles: {times: 3, within: 5s, address: "${profile.network.host-address}",
                                    ping: "${profile.network.address}"}
                """,
        after = Situation.BEGINNING)
public final class UsbAttachCycles implements Step<UsbAttachCycles.Arguments, UsbAttachCycles.Result> {

    private static final int PING_OCTETS = 56;

    /** Keys of the step. */
    public record Arguments(
            @Doc("how often") int times,
            @Doc("how soon after attaching the link must be up, and how soon the ping must be answered")
            @Default("10s") Duration within,
            @Doc("how long to wait between two attaches") @Default("0ms") Duration pause,
            @Doc("the host's address and prefix, needed for ping over IPv4") Optional<Ipv4Interface> address,
            @Doc("whom to ping when the link is up") Optional<InetAddress> ping,
            @Doc("how many must succeed; without it, all") Optional<Integer> require) {

        public Arguments {
            if (times < 1 || times > 100_000) {
                throw new IllegalArgumentException("times is 1 to 100000, not " + times);
            }
        }
    }

    /** What came of it. */
    public record Result(
            @Doc("all of it in words: 30 attaches, 30 links, slowest 0.4 s") String summary,
            @Doc("how often the accessory was attached") int attaches,
            @Doc("how often its link came up") int links,
            @Doc("how often it answered the ping") int replies,
            @Doc("the longest from attaching to the link") Optional<Duration> slowest,
            @Doc("the time that half of them kept") Optional<Duration> median,
            @Doc("the first that failed, and why") Optional<String> firstFailure) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().multipliedBy(4).plus(arguments.pause()).multipliedBy(arguments.times()).plusSeconds(30);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        Count count = new Count();
        for (int i = 1; i <= arguments.times(); i++) {
            try {
                cycle(arguments, context, count);
            } catch (UsbException e) {
                if (e.error() != UsbError.STALL && e.error() != UsbError.TIMEOUT && e.error() != UsbError.PROTOCOL) {
                    throw e;
                }
                count.failed(i, e.getMessage());
            } catch (CycleFailed e) {
                count.failed(i, e.getMessage());
            } finally {
                context.detach();
            }
            if (i < arguments.times()) {
                context.clock().sleep(arguments.pause());
            }
        }
        Result result = count.result(arguments);
        int good = arguments.ping().isPresent() ? result.replies() : result.links();
        if (good < arguments.require().orElse(arguments.times())) {
            throw StepFailure.unmet(result.summary() + "; " + result.firstFailure().orElse(""), result);
        }
        return result;
    }

    private static void cycle(Arguments arguments, StepContext context, Count count)
            throws StepFailure, IOException, InterruptedException, CycleFailed {
        long begin = context.recorder().nanos();
        Attachment attachment = CdcAttachment.of(context, arguments.within());
        context.attached(attachment);
        count.attaches++;
        CdcDriver driver = attachment.driver();
        long from = context.timeline().lastSequence() + 1;
        driver.selectAlternate(1, arguments.within());
        long left = arguments.within().toNanos() - (context.recorder().nanos() - begin);
        boolean up = driver.link().isUp() || context.timeline().await(from,
                e -> e.event() instanceof Event.LinkState state && state.up(),
                Duration.ofNanos(Math.max(0, left))).isPresent();
        if (!up) {
            throw new CycleFailed("the link did not come up within " + Durations.show(arguments.within()));
        }
        count.took.add(Duration.ofNanos(context.recorder().nanos() - begin));
        if (arguments.ping().isPresent()) {
            arguments.address().ifPresent(own -> attachment.ip().addAddress(own.address(), own.prefixLength()));
            PingResult answer = attachment.ip().ping(arguments.ping().get(), PING_OCTETS, arguments.within());
            if (answer instanceof PingResult.Failed failed) {
                throw new CycleFailed("the ping: " + failed.message());
            }
            count.replies++;
        }
    }

    /** What one cycle lacked. */
    private static final class CycleFailed extends Exception {

        private static final long serialVersionUID = 1L;

        CycleFailed(String message) {
            super(message);
        }
    }

    /** What became of the cycles so far. */
    private static final class Count {

        private final List<Duration> took = new ArrayList<>();
        private int attaches;
        private int replies;
        private String firstFailure;

        void failed(int cycle, String why) {
            if (firstFailure == null) {
                firstFailure = "attach " + cycle + ": " + why;
            }
        }

        Result result(Arguments arguments) {
            List<Duration> sorted = new ArrayList<>(took);
            Collections.sort(sorted);
            String summary = attaches + " attaches, " + took.size() + " links"
                    + (arguments.ping().isPresent() ? ", " + replies + " replies" : "")
                    + (sorted.isEmpty() ? "" : ", slowest " + Durations.show(sorted.getLast()));
            return new Result(summary, attaches, took.size(), replies,
                    sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.getLast()),
                    sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get((sorted.size() - 1) / 2)),
                    Optional.ofNullable(firstFailure));
        }
    }
}
