package dev.lanyard.runner.run;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.aware.AwareAccessory;
import dev.lanyard.drivers.cdc.CdcOptions;
import dev.lanyard.drivers.console.SerialConsole;
import dev.lanyard.drivers.usb.RecordingUsbConnection;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.evidence.Timeline;
import dev.lanyard.runner.profile.Profile;
import dev.lanyard.runner.scenario.Scope;
import dev.lanyard.runner.scenario.StepItem;
import dev.lanyard.runner.step.Attachment;
import dev.lanyard.runner.step.Mark;
import dev.lanyard.runner.step.Operator;
import dev.lanyard.runner.step.PowerControl;
import dev.lanyard.runner.step.Services;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.aware.AwareSession;
import dev.lanyard.runner.value.Secret;
import dev.lanyard.runner.value.StepRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** What the steps of one attempt share. */
final class Session {

    private final Profile profile;
    private final Accessory accessory;
    private final Recorder recorder;
    private final Timeline timeline;
    private final CdcOptions driverOptions;
    private final RunOptions options;
    private final Surroundings surroundings;
    private final Services services = new Services();
    private final List<StepContext.Check> checks = new CopyOnWriteArrayList<>();
    private final AtomicLong transferIds = new AtomicLong();
    private final Map<String, Mark> starts = new ConcurrentHashMap<>();
    private Attachment attachment;
    private Attachment expectedToVanish;
    private AwareSession aware;
    private boolean over;
    private volatile CompletableFuture<String> detached = new CompletableFuture<>();

    Session(Profile profile, Accessory accessory, Recorder recorder, Timeline timeline,
            CdcOptions driverOptions, RunOptions options, Surroundings surroundings) {
        this.profile = profile;
        this.accessory = accessory;
        this.recorder = recorder;
        this.timeline = timeline;
        this.driverOptions = driverOptions;
        this.options = options;
        this.surroundings = surroundings;
    }

    /** What the step {@code item} sees, which begins at {@code start}. */
    StepContext begin(StepItem item, Mark start) {
        starts.put(item.id(), start);
        return new View(start, item.scope());
    }

    /** Completes with the reason when what is attached vanishes; a future of its own for every attachment. */
    CompletableFuture<String> detached() {
        return detached;
    }

    private synchronized Optional<Attachment> current() {
        return Optional.ofNullable(attachment);
    }

    private void attach(Attachment opened) throws StepFailure {
        synchronized (this) {
            if (attachment == null && !over) {
                attachment = opened;
                CompletableFuture<String> vanished = new CompletableFuture<>();
                opened.detached().thenAccept(reason -> {
                    if (!vanishingIsExpected(opened)) {
                        vanished.complete(reason);
                    }
                });
                detached = vanished;
                return;
            }
        }
        opened.close();
        throw StepFailure.bench(over ? "the attempt is over" : "the accessory is attached already");
    }

    private synchronized boolean vanishingIsExpected(Attachment of) {
        return expectedToVanish == of;
    }

    private synchronized void expectVanishing() {
        expectedToVanish = attachment;
        try {
            if (attachment != null && attachment.connection() instanceof RecordingUsbConnection recording) {
                recording.expectDetach();
            }
        } catch (StepFailure e) {
            // Where the operating system has the device there is no connection to tell.
        }
    }

    /** The first thing that steps asked for and that does not hold. */
    Optional<StepFailure> checksAtEnd() {
        for (StepContext.Check check : checks) {
            try {
                check.make();
            } catch (StepFailure e) {
                return Optional.of(e);
            }
        }
        return Optional.empty();
    }

    void detach() {
        Attachment closing;
        synchronized (this) {
            closing = attachment;
            attachment = null;
            detached = new CompletableFuture<>();
        }
        if (closing != null) {
            closing.close();
        }
    }

    /** Gives back what is still attached, also when a step that was given up attaches later. */
    void end() {
        synchronized (this) {
            over = true;
        }
        detach();
        services.close();
        AwareSession closing;
        synchronized (this) {
            closing = aware;
            aware = null;
        }
        if (closing != null) {
            closing.close();
        }
    }

    private synchronized AwareSession aware() throws StepFailure {
        if (over) {
            throw StepFailure.bench("the attempt is over");
        }
        if (aware == null) {
            if (!(accessory instanceof AwareAccessory device)) {
                throw StepFailure.bench(accessory.spec() + " is no Wi-Fi Aware device");
            }
            aware = new AwareSession(device, recorder, options.keys());
        }
        return aware;
    }

    /** The session as one step sees it. */
    private final class View implements StepContext {

        private final Mark start;
        private final Scope scope;

        View(Mark start, Scope scope) {
            this.start = start;
            this.scope = scope;
        }

        @Override
        public Profile profile() {
            return profile;
        }

        @Override
        public Accessory accessory() {
            return accessory;
        }

        @Override
        public Attachment attachment() throws StepFailure {
            return current().orElseThrow(() -> StepFailure.bench(
                    "nothing is attached; usb.attach must come before this step"));
        }

        @Override
        public Optional<Attachment> attached() {
            return current();
        }

        @Override
        public void attached(Attachment opened) throws StepFailure {
            attach(opened);
        }

        @Override
        public void expectVanishing() {
            Session.this.expectVanishing();
        }

        @Override
        public SerialConsole console() throws StepFailure {
            return surroundings.console();
        }

        @Override
        public PowerControl power() throws StepFailure {
            return surroundings.power();
        }

        @Override
        public Services services() {
            return services;
        }

        @Override
        public void conceal(Secret secret) {
            surroundings.conceal(secret);
        }

        @Override
        public void atEnd(Check check) {
            checks.add(check);
        }

        @Override
        public void detach() {
            Session.this.detach();
        }

        @Override
        public AwareSession aware() throws StepFailure {
            return Session.this.aware();
        }

        @Override
        public CdcOptions driverOptions() {
            return driverOptions;
        }

        @Override
        public Optional<Operator> operator() {
            return options.operator();
        }

        @Override
        public Recorder recorder() {
            return recorder;
        }

        @Override
        public Timeline timeline() {
            return timeline;
        }

        @Override
        public MonotonicClock clock() {
            return recorder.clock();
        }

        @Override
        public AtomicLong transferIds() {
            return transferIds;
        }

        @Override
        public Mark start() {
            return start;
        }

        @Override
        public Mark startOf(StepRef step) throws StepFailure {
            Mark mark = starts.get(scope.full(step.id()));
            if (mark == null) {
                throw StepFailure.bench("step \"" + step.id() + "\" did not run");
            }
            return mark;
        }
    }
}
