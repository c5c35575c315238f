package dev.lanyard.cli;

import dev.lanyard.cli.ProfileDifference.State;
import dev.lanyard.runner.profile.Aware;
import dev.lanyard.runner.profile.Claim;
import dev.lanyard.runner.profile.Profile;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.runner.value.Literals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a profile declares of a Wi-Fi Aware device beside what that shows over the air. */
final class AwareDifference {

    private AwareDifference() {}

    /** In the order of a profile. */
    static List<ProfileDifference> between(Profile declared, Profile seen) {
        Aware own = declared.aware().orElseThrow(() -> new CommandFailed(ExitCode.USAGE, "profile " + declared.profile()
                + " is of an accessory on USB, and this is a Wi-Fi Aware device"));
        Map<String, String> says = facts(own);
        Map<String, String> shows = facts(seen.aware().orElseThrow());
        List<ProfileDifference> all = new ArrayList<>();
        says.forEach((key, value) -> {
            String other = shows.getOrDefault(key, "");
            // Whoever has no cluster hears no question that is asked in one.
            boolean unasked = key.endsWith(".publishing") && seen.claims().contains(Claim.AWARE_USD);
            all.add(new ProfileDifference(key, other.equals(value) ? State.SAME : unasked ? State.UNSEEN
                    : other.isEmpty() ? State.MISSING : State.DIFFERS, value, other));
        });
        shows.forEach((key, value) -> {
            if (!says.containsKey(key)) {
                all.add(new ProfileDifference(key, State.MORE, "", value));
            }
        });
        own.services().forEach(service -> service.port().ifPresent(port -> all.add(new ProfileDifference(
                "aware.services." + service.name() + ".port", State.UNSEEN, port.toString(), ""))));
        own.oldestAndroid().ifPresent(release -> all.add(new ProfileDifference("aware.oldest-android", State.UNSEEN,
                release.toString(), "")));
        declared.claims().forEach(claim -> all.add(new ProfileDifference("claims", seen.claims().contains(claim)
                ? State.SAME : State.UNSEEN, Literals.kebab(claim), seen.claims().contains(claim)
                ? Literals.kebab(claim) : "")));
        return List.copyOf(all);
    }

    private static Map<String, String> facts(Aware aware) {
        Map<String, String> facts = new LinkedHashMap<>();
        aware.services().forEach(service -> {
            String key = "aware.services." + service.name();
            facts.put(key, Literals.kebab(service.role()) + (!service.dataPath() ? ", no data path"
                    : service.security() ? ", secured data path" : ", open data path"));
            if (service.role() == Aware.Role.PUBLISH) {
                facts.put(key + ".publishing", Literals.kebab(service.publishing()));
            }
        });
        aware.pairing().ifPresent(pairing -> {
            facts.put("aware.pairing.methods", inOrder(pairing.methods()));
            facts.put("aware.pairing.caching", Boolean.toString(pairing.caching()));
        });
        if (!aware.cipherSuites().isEmpty()) {
            facts.put("aware.cipher-suites", inOrder(aware.cipherSuites()));
        }
        facts.put("aware.bands", inOrder(aware.bands()));
        if (!aware.capabilities().isEmpty()) {
            facts.put("aware.capabilities", inOrder(aware.capabilities()));
        }
        return facts;
    }

    private static String inOrder(List<? extends Enum<?>> values) {
        return Literals.show(values.stream().sorted().toList());
    }
}
