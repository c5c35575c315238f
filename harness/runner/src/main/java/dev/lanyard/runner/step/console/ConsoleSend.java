package dev.lanyard.runner.step.console;

import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.Range;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Types on the console. */
@Verb(name = "console.send",
        doc = "Sends a line to the accessory's console, in UTF-8; waits until the console is open.",
        example = "console.send: {text: version}",
        after = Situation.BEGINNING)
public final class ConsoleSend implements Step<ConsoleSend.Arguments, Step.Nothing> {

    /** What ends a line. */
    public enum LineEnd {
        /** CR and LF. */
        CRLF("\r\n"),
        /** LF alone. */
        LF("\n"),
        /** CR alone, as terminals send for the Enter key. */
        CR("\r"),
        /** Nothing. */
        NONE("");

        private final String text;

        LineEnd(String text) {
            this.text = text;
        }
    }

    /** Keys of the step. */
    public record Arguments(
            @Doc("the line") Optional<String> text,
            @Doc("the line, where nobody may read it") Optional<Secret> secret,
            @Doc("what ends it") @Default("crlf") LineEnd end,
            @Doc("how soon the console must have taken it") @Default("5s") @Range(min = "1ms", max = "10min")
            Duration within) {

        public Arguments {
            if (text.isPresent() == secret.isPresent()) {
                throw new IllegalArgumentException("needs text, or secret");
            }
        }
    }

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().plusSeconds(10);
    }

    @Override
    public Nothing run(Arguments arguments, StepContext context) throws StepFailure, InterruptedException {
        arguments.secret().ifPresent(context::conceal);
        String line = arguments.text().orElseGet(() -> arguments.secret().orElseThrow().text());
        try {
            context.console().send(line + arguments.end().text, arguments.within());
        } catch (IOException e) {
            throw StepFailure.bench(e.getMessage(), e);
        }
        return new Nothing();
    }
}
