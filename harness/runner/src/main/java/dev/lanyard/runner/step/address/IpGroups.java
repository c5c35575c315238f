package dev.lanyard.runner.step.address;

import dev.lanyard.drivers.ip.GroupQueries;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Checks;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Expectation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Which groups the accessory listens to. */
@Verb(name = "ip.groups",
        doc = "Asks as a multicast router which groups the accessory listens to (IGMPv3 and MLDv2 general queries) and "
                + "collects the reports.",
        example = "ip.groups: {within: 2s, expect: {groups: \">= 1\"}}")
public final class IpGroups implements Step<IpGroups.Arguments, IpGroups.Result> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("how long to listen; the accessory is given half of it") @Default("2s") Duration within,
            @Doc("what must come of it") @Default("{}") Expect expect) {}

    /** What must come of it. */
    public record Expect(
            @Doc("how many groups are reported") Optional<Expectation<Integer>> groups) {}

    /** What came of it. */
    public record Result(
            @Doc("how many groups were reported") int groups,
            @Doc("which") List<String> reported) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().plusSeconds(15);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        List<String> reported = List.copyOf(new GroupQueries(context.attachment().ip()).ask(arguments.within()));
        Result result = new Result(reported.size(), reported);
        return new Checks().value("groups", arguments.expect().groups(), result.groups())
                .orFail(result, "reported: " + String.join(", ", reported));
    }
}
