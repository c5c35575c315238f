package dev.lanyard.runner.step.usb;

import dev.lanyard.drivers.cdc.CdcDriver;
import dev.lanyard.drivers.personality.Personality;
import dev.lanyard.drivers.personality.PersonalityStart;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorded;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Durations;
import dev.lanyard.runner.value.Literals;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Starts the accessory as a host platform does. */
@Verb(name = "usb.start",
        doc = "Starts an attached accessory as a host platform does, sends as it does from then on, and waits until the "
                + "accessory says that its link is up. apple: alternate settings 1, 0 within milliseconds, 1; packet "
                + "filter (hathach/tinyusb#311, Apple forum 824727, embassy-rs/embassy#6844). windows: Microsoft OS "
                + "descriptors, alternate 0, NTB32 where it is offered, alternate 1; never a packet filter; one octet "
                + "behind blocks of whole packets (microsoft/NCM-Driver-for-Windows, zephyrproject-rtos/zephyr#100790); "
                + "NCM only. linux: CRC mode off, NTB16, alternates 0 and 1, packet filter; blocks filled with zeros "
                + "(drivers/net/usb/cdc_ncm.c and cdc_ether.c). After it, personalities differ in DHCP: apple asks once.",
        after = Situation.ATTACHED,
        example = "usb.start: {personality: apple, within: 2s}")
public final class UsbStart implements Step<UsbStart.Arguments, UsbStart.Result> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("the host platform to imitate") Personality personality,
            @Doc("how soon each selection must be answered, and then the link be up") @Default("5s") Duration within) {}

    /** How it went. */
    public record Result(
            @Doc("from the last selection to the link being up") Duration linkAfter,
            @Doc("how often this platform asks DHCP for an address before it gives up") int dhcpTries) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().multipliedBy(30).plusSeconds(20);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        CdcDriver driver = context.attachment().driver();
        Personality personality = arguments.personality();
        Optional<String> refusal = personality.refuses(driver.kind());
        if (refusal.isPresent()) {
            throw StepFailure.notApplicable(refusal.get());
        }
        long selected = PersonalityStart.play(personality, driver, arguments.within(), context.recorder()::nanos);
        Duration linkAfter = Duration.ZERO;
        if (driver.function().notificationEndpoint().isPresent()) {
            Recorded up = context.timeline().await(context.start().sequence(),
                    recorded -> recorded.nanos() >= selected && isConnection(recorded.event()), arguments.within())
                    .orElseThrow(() -> StepFailure.unmet("the accessory did not say that its link is up within "
                            + Durations.show(arguments.within()) + " after the last alternate setting was selected; "
                            + Literals.kebab(personality) + " shows it as not connected"));
            linkAfter = Duration.ofNanos(up.nanos() - selected);
        }
        return new Result(linkAfter, personality.dhcpTries());
    }

    private static boolean isConnection(Event event) {
        return event instanceof Event.Notification notification
                && NotificationType.NETWORK_CONNECTION.is(notification) && notification.wValue() == 1;
    }
}
