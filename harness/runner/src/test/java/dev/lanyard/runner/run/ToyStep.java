package dev.lanyard.runner.run;

import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.evidence.Event;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A step that does what its arguments say. */
@Verb(name = "toy.do", doc = "Does something.", example = "toy.do: {what: pass}")
public final class ToyStep implements Step<ToyStep.Arguments, ToyStep.Result> {

    enum What {
        PASS, FAIL, FAIL_FIRST, BENCH_FIRST, BENCH, LINK_DOWN, ASK, STALL, BREAK, HANG, STUBBORN, ATTACH, DETACH, NOTE, MEET, INTERRUPTED_BY_DETACH
    }

    record Arguments(What what, @Default("x") String text, @Default("10s") Duration limit) {}

    record Result(String text) {}

    /** How often each text was seen, over all attempts of a test. */
    static final Map<String, AtomicInteger> SEEN = new ConcurrentHashMap<>();

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.limit();
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, UsbException, InterruptedException {
        int seen = SEEN.computeIfAbsent(arguments.text(), text -> new AtomicInteger()).incrementAndGet();
        switch (arguments.what()) {
            case PASS -> { }
            case FAIL -> throw StepFailure.unmet("it is red");
            case FAIL_FIRST -> {
                if (seen == 1) {
                    throw StepFailure.unmet("it is red at first");
                }
            }
            case BENCH_FIRST -> {
                if (seen == 1) {
                    throw StepFailure.bench("no power at first");
                }
            }
            case LINK_DOWN -> context.recorder().record("step", new Event.LinkState(false, "pulled"));
            case ASK -> {
                return new Result(context.operator().orElseThrow().ask(arguments.text(), arguments.limit()).orElse(""));
            }
            case BENCH -> throw StepFailure.bench("no power");
            case STALL -> throw new UsbException(UsbError.STALL, "SET_INTERFACE", "");
            case BREAK -> throw new IllegalStateException("bug");
            case HANG -> Thread.sleep(Duration.ofHours(1));
            case STUBBORN -> {
                while (!context.clock().toString().isEmpty()) {
                    try {
                        Thread.sleep(Duration.ofHours(1));
                    } catch (InterruptedException e) {
                        // As a broken driver would.
                    }
                }
            }
            case ATTACH -> {
                FakeAccessory accessory = (FakeAccessory) context.accessory();
                context.attached(accessory.attachment(accessory.open(Duration.ofSeconds(1))));
            }
            case DETACH -> context.detach();
            case NOTE -> context.recorder().record("step", new Event.Note(Event.Severity.INFO, arguments.text()));
            case MEET -> {
                for (int i = 0; SEEN.get(arguments.text()).get() < 2; i++) {
                    if (i == 1000) {
                        throw StepFailure.unmet("nobody else came");
                    }
                    Thread.sleep(Duration.ofMillis(10));
                }
            }
            case INTERRUPTED_BY_DETACH -> {
                context.attachment().connection().detached().join();
                throw StepFailure.unmet("ended after 5 of 10 datagrams");
            }
        }
        return new Result(arguments.text());
    }
}
