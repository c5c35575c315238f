package dev.lanyard.cli;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.aware.NanStack;
import dev.lanyard.drivers.radio.AirServer;
import dev.lanyard.drivers.radio.Impairment;
import dev.lanyard.drivers.radio.VirtualAir;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.stubs.EmulatedAccessoryProvider;
import dev.lanyard.stubs.aware.EmulatedAwareDevice;
import dev.lanyard.wire.nan.Nan;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Opens a virtual air for other processes. */
@Command(
        name = "air",
        description = {"Opens a virtual air that other processes join, with emulated Wi-Fi Aware devices on it, until "
                + "interrupted.",
            "Each TCP connection is a station. Both directions are captures: classic pcap of 802.11 frames with radiotap "
                + "headers (link type 127) comes out, the same or pcapng, or link type 105 without headers, goes in; the "
                + "radiotap channel says where a frame is sent, without one it is 2437 MHz. A station hears all channels, "
                + "and not itself. While one is there the air goes by the machine's clock."},
        mixinStandardHelpOptions = true)
final class AirCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "SPEC",
            description = "The devices on it: emulated:aware-pin, emulated:aware-open, …; none for an empty air.")
    private List<String> specs = new ArrayList<>();

    @Mixin
    private FaultOption faults;

    @Option(names = {"-p", "--port"}, paramLabel = "N", defaultValue = "" + AirServer.DEFAULT_PORT,
            description = "The TCP port; 0 takes a free one. Default: ${DEFAULT-VALUE}, where Wireshark looks.")
    private int port;

    @Option(names = "--bind", paramLabel = "ADDRESS", defaultValue = "127.0.0.1",
            description = "The address to listen on; nobody is asked for a password. Default: ${DEFAULT-VALUE}.")
    private String address;

    @Option(names = "--loss", paramLabel = "PERCENT", defaultValue = "0",
            description = "How many of all transmissions are lost; one to a single receiver is repeated up to three "
                    + "times. Default: ${DEFAULT-VALUE}.")
    private double loss;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > 65535) {
            throw new CommandFailed(ExitCode.USAGE, "--port is " + port + ", outside 0..65535");
        }
        if (!(loss >= 0 && loss <= 100)) {
            throw new CommandFailed(ExitCode.USAGE, "--loss is " + loss + ", outside 0..100");
        }
        List<EmulatedAwareDevice> devices = devices();
        PrintWriter out = command.commandLine().getOut();
        try (VirtualAir air = new VirtualAir(System.nanoTime()); AirServer server = listen(air, out)) {
            air.impair(Impairment.loss(loss / 100, 3));
            for (int i = 0; i < devices.size(); i++) {
                NanStack device = devices.get(i).start(air.radio("device " + i, Nan.CHANNEL_2_4GHZ), i,
                        Optional.empty());
                say(out, devices.get(i).spec() + " is on the air as " + device.settings().nmi());
            }
            String place = (address.contains(":") ? "[" + address + "]" : address) + ":" + server.port();
            say(out, "The air is open at " + place);
            say(out, "To see it:          wireshark -k -i TCP@" + place);
            say(out, "To play the phone:  ./lanyard run scenarios/aware/over-the-air.scenario.yaml --accessory air:" + place
                    + " --profile device-profiles/emulated-aware-pin.yaml");
            // Until the process is told to end; the air and who is on it go with it.
            new CountDownLatch(1).await();
            return ExitCode.PASSED.code();
        }
    }

    private static void say(PrintWriter out, String line) {
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }

    private List<EmulatedAwareDevice> devices() {
        try {
            return faults.on(specs.stream().map(AccessorySpec::parse).toList()).stream().map(AirCommand::device).toList();
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage());
        }
    }

    private static EmulatedAwareDevice device(AccessorySpec spec) {
        if (!spec.scheme().equals(EmulatedAccessoryProvider.SCHEME)) {
            throw new IllegalArgumentException("\"" + spec + "\" cannot live on a virtual air; there are "
                    + EmulatedAwareDevice.usage());
        }
        return EmulatedAwareDevice.of(spec);
    }

    private AirServer listen(VirtualAir air, PrintWriter out) {
        try {
            return AirServer.listen(air, new InetSocketAddress(address, port), line -> say(out,
                    LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + " " + line));
        } catch (IOException | RuntimeException e) {
            throw new CommandFailed(ExitCode.INCONCLUSIVE, "cannot listen on " + address + " port " + port + ": "
                    + e.getMessage() + "; --port 0 takes a free one");
        }
    }
}
