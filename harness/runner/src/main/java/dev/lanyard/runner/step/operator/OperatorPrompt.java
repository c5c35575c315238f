package dev.lanyard.runner.step.operator;

import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.Range;
import dev.lanyard.runner.step.Checks;
import dev.lanyard.runner.step.Operator;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Durations;
import dev.lanyard.runner.value.Expectation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks the person at the bench. */
@Verb(name = "operator.prompt",
        doc = "Shows a text to the person at the bench and waits for an answer: for what a program cannot do, such as "
                + "pressing a button. Without answers, any line will do. Where nobody is there (no terminal, CI=true, "
                + "--non-interactive), a scenario with this step is not applicable.",
        example = """
                operator.prompt: {text: Is the light green?, answers: ["yes", "no"], expect: {answer: "yes"}}
                """,
        after = Situation.BEGINNING)
public final class OperatorPrompt implements Step<OperatorPrompt.Arguments, OperatorPrompt.Result> {

    private static final int TRIES = 3;

    /** Keys of the step. */
    public record Arguments(
            @Doc("what the person reads") String text,
            @Doc("the answers there are; without them, any line") @Default("[]") List<String> answers,
            @Doc("how soon the answer must come") @Default("5min") @Range(min = "1s", max = "24h") Duration within,
            @Doc("what must come of it") @Default("{}") Expect expect) {}

    /** What must come of it. */
    public record Expect(@Doc("the answer") Optional<Expectation<String>> answer) {}

    /** What came of it. */
    public record Result(
            @Doc("the answer; empty when the person just went on") String answer,
            @Doc("how long it took") Duration took) {}

    @Override
    public boolean needsOperator() {
        return true;
    }

    @Override
    public Duration limit(Arguments arguments) {
        // Other scenarios' questions may come first.
        return arguments.within().multipliedBy(TRIES).plusHours(1);
    }

    @Override
    public Result run(Arguments arguments, StepContext context) throws StepFailure, InterruptedException {
        Operator operator = context.operator().orElseThrow(() -> StepFailure.bench("nobody is there to answer"));
        long began = context.recorder().nanos();
        String hint = arguments.answers().isEmpty() ? " [Enter]" : " [" + String.join("/", arguments.answers()) + "]";
        for (int n = 0; n < TRIES; n++) {
            String answer = operator.ask(arguments.text() + hint, arguments.within()).orElseThrow(() ->
                    StepFailure.bench("no answer within " + Durations.show(arguments.within())));
            if (arguments.answers().isEmpty() || arguments.answers().contains(answer)) {
                Result result = new Result(answer, Duration.ofNanos(context.recorder().nanos() - began));
                return new Checks().value("answer", arguments.expect().answer(), answer)
                        .orFail(result, arguments.text());
            }
        }
        throw StepFailure.bench("none of " + TRIES + " answers was one of " + String.join(", ", arguments.answers()));
    }
}
