package dev.lanyard.cli;

import dev.lanyard.rules.Catalogue;
import dev.lanyard.rules.Rule;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.stubs.aware.AwareFaults;
import dev.lanyard.stubs.fault.Faults;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells everything about one rule. */
@Command(
        name = "explain",
        description = "Tells what a rule asks, which host platforms need it, where it comes from, who broke it, "
                + "and the fix.",
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {

    @Parameters(arity = "1", paramLabel = "RULE", description = "Its id: NCM-NTB-06.")
    private String id;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        Catalogue catalogue = Catalogue.all();
        Rule rule = catalogue.rule(id.toUpperCase(Locale.ROOT)).orElseThrow(() -> new CommandFailed(ExitCode.USAGE,
                catalogue.unknown(Printable.line(id)) + "; ./lanyard rules lists all"));
        PrintWriter out = command.commandLine().getOut();
        out.println(Wrapped.after(rule.id() + "  ", rule.sentence()));
        out.println();
        field(out, "Obligation", Words.of(rule.obligation()) + ": " + switch (rule.obligation()) {
            case MUST -> "a specification says so; breaking it fails";
            case HOST_REQUIRED -> "a host platform fails without it; breaking it fails";
            case RECOMMENDED -> "good practice; breaking it warns";
            case QUALITY -> "a measured quality; breaking it warns";
        });
        field(out, "Hosts", Words.hosts(rule.hosts()));
        rule.tolerated().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(host ->
                field(out, "Borne by", host.getKey().title() + ", which " + host.getValue()));
        field(out, "Source", rule.source().document() + (rule.source().section().isEmpty() ? ""
                : " " + rule.source().section())
                + (rule.source().checked() ? "" : " (unchecked: cited from memory, nobody compared it yet)"));
        field(out, "In the field", rule.fieldFailures().isEmpty() ? "no report known"
                : String.join(" ", rule.fieldFailures().stream().map(RulesPage::link).toList()));
        field(out, "Fix", rule.remediation());
        List<String> seen = Stream.concat(
                Faults.all().stream().filter(fault -> fault.id().equals(rule.id())).flatMap(fault -> fault.models()
                        .stream().sorted().map(model -> model.name().toLowerCase(Locale.ROOT))),
                AwareFaults.all().stream().filter(fault -> fault.rule().equals(rule.id()))
                        .map(fault -> fault.model().rest()))
                .map(name -> "./lanyard check emulated:" + name + " --fault " + rule.id()).toList();
        field(out, "See it", seen.isEmpty() ? "no emulated accessory breaks this one" : String.join(", or ", seen));
        return ExitCode.PASSED.code();
    }

    private static void field(PrintWriter out, String name, String value) {
        out.println(Wrapped.after("%-14s".formatted(name), value));
    }
}
