package dev.lanyard.runner.engine;

import dev.lanyard.runner.run.PlannedScenario;
import dev.lanyard.runner.run.RunPlan;
import dev.lanyard.runner.yaml.InvalidInputException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.FileSource;

/** A run: scenarios on accessories, or the one failure to plan them. */
final class SuiteDescriptor extends AbstractTestDescriptor {

    static final String SEGMENT = "suite";
    static final String SCENARIO_SEGMENT = "scenario";

    private final Optional<RunPlan> plan;
    private final Path out;

    private SuiteDescriptor(UniqueId id, String name, TestSource source, Path out, Optional<RunPlan> plan) {
        super(id, name, source);
        this.out = out;
        this.plan = plan;
    }

    /** {@code name} tells suites of one request apart. */
    static SuiteDescriptor of(UniqueId engine, String name, TestSource source, SuiteRequest request) {
        UniqueId id = engine.append(SEGMENT, name);
        String shown = name.substring(name.lastIndexOf('.') + 1);
        try {
            RunPlan plan = request.plan();
            SuiteDescriptor suite = new SuiteDescriptor(id, shown, source, request.out(), Optional.of(plan));
            plan.scenarios().forEach(planned -> suite.addChild(new Scenario(id, planned)));
            return suite;
        } catch (InvalidInputException e) {
            SuiteDescriptor suite = new SuiteDescriptor(id, shown, source, request.out(), Optional.empty());
            suite.addChild(new Unplanned(id, e));
            return suite;
        }
    }

    /** Empty when it could not be planned. */
    Optional<RunPlan> plan() {
        return plan;
    }

    Path out() {
        return out;
    }

    @Override
    public Type getType() {
        return Type.CONTAINER;
    }

    /** One scenario on one accessory. */
    static final class Scenario extends AbstractTestDescriptor {

        private final PlannedScenario planned;

        private Scenario(UniqueId suite, PlannedScenario planned) {
            super(suite.append(SCENARIO_SEGMENT, planned.id()), planned.id(),
                    FileSource.from(planned.scenario().file().toFile()));
            this.planned = planned;
        }

        PlannedScenario planned() {
            return planned;
        }

        @Override
        public Type getType() {
            return Type.TEST;
        }
    }

    /** Fails with what is wrong: an invalid suite must not look like an empty one. */
    static final class Unplanned extends AbstractTestDescriptor {

        private final InvalidInputException reason;

        private Unplanned(UniqueId suite, InvalidInputException reason) {
            super(suite.append(SCENARIO_SEGMENT, "unplanned"), "the suite can be planned");
            this.reason = reason;
        }

        InvalidInputException reason() {
            return reason;
        }

        @Override
        public Type getType() {
            return Type.TEST;
        }
    }
}
