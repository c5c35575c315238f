package dev.lanyard.runner.run;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.console.ConsolePort;
import dev.lanyard.drivers.console.SerialConsole;
import dev.lanyard.drivers.console.SerialSource;
import dev.lanyard.drivers.debt.Debt;
import dev.lanyard.drivers.power.PowerSwitch;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.runner.bench.Bench;
import dev.lanyard.runner.bench.Benches;
import dev.lanyard.runner.bench.PowerDebt;
import dev.lanyard.runner.bench.Switches;
import dev.lanyard.runner.bind.Variables;
import dev.lanyard.runner.profile.Profile;
import dev.lanyard.runner.scenario.StepItem;
import dev.lanyard.runner.step.PowerControl;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.console.ConsoleExpect;
import dev.lanyard.runner.step.power.Presence;
import dev.lanyard.runner.value.ConsoleName;
import dev.lanyard.runner.value.Secret;
import dev.lanyard.runner.value.TextPattern;
import dev.lanyard.runner.yaml.Defects;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is around the accessory during one attempt: its console, captured from the beginning to the end, and its power
 * switch, which is on in the end.
 */
final class Surroundings implements AutoCloseable {

    private static final String SOURCE = "power";
    private static final String NAME = "serial";
    private static final Duration SWITCHING = Duration.ofSeconds(10);
    private static final Duration BACK = Duration.ofSeconds(10);

    private final PlannedScenario planned;
    private final Optional<Benches.Filed> filed;
    private final Optional<Bench> bench;
    private final Optional<Bench.Port> port;
    private final Accessory accessory;
    private final Recorder recorder;
    private final Masking masking;
    private final List<ConsoleExpect.Arguments> secretive = new ArrayList<>();

    private Optional<SerialConsole> console = Optional.empty();
    private Optional<PowerSwitch> power = Optional.empty();
    private boolean off;
    /** What a run that is killed now would leave behind. */
    private Optional<PowerDebt> debt = Optional.empty();

    Surroundings(PlannedScenario planned, Optional<Benches.Filed> filed, Accessory accessory, Recorder recorder,
                 Masking masking) {
        this.planned = planned;
        this.filed = filed;
        this.bench = filed.map(Benches.Filed::bench);
        this.port = bench.flatMap(known -> known.portOf(planned.accessory())).map(Map.Entry::getValue);
        this.accessory = accessory;
        this.recorder = recorder;
        this.masking = masking;
    }

    /** Opens the console where the profile has one or a step wants it. */
    void begin(Variables variables) {
        List<StepItem> all = planned.scenario().allSteps().toList();
        for (StepItem item : all) {
            if (item.step() instanceof ConsoleExpect) {
                item.bind(variables, new Defects()).map(ConsoleExpect.Arguments.class::cast)
                        .filter(arguments -> !arguments.secret().isEmpty()).ifPresent(secretive::add);
            }
        }
        Optional<Profile.Console> declared = port.flatMap(Bench.Port::console)
                .map(name -> bench.orElseThrow().consoles().get(name.name())).or(() -> planned.profile().console());
        if (declared.isPresent() || all.stream().anyMatch(item -> item.verb().startsWith("console."))) {
            Profile.Console settings = declared.orElseGet(Profile.Console::own);
            String name = port.flatMap(Bench.Port::console).map(ConsoleName::name).orElse(NAME);
            console = source(settings).map(source -> new SerialConsole(name, source, settings.reconnect(), recorder,
                    this::conceal));
        }
    }

    private Optional<ConsolePort.Source> source(Profile.Console settings) {
        return settings.port().map(port -> (ConsolePort.Source) SerialSource.named(port, settings.settings()))
                .or(() -> accessory.console(settings.settings()));
    }

    /** Hides what a step will take as a secret before anybody has seen it. */
    private void conceal(String line) {
        for (ConsoleExpect.Arguments arguments : secretive) {
            try {
                ConsoleExpect.secretsIn(arguments, line).forEach(masking::add);
            } catch (TextPattern.TooHard e) {
                // The step itself will say so.
            }
        }
    }

    void conceal(Secret secret) {
        masking.add(secret);
    }

    SerialConsole console() throws StepFailure {
        return console.orElseThrow(() -> StepFailure.notApplicable("no console is known of " + planned.accessory()
                + "; say where it is in the profile (console: {port: /dev/ttyUSB0}) or in the bench file"));
    }

    synchronized PowerControl power() throws StepFailure {
        if (power.isEmpty()) {
            power = port.flatMap(Bench.Port::power).map(name -> Switches.of(name.name(),
                    bench.orElseThrow().power().get(name.name()), accessory)).or(accessory::power);
        }
        PowerSwitch found = power.orElseThrow(() -> StepFailure.notApplicable("no power switch is known of "
                + planned.accessory() + "; a bench file names one (bench.yaml, --bench)"));
        return new Remembering(found);
    }

    private final class Remembering implements PowerControl {

        private final PowerSwitch power;

        Remembering(PowerSwitch power) {
            this.power = power;
        }

        @Override
        public String name() {
            return power.name();
        }

        @Override
        public boolean onlyCycles() {
            return power.onlyCycles();
        }

        @Override
        public PowerSwitch.Report cycle(Duration off, Duration within) throws IOException, InterruptedException {
            return power.cycle(off, within);
        }

        @Override
        public PowerSwitch.Report set(boolean on, Duration within) throws IOException, InterruptedException {
            synchronized (Surroundings.this) {
                // An order that fails half way may have been carried out.
                off |= !on;
                if (!on && debt.isEmpty()) {
                    debt = note();
                }
                PowerSwitch.Report report = power.set(on, within);
                off = !on;
                if (on) {
                    settle();
                }
                return report;
            }
        }
    }

    /** Only a switch of the bench outlives this process. */
    private Optional<PowerDebt> note() {
        return port.flatMap(Bench.Port::power).map(name -> PowerDebt.note(Debt.folder(), filed.orElseThrow().file(),
                name.name()));
    }

    private void settle() {
        debt.ifPresent(PowerDebt::settled);
        debt = Optional.empty();
    }

    /** Power on again, console closed. */
    @Override
    public void close() {
        restore();
        power.ifPresent(PowerSwitch::close);
        console.ifPresent(SerialConsole::close);
    }

    private synchronized void restore() {
        if (!off) {
            return;
        }
        PowerSwitch owed = power.orElseThrow();
        boolean interrupted = Thread.interrupted();
        try {
            PowerSwitch.Report report = owed.set(true, SWITCHING);
            off = false;
            settle();
            boolean back = Presence.await(accessory, true, BACK);
            recorder.record(SOURCE, new Event.Note(back ? Event.Severity.INFO : Event.Severity.WARNING, owed.name()
                    + " was switched on again at the end: " + report.said()
                    + (back ? "" : "; the accessory did not come back within " + BACK.toSeconds() + " s")));
        } catch (IOException | RuntimeException e) {
            recorder.record(SOURCE, new Event.Note(Event.Severity.WARNING, owed.name() + " could not be switched on "
                    + "again and may still be off: " + e.getMessage()));
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
