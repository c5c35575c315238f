package dev.lanyard.runner.profile;

import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.From;
import dev.lanyard.runner.value.Secret;
import java.util.Optional;

/** Where a secret comes from. */
@Doc("the secret itself, or {env: NAME} for an environment variable, or {prompt: TEXT} to ask for it")
public sealed interface SecretSource {

    /** The profile holds it. */
    @From(From.Shape.SCALAR)
    record Given(@Doc("the secret itself") Secret secret) implements SecretSource {}

    /** It is asked for: exactly one of the two is given. */
    record Asked(
            @Doc("the environment variable that holds it") Optional<String> env,
            @Doc("what the person at the bench is asked for; nobody sees what is typed") Optional<String> prompt)
            implements SecretSource {

        public Asked {
            if (env.isPresent() == prompt.isPresent()) {
                throw new IllegalArgumentException("a secret has env: NAME, or prompt: TEXT");
            }
        }
    }
}
