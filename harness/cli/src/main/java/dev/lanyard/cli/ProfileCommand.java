package dev.lanyard.cli;

import dev.lanyard.cli.aware.SeenOnAir;
import dev.lanyard.cli.aware.SeenProfile;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.evidence.FileTrouble;
import dev.lanyard.runner.bench.Benches;
import dev.lanyard.runner.profile.Profile;
import dev.lanyard.runner.profile.Profiles;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.runner.yaml.Defects;
import dev.lanyard.runner.yaml.InvalidInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Writes profiles and compares them with accessories. */
@Command(
        name = "profile",
        description = "Writes the profile of an accessory, or compares a profile with one.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "new|diff",
        subcommands = {ProfileCommand.New.class, ProfileCommand.Diff.class})
final class ProfileCommand {

    /** What can be asked of an accessory. */
    private record Seen(String yaml, Set<String> hidden, String summary) {

        /** Of a Wi-Fi Aware device what it shows over the air; there is nothing to try without pairing. */
        static Seen of(AccessorySpec spec, boolean probe, ServicesOption services, Optional<Benches.Filed> bench)
                throws IOException, InterruptedException {
            Optional<SeenOnAir> air = services.listen(spec, bench);
            if (air.isPresent()) {
                SeenProfile profile = SeenProfile.of(air.get(), services.named());
                return new Seen(profile.complete(spec), Set.of(), profile.summary());
            }
            if (probe) {
                Preflight.check(List.of(spec), Optional.empty());
            }
            ProfileText text = ProfileText.of(Described.of(spec)).orElseThrow(() -> new CommandFailed(ExitCode.INCONCLUSIVE, "the device shows no CDC-ECM or CDC-NCM "
                            + "function (./lanyard describe " + spec + " shows what it has)"));
            if (!probe) {
                return new Seen(text.complete(spec, "claims: []   # nothing was tried (--no-probe)\n"), text.hidden(),
                        "nothing was tried");
            }
            NetworkProbe tried = NetworkProbe.of(spec);
            return new Seen(text.complete(spec, tried.profile()), text.hidden(), tried.summary());
        }
    }

    /** Writes a profile. */
    @Command(
            name = "new",
            description = "Writes a profile from what an accessory declares and from what answers when it is tried, with "
                    + "comments.",
            mixinStandardHelpOptions = true)
    static final class New implements Callable<Integer> {

        @Parameters(arity = "1", paramLabel = "SPEC|NAME", description = "The accessory.")
        private String spec;

        @Option(names = {"-o", "--out"}, paramLabel = "FILE", description = "Where to; by default to standard output.")
        private Optional<Path> out = Optional.empty();

        @Option(names = "--no-probe", description = "Only reads descriptors; tries no DHCP, ping, mDNS or echo.")
        private boolean noProbe;

        @Mixin
        private ServicesOption services;

        @Mixin
        private BenchOption benches;

        @Spec
        private CommandSpec command;

        @Override
        public Integer call() throws IOException, InterruptedException {
            Optional<Benches.Filed> bench = benches.find();
            Seen seen = Seen.of(BenchOption.accessory(bench, spec), !noProbe, services, bench);
            String yaml = seen.yaml();
            if (out.isEmpty()) {
                command.commandLine().getOut().print(yaml);
                command.commandLine().getOut().flush();
                return ExitCode.PASSED.code();
            }
            try {
                Files.writeString(out.get(), yaml, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } catch (FileAlreadyExistsException e) {
                throw new CommandFailed(ExitCode.USAGE, out.get() + " is there already; name another file");
            } catch (IOException e) {
                throw new CommandFailed(ExitCode.INCONCLUSIVE, "cannot write " + out.get() + ": "
                        + FileTrouble.reason(e));
            }
            command.commandLine().getOut().println("Wrote " + out.get() + "; " + Printable.line(seen.summary()));
            command.commandLine().getOut().println("Next: ./lanyard run --accessory " + Printable.line(spec)
                    + " --profile " + out.get());
            return ExitCode.PASSED.code();
        }
    }

    /** Compares. */
    @Command(
            name = "diff",
            description = "Compares what a profile declares with what an accessory shows. Exit code 1 where they differ.",
            mixinStandardHelpOptions = true)
    static final class Diff implements Callable<Integer> {

        /** Forms of output. */
        enum Format { TEXT, JSON }

        @Parameters(index = "0", paramLabel = "PROFILE", description = "A file, or the name of one of device-profiles.")
        private String profile;

        @Parameters(index = "1", paramLabel = "SPEC|NAME", description = "The accessory.")
        private String spec;

        @Option(names = "--no-probe", description = "Only reads descriptors; tries no DHCP, ping, mDNS or echo.")
        private boolean noProbe;

        @Option(names = {"-f", "--format"}, paramLabel = "text|json", description = "Form of the comparison.")
        private Format format = Format.TEXT;

        @Mixin
        private ServicesOption services;

        @Mixin
        private BenchOption benches;

        @Spec
        private CommandSpec command;

        @Override
        public Integer call() throws IOException, InterruptedException {
            Defects defects = new Defects();
            Optional<Profile> declared = Profiles.load(file(), defects);
            try {
                defects.throwIfAny();
            } catch (InvalidInputException e) {
                throw new CommandFailed(ExitCode.USAGE, e.getMessage());
            }
            Optional<Benches.Filed> bench = benches.find();
            AccessorySpec accessory = BenchOption.accessory(bench, spec);
            Seen seen = Seen.of(accessory, !noProbe, services, bench);
            Profile shown = read(seen.yaml());
            List<ProfileDifference> all = shown.aware().isPresent()
                    ? AwareDifference.between(declared.orElseThrow(), shown)
                    : ProfileDifference.between(declared.orElseThrow(), shown, !noProbe, seen.hidden());
            PrintWriter out = command.commandLine().getOut();
            if (format == Format.JSON) {
                out.println(JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(all));
            } else {
                print(all, out);
            }
            return all.stream().anyMatch(ProfileDifference::isDifference) ? ExitCode.FAILED.code()
                    : ExitCode.PASSED.code();
        }

        private Path file() {
            Path given = Path.of(profile);
            Path known = Home.directory().resolve("device-profiles").resolve(profile + ".yaml");
            return !Files.exists(given) && profile.matches("[A-Za-z0-9._-]+") && Files.exists(known) ? known : given;
        }

        /** What was seen is a profile too. */
        private static Profile read(String yaml) throws IOException {
            Path file = Files.createTempFile("lanyard-seen", ".yaml");
            try {
                Files.writeString(file, yaml);
                Defects defects = new Defects();
                return Profiles.load(file, defects).orElseThrow(() -> new IllegalStateException(
                        "what was seen makes no profile: " + defects.list()));
            } finally {
                Files.delete(file);
            }
        }

        private static void print(List<ProfileDifference> all, PrintWriter out) {
            for (ProfileDifference one : all) {
                out.printf("%-9s %-24s %s%n", one.state().name().toLowerCase(Locale.ROOT).replace('_', ' '), one.key(),
                        Printable.line(switch (one.state()) {
                            case SAME -> one.declared();
                            case DIFFERS -> "declared " + one.declared() + ", seen " + one.seen();
                            case MISSING -> "declared " + one.declared() + ", not seen";
                            case MORE -> "not declared, seen " + one.seen();
                            case UNSEEN -> "declared " + one.declared() + "; this comparison cannot see it";
                        }));
            }
            long differences = all.stream().filter(ProfileDifference::isDifference).count();
            out.println(differences == 0 ? "The accessory is as the profile says, as far as it was seen."
                    : differences == 1 ? "1 difference" : differences + " differences");
        }
    }
}
