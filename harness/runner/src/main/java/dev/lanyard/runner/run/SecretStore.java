package dev.lanyard.runner.run;

import dev.lanyard.runner.profile.Profile;
import dev.lanyard.runner.profile.SecretSource;
import dev.lanyard.runner.profile.Secrets;
import dev.lanyard.runner.step.Operator;
import dev.lanyard.runner.value.Secret;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Finds the secrets of profiles, each once in a run. */
final class SecretStore {

    private final UnaryOperator<String> environment;
    private final Optional<Operator> operator;
    private final Map<String, Found> found = new HashMap<>();

    /** {@code environment} gives a variable's value, or null. */
    SecretStore(UnaryOperator<String> environment, Optional<Operator> operator) {
        this.environment = environment;
        this.operator = operator;
    }

    /** A secret, or why there is none. */
    private record Found(Optional<Secret> secret, String why) {}

    /** The first of {@code names} that only a person could tell, when nobody is there; as a sentence. */
    Optional<String> unattended(Profile profile, Set<String> names) {
        return operator.isPresent() ? Optional.empty() : names.stream().sorted()
                .filter(name -> profile.secrets().get(name) instanceof SecretSource.Asked asked
                        && asked.prompt().isPresent())
                .findFirst().map(name -> "the secret \"" + name + "\" of profile " + profile.profile()
                        + " is asked of a person, and nobody is there (no terminal, CI=true, or --non-interactive)");
    }

    /** The values of {@code names}. */
    Secrets of(Profile profile, Set<String> names) {
        Map<String, Secret> known = new LinkedHashMap<>();
        Map<String, String> missing = new LinkedHashMap<>();
        for (String name : names) {
            SecretSource source = profile.secrets().get(name);
            if (source == null) {
                missing.put(name, "profile " + profile.profile() + " declares no secret of this name ("
                        + (profile.secrets().isEmpty() ? "and no other; add secrets: {" + name + ": {env: NAME}}"
                                : profile.secrets().keySet().stream().sorted().collect(Collectors.joining(", ")))
                        + ")");
                continue;
            }
            Found one = found.computeIfAbsent(profile.profile() + "/" + name, _ -> find(source));
            one.secret().ifPresentOrElse(secret -> known.put(name, secret), () -> missing.put(name, one.why()));
        }
        return new Secrets(known, missing, "of profile " + profile.profile());
    }

    private Found find(SecretSource source) {
        return switch (source) {
            case SecretSource.Given given -> new Found(Optional.of(given.secret()), "");
            case SecretSource.Asked asked -> asked.env().map(this::inEnvironment)
                    .orElseGet(() -> fromPerson(asked.prompt().orElseThrow()));
        };
    }

    private Found inEnvironment(String variable) {
        String value = environment.apply(variable);
        return value == null ? new Found(Optional.empty(), "the environment variable " + variable + " is not set")
                : checked(value, "the environment variable " + variable);
    }

    private Found fromPerson(String prompt) {
        try {
            return operator.flatMap(person -> person.askSecret(prompt)).map(text -> checked(text, "what was typed"))
                    .orElse(new Found(Optional.empty(), "nobody told it"));
        } catch (RuntimeException e) {
            return new Found(Optional.empty(), "it could not be asked for");
        }
    }

    private static Found checked(String text, String where) {
        try {
            return new Found(Optional.of(new Secret(text)), "");
        } catch (IllegalArgumentException e) {
            return new Found(Optional.empty(), where + " holds no secret: " + e.getMessage());
        }
    }
}
