package dev.lanyard.runner.step.usb;

import dev.lanyard.drivers.cdc.CdcDriver;
import dev.lanyard.drivers.ip.EchoRequest;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.ip.PingResult;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Attachment;
import dev.lanyard.runner.step.Checks;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.net.Sizes;
import dev.lanyard.runner.value.Expectation;
import dev.lanyard.runner.value.Percentage;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ntb.NtbForge.Transfer;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Echo requests in transfers of the harness' own making, between two ordinary echo requests: whether the accessory works
 * before, what it makes of the transfers, whether it works afterwards.
 */
final class EchoVolley {

    /** After so many transfers in a row without an answer the rest would only take time. */
    private static final int HOPELESS = 5;
    private static final int ORDINARY = 56;
    private static final int ORDINARY_TRIES = 3;
    private static final Duration STRAGGLER = Duration.ofMillis(20);
    private static final Duration TAKEN = Duration.ofSeconds(2);

    private final CdcDriver driver;
    private final IpHost ip;
    private final InetAddress to;
    private final Duration within;
    private final List<EchoRequest> open = new ArrayList<>();
    private boolean workedBefore;
    private int transfers;
    private int refused;
    private int requests;
    private int answered;
    private int hopeless;
    private String refusal = "";

    /** What must come of it. */
    public record Expect(
            @Doc("the share of the echo requests in the transfers that is answered")
            Optional<Expectation<Percentage>> answered,
            @Doc("whether an ordinary echo request is answered afterwards") Optional<Expectation<Boolean>> worksAfter) {}

    /** What came of it, for a scenario. */
    public record Result(
            @Doc("transfers sent") int transfers,
            @Doc("transfers that the accessory stalled or did not take") int refused,
            @Doc("the share of the echo requests in the transfers that was answered") Percentage answered,
            @Doc("whether an ordinary echo request was answered before") boolean workedBefore,
            @Doc("and afterwards") boolean worksAfter) {}

    /**
     * What came of it.
     *
     * @param transfers    sent
     * @param refused      of these, which the accessory stalled or did not take in time
     * @param requests     echo requests in the transfers
     * @param answered     of these, which were answered rightly
     * @param workedBefore an ordinary echo request was answered before
     * @param worksAfter   and one afterwards
     * @param refusal      why the first refused transfer was
     */
    record Outcome(int transfers, int refused, int requests, int answered, boolean workedBefore, boolean worksAfter,
                   String refusal) {

        /** As a step tells it; {@code expect} must be met. */
        Result against(Expect expect) throws StepFailure {
            Result result = new Result(transfers, refused, Percentage.of(answered, requests), workedBefore, worksAfter);
            return new Checks().value("answered", expect.answered(), result.answered())
                    .value("works-after", expect.worksAfter(), result.worksAfter())
                    .orFail(result, answered + " of " + requests + " echo requests in " + transfers
                            + " transfers were answered" + (refused == 0 ? "" : "; " + refused
                            + " transfers were refused, first: " + refusal));
        }
    }

    /** How long it may take when none of {@code times} rounds through {@code sizes} is answered. */
    static Duration limit(int times, Sizes sizes, Duration within) {
        long transfers = (long) times * sizes.octets().size();
        return within.multipliedBy(Math.min(transfers, 10_000) + 10).plusSeconds(20);
    }

    EchoVolley(Attachment attachment, InetAddress to, Duration within) throws StepFailure, InterruptedException {
        this.driver = attachment.driver();
        this.ip = attachment.ip();
        this.to = to;
        this.within = within;
        this.workedBefore = ordinary();
    }

    /**
     * Sends requests of these payload sizes in one transfer.
     *
     * @param endsInZero the last octet of each frame is 0
     * @param wait       whether the answers are awaited before the next transfer
     */
    void send(List<Integer> sizes, boolean endsInZero, boolean wait, Function<List<Bytes>, Transfer> making)
            throws IOException, InterruptedException {
        if (hopeless >= HOPELESS) {
            return;
        }
        List<EchoRequest> made = new ArrayList<>();
        for (int size : sizes) {
            made.add(ip.prepareEcho(to, size, endsInZero, within));
        }
        open.addAll(made);
        Transfer transfer = making.apply(made.stream().map(EchoRequest::frame).toList());
        transfers++;
        requests += made.size();
        made.forEach(EchoRequest::sending);
        take(transfer);
        if (wait) {
            count(made, within);
        }
    }

    /** Sends a transfer without any request. */
    void send(Transfer transfer) throws UsbException, InterruptedException {
        transfers++;
        take(transfer);
    }

    private void take(Transfer transfer) throws UsbException, InterruptedException {
        try {
            driver.transfer(transfer.octets(), transfer.zeroPacket(), TAKEN);
        } catch (UsbException e) {
            if (e.error() != UsbError.STALL && e.error() != UsbError.TIMEOUT) {
                throw e;
            }
            refused++;
            refusal = refusal.isEmpty() ? e.getMessage() : refusal;
        }
    }

    private void count(List<EchoRequest> made, Duration patience) throws InterruptedException {
        int before = answered;
        long end = System.nanoTime() + patience.toNanos();
        for (EchoRequest request : made) {
            Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
            if (request.await(left) instanceof PingResult.Reply) {
                answered++;
            }
            request.close();
        }
        open.removeAll(made);
        hopeless = answered > before ? 0 : hopeless + 1;
    }

    /** Tries an ordinary request and tells how everything went. */
    Outcome end() throws InterruptedException {
        boolean works = ordinary();
        // What was answered at all was answered before the ordinary request, or just after.
        count(List.copyOf(open), STRAGGLER);
        return new Outcome(transfers, refused, requests, answered, workedBefore, works, refusal);
    }

    private boolean ordinary() throws InterruptedException {
        for (int i = 0; i < ORDINARY_TRIES; i++) {
            if (ip.ping(to, ORDINARY, within) instanceof PingResult.Reply) {
                return true;
            }
        }
        return false;
    }
}
