package dev.lanyard.cli;

import dev.lanyard.drivers.accessory.AccessoryProvider;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.drivers.usb.UsbHost;
import dev.lanyard.runner.run.Accessories;
import dev.lanyard.runner.run.ExitCode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the accessories that a SPEC could name. */
@Command(
        name = "list",
        description = "Lists accessories: those of a USB/IP server, or without --accessory those there are here.",
        mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {

    private static final Duration WITHIN = Duration.ofSeconds(5);

    @Option(names = {"-a", "--accessory"}, paramLabel = "usbip:HOST:PORT", description = "Where to look.")
    private Optional<String> where = Optional.empty();

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws UsbException, InterruptedException {
        PrintWriter out = command.commandLine().getOut();
        if (where.isPresent()) {
            int colon = where.get().indexOf(':');
            String scheme = colon < 0 ? where.get() : where.get().substring(0, colon);
            String rest = colon < 0 ? "" : where.get().substring(colon + 1);
            try {
                AccessoryProvider provider = Accessories.standard().provider(scheme, where.get());
                if (print(out, provider, rest) == 0) {
                    provider.host(rest).ifPresent(UsbHost::close);
                    out.println("nothing there");
                }
            } catch (IllegalArgumentException e) {
                throw new CommandFailed(ExitCode.USAGE, e.getMessage());
            }
            return ExitCode.PASSED.code();
        }
        List<AccessoryProvider> empty = new ArrayList<>();
        for (AccessoryProvider provider : Accessories.standard().providers()) {
            if (print(out, provider, "") == 0) {
                empty.add(provider);
            }
        }
        out.println();
        out.println("Not listed, but reached by name:");
        empty.forEach(provider -> out.println(Wrapped.after("  ", Printable.line(provider.usage() + whyNone(provider)))));
        return ExitCode.PASSED.code();
    }

    /** What keeps accessories of this kind from being here, as the end of a sentence. */
    private static String whyNone(AccessoryProvider provider) {
        try (UsbHost host = provider.host("").orElse(null)) {
            return host == null ? "" : "; none is attached here";
        } catch (UsbException e) {
            return "; none here: " + Printable.line(e.getMessage());
        } catch (IllegalArgumentException e) {
            // These are somewhere else.
            return "";
        }
    }

    private static int print(PrintWriter out, AccessoryProvider provider, String where)
            throws UsbException, InterruptedException {
        var listings = provider.list(where, WITHIN);
        listings.forEach(listing -> out.printf("%-40s %s%n", Printable.line(listing.spec().toString()),
                Printable.line(listing.description())));
        return listings.size();
    }
}
