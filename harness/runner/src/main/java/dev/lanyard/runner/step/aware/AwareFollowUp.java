package dev.lanyard.runner.step.aware;

import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;

/** Sends a message. */
@Verb(name = "aware.follow-up",
        doc = "Sends a message to whom aware.discover found, in a follow-up; protected once the devices are paired.",
        example = "aware.follow-up: {text: hello}",
        after = Situation.BEGINNING,
        before = {"aware.subscribe: {service: _lanyard._udp, methods: [pin-keypad]}", "aware.discover: {}"},
        functions = {})
public final class AwareFollowUp implements Step<AwareFollowUp.Arguments, Step.Nothing> {

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
            @Default("message") Meaning means) {

        public Arguments {
            if (ServiceArguments.octets(text).length() > 255) {
                throw new IllegalArgumentException("a message has 255 octets at most");
            }
        }
    }

    @Override
    public Class<Arguments> arguments() {
        return Arguments.class;
    }

    @Override
    public Class<Nothing> result() {
        return Nothing.class;
    }

    @Override
    public Nothing run(Arguments arguments, StepContext context)
            throws StepFailure, AwareException, InterruptedException {
        AwareSession session = context.aware();
        session.peer().followUp(session.handle(), session.found(), ServiceArguments.octets(arguments.text()));
        return new Nothing();
    }
}
