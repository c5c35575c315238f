package dev.lanyard.cli.lint;

import dev.lanyard.cli.CommandFailed;
import dev.lanyard.cli.Hosts;
import dev.lanyard.cli.Printable;
import dev.lanyard.cli.TerminalJson;
import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.evidence.UsbCapture;
import dev.lanyard.rules.Catalogue;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.air.AirDeclarations;
import dev.lanyard.rules.air.AirFrame;
import dev.lanyard.rules.air.AirKeys;
import dev.lanyard.rules.air.Device;
import dev.lanyard.rules.lint.CaptureLint;
import dev.lanyard.runner.profile.Profile;
import dev.lanyard.runner.profile.Profiles;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.runner.yaml.Defects;
import dev.lanyard.runner.yaml.InvalidInputException;
import dev.lanyard.wire.capture.CaptureException;
import dev.lanyard.wire.nan.ServiceId;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges captures that somebody else made: Wi-Fi Aware frames and USB transfers. */
@Command(
        name = "lint",
        description = "Says what the devices in a capture break: Wi-Fi Aware frames of a monitor interface, USB "
                + "transfers of usbmon or USBPcap. Needs no rights and no hardware.",
        mixinStandardHelpOptions = true)
public final class LintCommand implements Callable<Integer> {

    /** How findings are printed. */
    enum Format { TEXT, JSON, SARIF }

    /** Services whose ids are met often. */
    public static final List<String> WELL_KNOWN = List.of("org.opendroneid.remoteid", "esp_nan-service",
            "_esp-demo._udp", "_localsend._tcp", "_sat-simulation._udp", "_airhop-mesh-v1._tcp", "_test._udp");
    @Parameters(arity = "1..*", paramLabel = "CAPTURE",
            description = "pcap or pcapng, plain or in gzip; of any size.")
    private List<Path> captures = List.of();

    @Option(names = {"-p", "--profile"}, paramLabel = "FILE",
            description = "What is declared about the accessory: its services, pairing, capabilities and known issues.")
    private Optional<Path> profile = Optional.empty();

    @Option(names = {"-k", "--keys"}, paramLabel = "FILE",
            description = "Keys of the devices, so that codes, identities and encrypted frames are judged too: lists "
                    + "of hexadecimal texts nik, pmk, nm-kek, tk, pasn-kck, and of passphrases.")
    private Optional<Path> keys = Optional.empty();

    @Option(names = {"-s", "--service"}, paramLabel = "NAME",
            description = "A service's name, such as _my-device._tcp: it is shown, and judged.")
    private List<String> services = List.of();

    @Option(names = {"-f", "--format"}, paramLabel = "text|json|sarif", defaultValue = "text",
            description = "For people, or for programs. Default: ${DEFAULT-VALUE}.")
    private Format format;

    @Option(names = "--host", paramLabel = "HOST", split = ",",
            description = "Only what matters to these: " + Hosts.NAMES + ".")
    private List<String> hosts = List.of();

    @Option(names = "--explain", description = "Draws each dialogue as a ladder of arrows.")
    private boolean explain;

    @Option(names = {"-r", "--report"}, paramLabel = "DIR",
            description = "Writes the report of Wi-Fi Aware devices there: the same pages and files as of a run.")
    private Optional<Path> report = Optional.empty();

    @Spec
    private CommandSpec command;

    /**
     * Has a thread of its own make ready what every call needs, while the command line is read: the first use of the
     * catalogue and of a digest takes longer than judging ten thousand frames.
     */
    public static void prepare() {
        Thread.ofPlatform().daemon().name("prepare-rules").start(() -> {
            Catalogue.air();
            WELL_KNOWN.forEach(ServiceId::of);
        });
    }

    @Override
    public Integer call() throws IOException {
        if (format != Format.TEXT) {
            // The same for what writes JSON, while the capture is read.
            Thread.ofPlatform().daemon().name("prepare-json").start(() ->
                    TerminalJson.PRETTY.writeValueAsString(TerminalJson.PRETTY.createObjectNode().put("", "")));
        }
        Set<HostPlatform> wanted = Hosts.named(hosts);
        Optional<Profile> declared = profile.map(LintCommand::load);
        AirKeys secrets = keys.map(LintKeys::load).orElse(AirKeys.NONE);
        Optional<DeclaredAccessory> accessory = declared.map(one -> new DeclaredAccessory(one, LocalDate.now()));
        AirDeclarations declarations = declarations(accessory);
        List<Rule> rules = Catalogue.air().rules().stream()
                .filter(rule -> hosts.isEmpty() || rule.hosts().stream().anyMatch(wanted::contains)).toList();
        List<Linted> linted = new ArrayList<>();
        Optional<LintReport> pages = begin();
        List<CommandFailed> unread = new ArrayList<>();
        for (Path capture : captures) {
            try {
                linted.add(lint(capture, rules, secrets, declarations, accessory, pages));
            } catch (CommandFailed e) {
                unread.add(e);
            }
        }
        if (linted.isEmpty()) {
            throw unread.getFirst();
        }
        PrintWriter out = command.commandLine().getOut();
        switch (format) {
            case TEXT -> new LintText(out, wanted).print(linted, explain);
            case JSON -> out.println(LintJson.of(linted, wanted));
            case SARIF -> out.println(LintSarif.of(linted));
        }
        out.flush();
        ExitCode exitCode = unread.isEmpty() ? Linted.exitCode(linted, wanted) : unread.getFirst().exitCode();
        if (pages.isPresent()) {
            pages.get().write(linted, wanted, command.commandLine().getParseResult().originalArgs(), exitCode);
            if (format == Format.TEXT) {
                out.println("Report: " + new RunDirectory(report.orElseThrow()).reportHtml());
                out.flush();
            }
        }
        for (Linted one : linted) {
            one.air().damage().ifPresent(damage -> command.commandLine().getErr().println("lanyard: "
                    + Printable.line(one.air().file() + ": " + damage + "; what came before was judged")));
        }
        unread.forEach(failure -> command.commandLine().getErr().println("lanyard: " + failure.getMessage()));
        return exitCode.code();
    }

    private Optional<LintReport> begin() throws IOException {
        try {
            return report.isPresent() ? Optional.of(LintReport.in(report.get())) : Optional.empty();
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailed(ExitCode.USAGE, Printable.line(e.getMessage()));
        }
    }

    private Linted lint(Path capture, List<Rule> rules, AirKeys secrets, AirDeclarations declarations,
                               Optional<DeclaredAccessory> accessory, Optional<LintReport> report)
            throws IOException {
        if (Files.isDirectory(capture)) {
            throw new CommandFailed(ExitCode.USAGE, Printable.line(capture + " is a folder; name the captures in it"));
        }
        LintLadder ladder = new LintLadder();
        try {
            BiConsumer<AirFrame, Device> listener = explain ? ladder::add : (_, _) -> { };
            if (report.isPresent()) {
                LintReport.Captured evidence = report.get().capture(capture);
                listener = listener.andThen((frame, _) -> evidence.add(frame));
            }
            CaptureLint air = CaptureLint.of(capture, rules, secrets, declarations, listener);
            Optional<UsbCapture> usb = air.hasUsb() ? Optional.of(UsbCapture.read(capture)) : Optional.empty();
            return Linted.of(air, rules, ladder, usb, accessory);
        } catch (NoSuchFileException e) {
            throw new CommandFailed(ExitCode.USAGE, Printable.line("there is no file " + capture));
        } catch (CaptureException e) {
            throw new CommandFailed(ExitCode.USAGE, Printable.line(capture + ": " + e.getMessage()
                    + "; a capture of a monitor interface or of usbmon is what lint reads"));
        }
    }

    private AirDeclarations declarations(Optional<DeclaredAccessory> accessory) {
        Map<ServiceId, String> names = new LinkedHashMap<>();
        WELL_KNOWN.forEach(name -> names.put(ServiceId.of(name), name));
        AirDeclarations declared = accessory.map(DeclaredAccessory::declarations).orElse(AirDeclarations.NONE);
        names.putAll(declared.names());
        services.forEach(name -> names.put(ServiceId.of(name), name));
        return declared.withNames(names);
    }

    private static Profile load(Path file) {
        Defects defects = new Defects();
        Optional<Profile> loaded = Profiles.load(file, defects);
        try {
            defects.throwIfAny();
        } catch (InvalidInputException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage());
        }
        return loaded.orElseThrow(() -> new CommandFailed(ExitCode.USAGE, Printable.line("no profile in " + file)));
    }
}
