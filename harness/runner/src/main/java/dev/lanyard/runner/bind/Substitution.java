package dev.lanyard.runner.bind;

import dev.lanyard.runner.value.Literals;
import dev.lanyard.runner.value.Secret;
import dev.lanyard.runner.yaml.Defects;
import dev.lanyard.runner.yaml.Nearest;
import dev.lanyard.runner.yaml.Position;
import dev.lanyard.runner.yaml.Yaml;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts variables into scalars. */
final class Substitution {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)(}?)");

    private final Variables variables;
    private final Defects defects;

    Substitution(Variables variables, Defects defects) {
        this.variables = variables;
        this.defects = defects;
    }

    /** What a scalar became. */
    sealed interface Result {
        /** Text to be read as a literal. */
        record Text(String text) implements Result {}

        /** The scalar is one variable and nothing else. */
        record Whole(Variables.Variable variable) implements Result {}

        /** At least one variable has no value yet. */
        record Unknown() implements Result {}

        /** A defect was added. */
        record Invalid() implements Result {}
    }

    Result in(Yaml.Scalar scalar) {
        String text = scalar.text();
        if (!text.contains("${")) {
            return new Result.Text(text);
        }
        StringBuilder out = new StringBuilder();
        boolean invalid = false;
        boolean unknown = false;
        Matcher matcher = REFERENCE.matcher(text);
        while (matcher.find()) {
            Position at = positionOf(scalar, matcher.start());
            Optional<Variables.Variable> found = lookUp(matcher, at);
            if (found.isEmpty()) {
                invalid = true;
                matcher.appendReplacement(out, "");
            } else if (matcher.start() == 0 && matcher.end() == text.length()) {
                return new Result.Whole(found.get());
            } else if (found.get().type() == Secret.class) {
                defects.add(at, "${" + found.get().name() + "} is a secret: it stands alone, where a secret is asked "
                        + "for");
                invalid = true;
            } else {
                Optional<Object> value = found.get().value();
                unknown |= value.isEmpty();
                matcher.appendReplacement(out, Matcher.quoteReplacement(value.map(Literals::show).orElse("")));
            }
        }
        matcher.appendTail(out);
        return invalid ? new Result.Invalid() : unknown ? new Result.Unknown() : new Result.Text(out.toString());
    }

    private Optional<Variables.Variable> lookUp(Matcher matcher, Position at) {
        String name = matcher.group(1);
        if (matcher.group(2).isEmpty()) {
            defects.add(at, "this variable has no closing brace");
            return Optional.empty();
        }
        Optional<Variables.Variable> found = variables.find(name);
        if (found.isEmpty()) {
            // All that a profile may hold is of no help to somebody who mistyped another name.
            List<String> own = variables.names().stream().filter(other -> !other.startsWith("profile.")).toList();
            boolean all = name.startsWith("profile.")
                    || Nearest.to(name, own).isEmpty() && Nearest.to(name, variables.names()).isPresent();
            String hint = all ? Nearest.hint(name, variables.names())
                    : own.isEmpty() ? "; vars, the save of an earlier step, and ${profile.…} make variables"
                    : Nearest.hint(name, own);
            defects.add(at, "variable ${" + name + "} is not defined here"
                    + variables.advice(name).map(advice -> "; " + advice).orElse(hint));
        } else if (found.get().never().isPresent()) {
            defects.add(at, "${" + name + "}: " + found.get().never().get());
            return Optional.empty();
        }
        return found;
    }

    /** The place inside the scalar, where the scalar stands on its line as it reads. */
    private static Position positionOf(Yaml.Scalar scalar, int offset) {
        Position at = scalar.position();
        if (at.line() > at.source().lines().size()) {
            return at;
        }
        String line = at.source().lines().get(at.line() - 1);
        int start = scalar.plain() ? at.column() - 1 : at.column();
        return line.startsWith(scalar.text(), start) ? new Position(at.source(), at.line(), start + 1 + offset) : at;
    }
}
