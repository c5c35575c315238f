package dev.lanyard.runner.run;

import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.drivers.cdc.NoDataPathException;
import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.evidence.Outcome;
import dev.lanyard.runner.step.RecordText;
import dev.lanyard.runner.step.StepFailure;
import java.io.IOException;
import java.util.Map;

/** Decides whether the accessory or the bench is the reason that a step did not come to its end. */
final class Causes {

    /** The word that reports and users look for. */
    static final String DETACHED = "detached";

    private Causes() {}

    static StepOutcome of(Throwable thrown) {
        return switch (thrown) {
            case StepFailure failure -> new StepOutcome(failure.outcome(), failure.getMessage(),
                    failure.found().map(RecordText::of).orElse(Map.of()));
            case UsbException usb -> usb(usb);
            case IpException ip -> ip(ip);
            case AwareException aware -> StepOutcome.of(aware.kind() == AwareException.Kind.UNABLE
                    ? Outcome.INCONCLUSIVE : Outcome.FAILED, message(aware));
            case IOException e -> StepOutcome.of(Outcome.INCONCLUSIVE, message(e));
            default -> StepOutcome.of(Outcome.INCONCLUSIVE, "the step itself is broken: " + thrown);
        };
    }

    private static StepOutcome usb(UsbException e) {
        return switch (e.error()) {
            case DETACHED -> StepOutcome.of(Outcome.FAILED, DETACHED + ": " + message(e));
            // What the device did or left undone on its bus.
            case STALL, TIMEOUT, OVERFLOW, PROTOCOL -> StepOutcome.of(Outcome.FAILED, message(e));
            // What stands between the harness and the device.
            case CANCELLED, NOT_FOUND, BUSY, ACCESS, GARBAGE, UNSUPPORTED, IO ->
                    StepOutcome.of(Outcome.INCONCLUSIVE, message(e));
        };
    }

    private static StepOutcome ip(IpException e) {
        return switch (e.failure()) {
            case DETACHED -> StepOutcome.of(Outcome.FAILED, DETACHED + ": " + message(e));
            // What the accessory's network said or left unsaid.
            case NO_NEIGHBOUR, NO_REPLY, WRONG_PAYLOAD, UNREACHABLE, ADDRESS_IN_USE, NAK, INCOMPLETE ->
                    StepOutcome.of(Outcome.FAILED, message(e));
            case LINK -> switch (e.getCause()) {
                case UsbException usb -> usb(usb);
                case NoDataPathException _ -> before(e, "usb.set-interface: {alternate: 1}");
                case null, default -> StepOutcome.of(Outcome.FAILED, message(e));
            };
            // What the scenario or the harness did not provide for.
            case NO_ADDRESS -> before(e, "dhcp.lease, address.static or address.link-local");
            case NO_ROUTE, TOO_LARGE, PORT_IN_USE, CLOSED ->
                    StepOutcome.of(Outcome.INCONCLUSIVE, message(e));
        };
    }

    /** A step is missing: the accessory is not to blame. */
    private static StepOutcome before(IpException e, String verbs) {
        return StepOutcome.of(Outcome.INCONCLUSIVE, message(e) + "; " + verbs + " must come before this step");
    }

    private static String message(Throwable thrown) {
        return thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
    }
}
