package dev.lanyard.runner.run;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Outcome;
import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.evidence.RunEvent;
import dev.lanyard.evidence.RunLog;
import dev.lanyard.runner.scenario.Scenario;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Runs plans. Scenarios of accessories that are there as often as wanted run side by side, each with an accessory of
 * its own; those of an accessory that is there once run one after the other.
 */
public final class ScenarioRunner {

    private final Accessories accessories;
    private final Judge judge;
    private final Collection<String> moreRules;
    private final Predicate<Scenario> where;
    private final MonotonicClock clock;

    /** With the accessories, rules and clock of this process. */
    public ScenarioRunner() {
        this(List.of(), scenario -> false);
    }

    /**
     * Also judges {@code moreRules} on the attempts of scenarios that are {@code where}: those that do nothing unusual.
     * One that its scenario did not ask for says nothing where the attempt does not show enough, and counts where it
     * does.
     */
    public ScenarioRunner(Collection<String> moreRules, Predicate<Scenario> where) {
        this(Accessories.standard(), new CatalogueJudge(), moreRules, where, MonotonicClock.system());
    }

    ScenarioRunner(Accessories accessories, Judge judge, Collection<String> moreRules, MonotonicClock clock) {
        this(accessories, judge, moreRules, scenario -> true, clock);
    }

    private ScenarioRunner(Accessories accessories, Judge judge, Collection<String> moreRules,
                           Predicate<Scenario> where, MonotonicClock clock) {
        this.accessories = accessories;
        this.judge = judge;
        this.moreRules = List.copyOf(moreRules);
        this.where = where;
        this.clock = clock;
    }

    /**
     * Runs {@code plan} and leaves the run's log and evidence in {@code directory}, which must not hold a run yet. An
     * interruption of the calling thread cancels the run and is passed on when its teardowns are done.
     *
     * @throws IOException when the log or the evidence cannot be written
     */
    public RunResult run(RunPlan plan, Path directory, ProgressListener listener, Cancellation cancellation)
            throws IOException {
        RunDirectory place = RunDirectory.create(directory);
        try (RunLog log = RunLog.create(place)) {
            RunJournal journal = new RunJournal(log, listener, Masking.of(plan.scenarios().stream()
                    .flatMap(planned -> planned.secrets().known().values().stream()).toList()));
            journal.tell(to -> to.planned(plan));
            journal.append(new RunEvent.RunStarted(clock.wallTime(), plan.options().harnessVersion(),
                    plan.options().commandLine(), environment(plan.options())));
            DeclaredAccessories.of(plan).forEach(journal::append);
            AttemptRunner attempts = new AttemptRunner(place, journal, judge, moreRules, where, clock, cancellation,
                    plan.options());
            Map<String, ScenarioResult> results = new ConcurrentHashMap<>();
            work(plan, new Work(journal, attempts, results, cancellation,
                    new Semaphore(plan.options().parallel())));
            List<ScenarioResult> ordered = plan.scenarios().stream().map(p -> results.get(p.id())).toList();
            ExitCode code = cancellation.isCancelled() ? ExitCode.INTERRUPTED
                    : ExitCode.of(ordered.stream().map(ScenarioResult::outcome).toList());
            journal.append(new RunEvent.RunFinished(clock.wallTime(), code.code()));
            return new RunResult(code, place.root(), ordered);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** What the threads of a run share. */
    private record Work(RunJournal journal, AttemptRunner attempts, Map<String, ScenarioResult> results,
                        Cancellation cancellation, Semaphore room) {}

    private void work(RunPlan plan, Work work) {
        Map<AccessorySpec, List<PlannedScenario>> bySpec = plan.scenarios().stream()
                .collect(Collectors.groupingBy(PlannedScenario::accessory, LinkedHashMap::new, Collectors.toList()));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            bySpec.forEach((spec, scenarios) -> {
                if (isExclusive(spec)) {
                    running.add(threads.submit(() -> scenarios.forEach(planned -> one(planned, work))));
                } else {
                    scenarios.forEach(planned -> running.add(threads.submit(() -> one(planned, work))));
                }
            });
            running.forEach(future -> join(future, work.cancellation()));
        }
    }

    private static void join(Future<?> future, Cancellation cancellation) {
        boolean interrupted = false;
        while (true) {
            try {
                future.get();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                cancellation.cancel("the run was interrupted");
            } catch (ExecutionException e) {
                cancellation.cancel("the run itself failed: " + e.getCause().getMessage());
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isExclusive(AccessorySpec spec) {
        try (Accessory probe = accessories.create(spec)) {
            return probe.isExclusive();
        } catch (IOException | IllegalArgumentException e) {
            // Each of its scenarios will say what is wrong.
            return true;
        }
    }

    private void one(PlannedScenario planned, Work work) {
        work.room().acquireUninterruptibly();
        try {
            work.journal().append(started(planned));
            ScenarioResult result = planned.notApplicable()
                    .map(gate -> new ScenarioResult(planned, Outcome.NOT_APPLICABLE, gate, 0, 0, List.of()))
                    .orElseGet(() -> attempts(planned, work));
            work.results().put(planned.id(), result);
            work.journal().append(new RunEvent.ScenarioFinished(clock.wallTime(), planned.id(), result.outcome(),
                    result.message(), result.passed(), result.attempts()));
        } finally {
            work.room().release();
        }
    }

    private ScenarioResult attempts(PlannedScenario planned, Work work) {
        if (work.cancellation().isCancelled()) {
            return new ScenarioResult(planned, Outcome.INTERRUPTED, work.cancellation().requested().join(), 0, 0,
                    List.of());
        }
        try (Accessory accessory = accessories.create(planned.accessory())) {
            AttemptTally tally = new AttemptTally(planned);
            int retries = planned.scenario().repeat().benchRetries();
            int wanted = planned.scenario().repeat().times();
            for (int n = 1; wanted > 0; n++) {
                AttemptResult result = work.attempts().run(planned, accessory, n, retries > 0);
                if (result.outcome() == Outcome.INTERRUPTED || work.cancellation().isCancelled()) {
                    tally.add(result);
                    break;
                }
                if (result.spoiled() && retries > 0) {
                    retries--;
                    tally.addSpoiled(result);
                } else {
                    wanted--;
                    tally.add(result);
                }
            }
            return tally.result();
        } catch (IOException | IllegalArgumentException e) {
            return new ScenarioResult(planned, Outcome.INCONCLUSIVE, "accessory " + planned.accessory()
                    + " cannot be made: " + e.getMessage(), 0, 0, List.of());
        }
    }

    private RunEvent started(PlannedScenario planned) {
        var scenario = planned.scenario();
        Map<String, String> parameters = new LinkedHashMap<>();
        scenario.vars().forEach((name, value) -> parameters.put(name, value.text()));
        return new RunEvent.ScenarioStarted(clock.wallTime(), planned.id(), scenario.fullName(),
                scenario.file().toString(), scenario.suite(),
                scenario.title().orElse(scenario.name()) + (scenario.cell().label().isEmpty() ? ""
                        : " " + scenario.cell().label()),
                planned.accessory().toString(), planned.profile().profile(), scenario.tags(), scenario.rules(),
                scenario.repeat().times(), scenario.repeat().required(), parameters);
    }

    private static Map<String, String> environment(RunOptions options) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (String key : List.of("os.name", "os.version", "os.arch", "java.vm.name", "java.version")) {
            facts.put(key, System.getProperty(key, "unknown"));
        }
        options.bench().ifPresent(filed -> facts.put("bench", filed.bench().bench()));
        facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        return facts;
    }
}
