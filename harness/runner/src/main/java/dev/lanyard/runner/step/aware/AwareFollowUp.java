package dev.lanyard.runner.step.aware;

import dev.lanyard.drivers.aware.AwareEvent;
import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Checks;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Durations;
import dev.lanyard.runner.value.Expectation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Sends a message. */
@Verb(name = "aware.follow-up",
        doc = "Sends a message to whom aware.discover found, in a follow-up; protected once the devices are paired.",
        example = "aware.follow-up: {text: hello, expect: {answer: hello}}",
        after = Situation.BEGINNING,
        before = {"aware.subscribe: {service: _lanyard._udp, methods: [pin-keypad]}", "aware.discover: {}"},
        functions = {})
public final class AwareFollowUp implements Step<AwareFollowUp.Arguments, AwareFollowUp.Result> {

    /** What a device takes a message for. */
    public enum Meaning {
        /** Nothing but a message. */
        MESSAGE,
        /** The device ends its service on it. */
        END_OF_SERVICE
    }

    /** Keys of the step. */
    public record Arguments(
            @Doc("the message, up to 255 octets of UTF-8") String text,
            @Doc("what it tells the device: message, end-of-service (so that rules know that the service is over)")
            @Default("message") Meaning means,
            @Doc("how soon an answer that is expected must come") @Default("5s") Duration within,
            @Doc("what must come of it") @Default("{}") Expect expect) {

        public Arguments {
            if (ServiceArguments.octets(text).length() > 255) {
                throw new IllegalArgumentException("a message has 255 octets at most");
            }
        }
    }

    /** What must come of it. */
    public record Expect(@Doc("the message that the device answers with") Optional<Expectation<String>> answer) {}

    /** What came of it. */
    public record Result(@Doc("the message that the device answered with, where one was waited for")
                         Optional<String> answer) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().plusMinutes(1);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, AwareException, InterruptedException {
        AwareSession session = context.aware();
        int handle = session.handle();
        long before = session.peer().lastEvent();
        session.peer().followUp(handle, session.found(), ServiceArguments.octets(arguments.text()));
        if (arguments.expect().answer().isEmpty()) {
            return new Result(Optional.empty());
        }
        Optional<String> answer = session.peer().await(before, event -> event instanceof AwareEvent.FollowUp said
                && said.handle() == handle, arguments.within()).map(event -> new String(
                        ((AwareEvent.FollowUp) event).message().toArray(), StandardCharsets.UTF_8));
        Result result = new Result(answer);
        if (answer.isEmpty()) {
            throw StepFailure.unmet("no message came within " + Durations.show(arguments.within()), result);
        }
        return new Checks().optional("answer", arguments.expect().answer(), answer).orFail(result, "");
    }
}
