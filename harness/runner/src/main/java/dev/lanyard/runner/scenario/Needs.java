package dev.lanyard.runner.scenario;

import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.profile.Claim;
import dev.lanyard.runner.profile.Function;
import dev.lanyard.runner.profile.Profile;
import dev.lanyard.runner.profile.Transport;
import dev.lanyard.runner.value.Literals;
import java.util.List;
import java.util.Optional;

/** What must be so for a scenario to concern an accessory. Nothing given is nothing needed. */
public record Needs(
        @Doc("how the accessory is connected") @Default("[]") List<Transport> transport,
        @Doc("its network function: ecm, ncm, or both as a list") @Default("[]") List<Function> function) {

    /** Needs nothing. */
    public static final Needs NOTHING = new Needs(List.of(), List.of());

    /** The first gate that is closed for {@code profile}, with what was seen; empty when all are open. */
    public Optional<String> closedFor(Profile profile, List<Claim> claims) {
        return gate("transport", transport, Optional.of(profile.transport()), profile)
                .or(() -> gate("function", function, profile.function(), profile))
                .or(() -> claims.stream().filter(claim -> !profile.claims().contains(claim)).findFirst()
                        .map(claim -> "claims: " + Literals.kebab(claim) + " is not among the claims of profile "
                                + profile.profile()));
    }

    private static <T extends Enum<T>> Optional<String> gate(String key, List<T> needed, Optional<T> has,
                                                             Profile profile) {
        if (needed.isEmpty() || has.filter(needed::contains).isPresent()) {
            return Optional.empty();
        }
        String expression = needed.size() == 1 ? Literals.show(needed.getFirst()) : Literals.show(needed);
        return Optional.of("needs " + key + ": " + expression + ", but profile " + profile.profile() + " has "
                + has.map(value -> key + ": " + Literals.kebab(value)).orElse("no " + key));
    }
}
