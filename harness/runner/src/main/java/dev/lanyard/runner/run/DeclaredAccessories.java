package dev.lanyard.runner.run;

import dev.lanyard.evidence.RunEvent;
import dev.lanyard.runner.bind.Keys;
import dev.lanyard.runner.profile.Aware;
import dev.lanyard.runner.profile.Profile;
import dev.lanyard.runner.profile.Profiles;
import dev.lanyard.runner.profile.SecretSource;
import dev.lanyard.runner.value.Literals;
import dev.lanyard.runner.yaml.Defects;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the profiles of a plan declare, for the run's log: a report must not need files that change after the run. */
public final class DeclaredAccessories {

    private DeclaredAccessories() {}

    /** One event for each accessory with its profile, in the order of the plan. */
    static List<RunEvent.AccessoryDeclared> of(RunPlan plan) {
        Map<String, Path> files = new LinkedHashMap<>();
        if (plan.options().profile().isEmpty()) {
            Profiles.all(plan.options().profilesFolder(), new Defects())
                    .forEach(filed -> files.put(filed.profile().profile(), filed.file()));
        }
        Map<List<String>, RunEvent.AccessoryDeclared> events = new LinkedHashMap<>();
        for (PlannedScenario planned : plan.scenarios()) {
            Profile profile = planned.profile();
            String accessory = planned.accessory().toString();
            events.computeIfAbsent(List.of(accessory, profile.profile()), _ -> {
                Optional<Path> file = plan.options().profileOf(planned.accessory())
                        .or(() -> Optional.ofNullable(files.get(profile.profile())));
                return new RunEvent.AccessoryDeclared(accessory, profile.profile(),
                        file.map(Path::toString).orElse(""),
                        file.filter(_ -> !holdsSecrets(profile)).map(DeclaredAccessories::sha256).orElse(""),
                        facts(profile));
            });
        }
        return List.copyOf(events.values());
    }

    /** Who knows the rest of a file finds a short PIN in it by its hash. */
    private static boolean holdsSecrets(Profile profile) {
        return profile.secrets().values().stream().anyMatch(SecretSource.Given.class::isInstance);
    }

    /** Names as in YAML, those of nested objects after a dot; what is absent is left out. */
    public static Map<String, String> facts(Record profile) {
        Map<String, String> facts = new LinkedHashMap<>();
        collect("", profile, facts);
        return facts;
    }

    private static void collect(String prefix, Record record, Map<String, String> facts) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = read(component, record);
            if (value instanceof Optional<?> optional) {
                value = optional.orElse(null);
            }
            String key = prefix + Keys.of(component);
            switch (value) {
                case null -> { }
                case Record nested when isOfProfile(nested) ->
                        collect(key + ".", nested, facts);
                case List<?> list -> facts.put(key, list.stream()
                        .map(item -> item instanceof Record nested && isOfProfile(nested)
                                ? facts(nested).toString() : Literals.show(item))
                        .collect(Collectors.joining(", ")));
                default -> facts.put(key, Literals.show(value));
            }
        }
    }

    /** A section of a profile, whose entries are facts of their own, and no value of one. */
    private static boolean isOfProfile(Record value) {
        return value instanceof Aware || value.getClass().getEnclosingClass() == Aware.class
                || value.getClass().getEnclosingClass() == Profile.class;
    }

    private static Object read(RecordComponent component, Record owner) {
        try {
            return component.getAccessor().invoke(owner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            return "";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
