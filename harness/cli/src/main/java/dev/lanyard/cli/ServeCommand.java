package dev.lanyard.cli;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.stubs.EmulatedAccessoryProvider;
import dev.lanyard.stubs.aware.EmulatedAwareDevice;
import dev.lanyard.stubs.fault.Faults;
import dev.lanyard.stubs.net.NetworkSettings.Addressing;
import dev.lanyard.stubs.usb.EmulatedDevice;
import dev.lanyard.stubs.usbip.UsbIpServer;
import dev.lanyard.wire.usbip.UsbIp;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Exports emulated accessories over USB/IP, or over the air, so that a real host can use them. */
@Command(
        name = "serve",
        description = "Exports emulated accessories over USB/IP until interrupted, so that a real host can attach them; "
                + "or a Wi-Fi Aware device over a radio of this machine.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "SPEC", description = "emulated:ecm, emulated:ncm, emulated:ncm-1, …; "
            + "with --radio one of emulated:aware-pin, …")
    private List<String> specs;

    @Mixin
    private FaultOption faults;

    @Option(names = "--every-fault", description = "Exports each accessory once more with every fault that one with a static "
            + "address can have.")
    private boolean everyFault;

    @Option(names = {"-p", "--port"}, paramLabel = "N", defaultValue = "" + UsbIp.DEFAULT_PORT,
            description = "The TCP port; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(names = "--bind", paramLabel = "ADDRESS", defaultValue = "127.0.0.1",
            description = "The address to listen on; USB/IP knows no passwords. Default: ${DEFAULT-VALUE}.")
    private String address;

    @Option(names = "--radio", paramLabel = "RADIO",
            description = "The radio of a Wi-Fi Aware device: monitor:INTERFACE, a Wi-Fi interface in monitor mode.")
    private Optional<String> radio = Optional.empty();

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (port < 0 || port > 65535) {
            throw new CommandFailed(ExitCode.USAGE, "--port is " + port + ", outside 0..65535");
        }
        if (radio.isPresent()) {
            return onAir(radio.get());
        }
        Map<String, EmulatedDevice> devices = devices();
        try (UsbIpServer server = listen()) {
            PrintWriter out = command.commandLine().getOut();
            int position = 0;
            for (Map.Entry<String, EmulatedDevice> entry : devices.entrySet()) {
                String busId = "1-" + ++position;
                server.export(busId, entry.getValue());
                out.printf("Serving %s on %s port %d, busid %s%n", entry.getKey(), address, server.port(), busId);
            }
            out.printf("A Linux host attaches with: modprobe vhci-hcd && usbip --tcp-port %d attach -r %s -b 1-1%n",
                    server.port(), address);
            out.flush();
            // Until the process is told to end; the server and its devices go with it.
            new CountDownLatch(1).await();
            return ExitCode.PASSED.code();
        } finally {
            devices.values().forEach(EmulatedDevice::close);
        }
    }

    private int onAir(String where) throws InterruptedException {
        try {
            if (everyFault || specs.size() != 1) {
                throw new IllegalArgumentException("a radio serves one device: name one, without --every-fault");
            }
            new ServedOnAir(EmulatedAwareDevice.of(faults.on(List.of(AccessorySpec.parse(specs.getFirst()))).getFirst()),
                    AccessorySpec.parse(where), command.commandLine().getOut()).run();
            return ExitCode.PASSED.code();
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage());
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.INCONCLUSIVE, e.getMessage());
        }
    }

    private Map<String, EmulatedDevice> devices() {
        Map<String, EmulatedDevice> devices = new LinkedHashMap<>();
        try {
            for (AccessorySpec spec : wanted()) {
                if (devices.containsKey(spec.toString())) {
                    throw new IllegalArgumentException("\"" + spec + "\" is named twice; two at one host need different "
                            + "addresses: name " + spec.withoutVariant() + "-1 as the second");
                }
                if (EmulatedAwareDevice.names(spec)) {
                    throw new IllegalArgumentException("\"" + spec + "\" is a Wi-Fi Aware device, which USB/IP does not "
                            + "carry; --radio monitor:INTERFACE serves it over the air");
                }
                devices.put(spec.toString(), EmulatedAccessoryProvider.device(spec));
            }
        } catch (IllegalArgumentException e) {
            devices.values().forEach(EmulatedDevice::close);
            throw new CommandFailed(ExitCode.USAGE, e.getMessage());
        }
        return devices;
    }

    private List<AccessorySpec> wanted() {
        List<AccessorySpec> wanted = faults.on(specs.stream().map(AccessorySpec::parse).toList());
        return !everyFault ? wanted : wanted.stream().flatMap(spec -> Stream.concat(Stream.of(spec), Faults.all().stream()
                .filter(fault -> fault.models().contains(EmulatedAccessoryProvider.model(spec)))
                .filter(fault -> fault.addressing() == Addressing.STATIC)
                .map(fault -> spec.with(fault.id())))).toList();
    }

    private UsbIpServer listen() throws InterruptedException {
        try {
            return UsbIpServer.tcp(new InetSocketAddress(address, port));
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.INCONCLUSIVE, "cannot listen on " + address + " port " + port + ": "
                    + e.getMessage() + "; --port 0 takes a free one");
        }
    }
}
