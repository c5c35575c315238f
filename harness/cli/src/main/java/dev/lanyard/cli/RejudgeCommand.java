package dev.lanyard.cli;

import dev.lanyard.cli.lint.LintKeys;
import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.rules.Catalogue;
import dev.lanyard.rules.Judgement;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Verdict;
import dev.lanyard.rules.air.AirKeys;
import dev.lanyard.runner.profile.Profile;
import dev.lanyard.runner.profile.Profiles;
import dev.lanyard.runner.profile.Transport;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.runner.run.Rejudgement;
import dev.lanyard.runner.yaml.Defects;
import dev.lanyard.runner.yaml.InvalidInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges a stored run with today's rules. */
@Command(
        name = "rejudge",
        description = "Judges the evidence of a stored run with today's rules and shows which verdicts changed; "
                + "changes nothing in the run's folder.",
        mixinStandardHelpOptions = true)
final class RejudgeCommand implements Callable<Integer> {

    @Parameters(arity = "1", paramLabel = "RUN_DIR", description = "The folder that a run left.")
    private Path run;

    @Option(names = "--all-rules", description = "Every rule of the catalogue that is for the accessory's kind, also those that no scenario names.")
    private boolean allRules;

    @Option(names = {"-p", "--profile"}, paramLabel = "FILE",
            description = "What is declared about the accessories; by default the profile that the run names.")
    private Optional<Path> profile = Optional.empty();

    @Option(names = "--keys", paramLabel = "FILE",
            description = "Keys that open encrypted frames of Wi-Fi Aware: what run --keep-keys wrote. Without them the "
                    + "rules about such frames cannot be judged again.")
    private Optional<Path> keys = Optional.empty();

    @Spec
    private CommandSpec command;

    private final Map<String, Profile> known = new HashMap<>();

    @Override
    public Integer call() throws IOException {
        RunDirectory directory = new RunDirectory(run);
        if (!Files.isRegularFile(directory.events())) {
            throw new CommandFailed(ExitCode.USAGE, run + " is not the folder of a run: it has no "
                    + directory.events().getFileName());
        }
        PrintWriter out = command.commandLine().getOut();
        Optional<Profile> given = given();
        Rejudgement rejudged = Rejudgement.of(directory, this::more, (name, accessory) -> given.orElseGet(() ->
                known.computeIfAbsent(name, _ -> named(name, directory, out))),
                keys.map(LintKeys::load).orElse(AirKeys.NONE));
        print(out, rejudged);
        return rejudged.exitCode().code();
    }

    /** What else to judge on an accessory: rules for its kind. */
    private List<String> more(Profile profile) {
        Catalogue catalogue = profile.transport() == Transport.WIFI_AWARE ? Catalogue.aware() : Catalogue.standard();
        return allRules ? catalogue.rules().stream().map(Rule::id).toList() : List.of();
    }

    private Optional<Profile> given() {
        if (profile.isEmpty()) {
            return Optional.empty();
        }
        Defects defects = new Defects();
        Optional<Profile> loaded = Profiles.load(profile.get(), defects);
        try {
            defects.throwIfAny();
        } catch (InvalidInputException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage());
        }
        return loaded;
    }

    /** The profile in the run's folder, which a derived one is, or in device-profiles. */
    private static Profile named(String name, RunDirectory directory, PrintWriter out) {
        Defects ignored = new Defects();
        Path derived = directory.root().resolve(ProfileChoice.DERIVED);
        Stream<Profile> here = Files.exists(derived) ? Profiles.load(derived, ignored).stream() : Stream.empty();
        return Stream.concat(here, Profiles.all(Home.directory().resolve("device-profiles"), ignored).stream()
                        .map(Profiles.Filed::profile))
                .filter(candidate -> candidate.profile().equals(name)).findFirst().orElseGet(() -> {
                    out.println(Wrapped.after("", "The run's profile " + Printable.line(name) + " is not at hand, so "
                            + "nothing is taken as declared; --profile FILE names it."));
                    return ProfileChoice.nothingDeclared();
                });
    }

    private static void print(PrintWriter out, Rejudgement rejudged) {
        rejudged.cut().ifPresent(cut -> out.println("The run was cut: " + Printable.line(cut)));
        List<Rejudgement.Judged> changed = rejudged.judged().stream().filter(Rejudgement.Judged::isChanged).toList();
        String place = "";
        for (Rejudgement.Judged one : changed) {
            String own = one.scenario() + (one.attempt() > 1 ? " attempt " + one.attempt() : "");
            if (!own.equals(place)) {
                out.println(Printable.line(own));
                place = own;
            }
            Verdict now = one.judgement().verdict();
            String before = one.stored().map(RejudgeCommand::word).orElse("not judged");
            out.println(Wrapped.after("  ", now.rule() + ": " + before + " -> " + Words.of(now.kind()) + ": "
                    + Printable.line(now.reason())));
        }
        out.println("%d verdicts made again, %d changed".formatted(rejudged.judged().size(), changed.size()));
        long first = rejudged.judged().stream().filter(one -> one.stored().isEmpty()).count();
        if (first > 0) {
            out.println(first + " made for the first time: those that break nothing are not listed");
        }
        Map<String, List<Judgement>> byAccessory = new LinkedHashMap<>();
        rejudged.judged().forEach(one -> byAccessory.computeIfAbsent(one.accessory(), _ -> new ArrayList<>())
                .add(one.judgement()));
        HostReport.of(byAccessory).print(out);
        out.flush();
    }

    private static String word(String stored) {
        return Stream.of(Verdict.Kind.values()).filter(kind -> kind.name().equals(stored)).findFirst().map(Words::of)
                .orElse(Printable.line(stored));
    }
}
