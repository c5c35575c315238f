package dev.lanyard.runner.step.console;

import dev.lanyard.drivers.console.ConsoleLog;
import dev.lanyard.drivers.console.SerialConsole;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.Range;
import dev.lanyard.runner.step.Mark;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Durations;
import dev.lanyard.runner.value.Secret;
import dev.lanyard.runner.value.StepRef;
import dev.lanyard.runner.value.TextPattern;
import dev.lanyard.runner.yaml.Yaml;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Waits for a line of the console. */
@Verb(name = "console.expect",
        doc = "Waits for a line of the accessory's console in which the pattern, a regular expression, is found. Lines "
                + "that came since the step that after names count, or else those since this scenario began that no "
                + "console.expect has found before. Its named groups can be saved under their names; those that secret "
                + "names are shown nowhere, not even in the line itself.",
        example = "console.expect: {pattern: 'Booting (?<product>.+) firmware v(?<version>[0-9.]+)', within: 5s, "
                + "save: {firmware: version}}",
        after = Situation.BEGINNING)
public final class ConsoleExpect implements Step<ConsoleExpect.Arguments, ConsoleExpect.Result> {

    private static final int SHOWN = 5;

    /** Keys of the step. */
    public record Arguments(
            @Doc("what is looked for in each line, without colours") TextPattern pattern,
            @Doc("the step from whose beginning on lines count") Optional<StepRef> after,
            @Doc("how soon it must come") @Default("5s") @Range(min = "0ms", max = "24h") Duration within,
            @Doc("the named groups that hold secrets, of 4 to 256 characters") @Default("[]") List<String> secret) {

        public Arguments {
            List<String> unknown = secret.stream().filter(name -> !pattern.groups().contains(name)).toList();
            if (!unknown.isEmpty()) {
                throw new IllegalArgumentException("secret: the pattern has no group called " + unknown.getFirst()
                        + (pattern.groups().isEmpty() ? "; (?<" + unknown.getFirst() + ">…) would be one"
                                : "; it has " + String.join(", ", pattern.groups())));
            }
        }
    }

    /** What came. */
    public record Result(
            @Doc("the line, or what of it had come") String line,
            @Doc("how long after it began to count") Duration delay,
            @Doc("what the named groups matched") Groups groups) {}

    /** Where the last one found its line, so that the next goes on behind it. */
    private record Reached(long nanos) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().plusSeconds(20);
    }

    /** The pattern's groups, where it stands there without variables. */
    @Override
    public Map<String, Class<?>> finds(Yaml arguments) {
        Map<String, Class<?>> found = new LinkedHashMap<>();
        if (arguments instanceof Yaml.Mapping mapping) {
            Set<String> secret = texts(mapping, "secret");
            texts(mapping, "pattern").forEach(text -> {
                try {
                    TextPattern.parse(text).groups().forEach(name ->
                            found.put(name, secret.contains(name) ? Secret.class : String.class));
                } catch (IllegalArgumentException e) {
                    // The binder says what is wrong with it.
                }
            });
        }
        return found;
    }

    private static Set<String> texts(Yaml.Mapping mapping, String key) {
        Set<String> texts = new LinkedHashSet<>();
        mapping.entry(key).map(Yaml.Entry::value).ifPresent(value -> {
            List<Yaml> items = value instanceof Yaml.Sequence list ? list.items() : List.of(value);
            items.forEach(item -> {
                if (item instanceof Yaml.Scalar scalar) {
                    texts.add(scalar.text());
                }
            });
        });
        return texts;
    }

    /** Secrets that a line holds, for whoever must hide them before the line is recorded. */
    public static List<Secret> secretsIn(Arguments arguments, String line) {
        if (arguments.secret().isEmpty()) {
            return List.of();
        }
        return arguments.pattern().find(line).map(found -> arguments.secret().stream()
                .filter(found::containsKey).map(found::get).filter(ConsoleExpect::canBeSecret).map(Secret::new)
                .toList()).orElse(List.of());
    }

    private static boolean canBeSecret(String text) {
        try {
            return !new Secret(text).text().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public Result run(Arguments arguments, StepContext context) throws StepFailure, InterruptedException {
        SerialConsole console = context.console();
        Mark began = arguments.after().isPresent() ? context.startOf(arguments.after().get()) : context.start();
        long from = arguments.after().isPresent() ? began.nanos()
                : context.services().find(Reached.class).map(reached -> reached.nanos() + 1).orElse(0L);
        long deadline = began.nanos() + arguments.within().toNanos();
        Duration left = Duration.ofNanos(Math.max(0, deadline - context.recorder().nanos()));
        try {
            Optional<ConsoleLog.Line> found = console.log().await(from,
                    line -> line.nanos() <= deadline && arguments.pattern().find(line.text()).isPresent(), left);
            if (found.isEmpty()) {
                throw missing(arguments, console, from);
            }
            ConsoleLog.Line line = found.get();
            context.services().keep(Reached.class, new Reached(line.nanos()));
            Map<String, String> groups = arguments.pattern().find(line.text()).orElseThrow();
            for (String name : arguments.secret()) {
                if (groups.containsKey(name) && !canBeSecret(groups.get(name))) {
                    throw StepFailure.bench("the secret \"" + name + "\" that came has " + groups.get(name).length()
                            + " characters; a secret has 4 to 256");
                }
            }
            secretsIn(arguments, line.text()).forEach(context::conceal);
            return new Result(line.text(), Duration.ofNanos(Math.max(0, line.nanos() - began.nanos())),
                    Groups.of(groups, Set.copyOf(arguments.secret())));
        } catch (TextPattern.TooHard e) {
            throw StepFailure.bench(e.getMessage());
        }
    }

    private static StepFailure missing(Arguments arguments, SerialConsole console, long from) {
        String asked = "no line with " + arguments.pattern() + " within " + Durations.show(arguments.within())
                + arguments.after().map(step -> " after " + step).orElse("");
        Optional<String> trouble = console.trouble();
        if (trouble.isPresent()) {
            return StepFailure.bench(asked + ": console " + console.name() + " is not open: " + trouble.get());
        }
        List<ConsoleLog.Line> came = console.log().since(from);
        return StepFailure.unmet(asked + "; " + (came.isEmpty() ? "console " + console.name() + " wrote nothing"
                : came.size() + " lines came" + (came.size() > SHOWN ? ", the last" : "") + ": "
                        + came.stream().skip(Math.max(0, came.size() - SHOWN)).map(line -> ConsoleText.quoted(line.text()))
                                .collect(Collectors.joining(", "))));
    }
}
