package dev.lanyard.runner.bench;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.console.SerialSettings;
import dev.lanyard.drivers.console.SerialSource;
import dev.lanyard.drivers.libusb.LibUsbHubPort;
import dev.lanyard.drivers.power.CommandSwitch;
import dev.lanyard.drivers.power.PowerSwitch;
import dev.lanyard.drivers.power.RelaySwitch;
import dev.lanyard.drivers.power.ResetSwitch;
import dev.lanyard.runner.value.ByteTemplate;
import java.util.List;
import java.util.Optional;

/** Makes the switches that a bench declares. */
public final class Switches {

    private Switches() {}

    /**
     * Opens nothing yet.
     *
     * @param accessory what a USB reset would reset
     */
    public static PowerSwitch of(String name, Bench.Power power, Accessory accessory) {
        return power.usbReset() ? new ResetSwitch(accessory) : of(name, power).orElseThrow();
    }

    /** As {@link #of(String, Bench.Power, Accessory)}; empty where it is none without an accessory. */
    public static Optional<PowerSwitch> of(String name, Bench.Power power) {
        return power.hubPort().map(LibUsbHubPort::at)
                .or(() -> power.relay().map(relay -> relay(name, relay)))
                .or(() -> power.command().map(command -> new CommandSwitch("power switch " + name, command.on(),
                        command.off(), Optional.of(command.status()).filter(list -> !list.isEmpty()))));
    }

    private static PowerSwitch relay(String name, Bench.Relay relay) {
        SerialSettings settings = new SerialSettings(relay.baud(), 8, SerialSettings.Parity.NONE, 1, false,
                Optional.empty(), Optional.empty());
        return new RelaySwitch("relay " + name + " on " + relay.port(), SerialSource.named(relay.port(), settings),
                order(relay.on()), order(relay.off()), relay.status().map(question -> new RelaySwitch.Question(
                        question.send().octets(), answer(question.on()), answer(question.off()))));
    }

    private static RelaySwitch.Order order(Bench.Order order) {
        return new RelaySwitch.Order(order.send().octets(), order.answer().map(Switches::answer));
    }

    private static RelaySwitch.Answer answer(ByteTemplate template) {
        return new RelaySwitch.Answer(template.toString(), template::matches);
    }

    /** The programs that a switch runs. */
    public static List<String> programs(Bench.Command command) {
        return java.util.stream.Stream.of(command.on(), command.off(), command.status())
                .filter(list -> !list.isEmpty()).map(List::getFirst).distinct().toList();
    }
}
