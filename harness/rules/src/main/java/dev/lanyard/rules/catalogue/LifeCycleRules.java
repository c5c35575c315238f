package dev.lanyard.rules.catalogue;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.evidence.Event;
import dev.lanyard.rules.Finding;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.observation.DataPath;
import dev.lanyard.rules.observation.LinkTraffic.Passed;
import dev.lanyard.rules.observation.LinkTraffic.Way;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.rules.observation.Stimulus;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.StandardRequests;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an accessory survives: attaches, resets, configurations, halts, pulled plugs, hours of traffic. */
public final class LifeCycleRules {

    /** Rules LIFE-*. */
    public static final List<Rule> RULES = List.of(
            rule("LIFE-01", "The accessory works at every attach, not at the first alone.")
                    .obligation(Obligation.MUST, Source.of("zephyrproject-rtos/zephyr#94412", ""))
                    .fieldFailures("zephyrproject-rtos/zephyr#94412", "hathach/tinyusb#3438",
                            "raspberrypi/rpi-usb-gadget#29", "espressif/esp-iot-solution#546")
                    .remediation("Put every state of the class driver back when the host goes: transfers that were "
                            + "under way, what was notified, buffers.")
                    .judgedBy(seen -> Each.function(seen, f -> everyAttach(seen, f.what()))),
            rule("LIFE-02", "Traffic comes back within 2 s of a bus reset.")
                    .obligation(Obligation.MUST, Source.unchecked("USB 2.0", "§9.1.1.3"))
                    .fieldFailures("apache/nuttx#15880", "raspberrypi/linux#7622")
                    .remediation("Handle a reset as a detach and an attach, and re-arm every endpoint afterwards.")
                    .judgedBy(seen -> Each.function(seen, f -> resets(seen, f.what()))),
            rule("LIFE-03", "SET_CONFIGURATION 0 and then the configuration again: traffic comes back.")
                    .obligation(Obligation.MUST, Source.unchecked("USB 2.0", "§9.4.7"))
                    .remediation("Take the function down with configuration 0, and set it up again with the next.")
                    .judgedBy(seen -> Each.function(seen, f -> configuredAnew(seen, f.what()))),
            rule("LIFE-04", "SET_CONFIGURATION of the selected configuration puts alternate settings back to 0, and "
                    + "traffic comes back.")
                    .obligation(Obligation.MUST, Source.unchecked("USB 2.0", "§9.1.1.5"))
                    .tolerated(HostPlatform.LINUX, "usbcore selects a configuration after it gave the device an "
                            + "address or selected 0, unless somebody writes bConfigurationValue.")
                    .remediation("Reset the function at every SET_CONFIGURATION, also of the same value.")
                    .judgedBy(seen -> Each.function(seen, f -> configuredTwice(seen, f.what()))),
            rule("LIFE-05", "CLEAR_FEATURE(ENDPOINT_HALT) ends the halt of a bulk endpoint, and traffic goes on.")
                    .obligation(Obligation.MUST, Source.unchecked("USB 2.0", "§9.4.5"))
                    .remediation("Clear the halt, reset the data toggle, and re-arm the endpoint.")
                    .judgedBy(seen -> Each.function(seen, f -> clearsHalts(seen, f.what()))),
            rule("LIFE-07", "A plug that is pulled in the middle of a transfer leaves nothing: the first frame after "
                    + "attaching again is answered.")
                    .obligation(Obligation.MUST, Source.of("USB 2.0", "a device forgets with its power"))
                    .remediation("Throw away what was received of an unfinished frame or block when the host goes.")
                    .judgedBy(seen -> Each.function(seen, f -> leavesNothing(seen, f.what()))));

    private static final int LEAST_ATTACHES = 5;
    private static final long RESET_LIMIT = 2_000_000_000L;

    private LifeCycleRules() {}

    private static Finding resets(Observation seen, CdcFunction function) {
        return Recovery.all(seen.stimuli().stream().filter(s -> s.what() == Stimulus.PORT_RESET)
                .map(s -> Recovery.after(seen, function, s.sequence(), s.nanos()).within(RESET_LIMIT)).toList(), 1,
                "a bus reset", "the port was not reset");
    }

    private static Finding everyAttach(Observation seen, CdcFunction function) {
        List<Recovery> recoveries = seen.attachments().stream()
                // What the harness does to an attachment besides is for other rules.
                .map(attached -> Recovery.after(seen, function, attached.sequence(), configured(seen, attached)))
                .toList();
        return Recovery.all(recoveries, LEAST_ATTACHES, "an attach", "the accessory was not attached "
                + LEAST_ATTACHES + " times with traffic each time");
    }

    /** When the accessory was first configured after it was attached. */
    private static long configured(Observation seen, Seen<Event.Attached> attached) {
        return configurations(seen).stream().filter(made -> made.nanos() > attached.nanos()).findFirst()
                .map(Seen::nanos).orElse(attached.nanos());
    }

    private static List<Seen<Event.Transfer>> configurations(Observation seen) {
        return seen.standardRequests(0, StandardRequests.SET_CONFIGURATION).stream()
                .filter(made -> Answers.isAnswer(made.what())).toList();
    }

    private static Finding configuredAnew(Observation seen, CdcFunction function) {
        List<Recovery> recoveries = new ArrayList<>();
        boolean off = false;
        for (Seen<Event.Transfer> made : configurations(seen)) {
            int value = made.what().setup().wValue();
            if (value == 0 || off) {
                if (!made.what().isOk()) {
                    return Finding.broken("SET_CONFIGURATION " + value + " ended with " + made.what().status(),
                            List.of(made.sequence()));
                }
                if (value != 0) {
                    recoveries.add(Recovery.after(seen, function, made.sequence(), made.nanos()));
                }
            }
            off = value == 0;
        }
        return Recovery.all(recoveries, 1, "configuration 0 and a configuration again",
                "configuration 0 was not selected, or no other after it");
    }

    private static Finding configuredTwice(Observation seen, CdcFunction function) {
        List<Recovery> recoveries = new ArrayList<>();
        boolean back = false;
        List<Seen<Event.Transfer>> made = configurations(seen);
        for (int i = 1; i < made.size(); i++) {
            Seen<Event.Transfer> before = made.get(i - 1);
            Seen<Event.Transfer> again = made.get(i);
            int value = again.what().setup().wValue();
            boolean interrupted = seen.attachments().stream().anyMatch(a -> a.nanos() > before.nanos()
                    && a.nanos() < again.nanos());
            if (value == 0 || before.what().setup().wValue() != value || !before.what().isOk() || interrupted
                    || isReset(seen, again)) {
                continue;
            }
            if (!again.what().isOk()) {
                return Finding.broken("SET_CONFIGURATION " + value + " again ended with " + again.what().status(),
                        List.of(again.sequence()));
            }
            Optional<Seen<Event.Transfer>> alternate = alternateAfter(seen, function, again);
            if (alternate.filter(read -> read.what().data().has(0, 1) && read.what().data().u8(0) != 0).isPresent()) {
                return Finding.broken("after SET_CONFIGURATION " + value + " again, GET_INTERFACE answers "
                        + alternate.get().what().data().u8(0), List.of(again.sequence(), alternate.get().sequence()));
            }
            back |= alternate.isPresent();
            recoveries.add(Recovery.after(seen, function, again.sequence(), again.nanos()));
        }
        Finding finding = Recovery.all(recoveries, 1, "the same configuration again",
                "no configuration was selected while it was selected");
        return finding.kind() == Finding.Kind.KEPT && !back
                ? Finding.unseen("GET_INTERFACE was not answered after the same configuration again") : finding;
    }

    /** Whether the configuration was selected because of a reset, of which the timeline tells right after it. */
    private static boolean isReset(Observation seen, Seen<Event.Transfer> configuration) {
        return seen.stimuli().stream().anyMatch(s -> s.what() == Stimulus.PORT_RESET
                && s.sequence() > configuration.sequence()
                && seen.controls().stream().noneMatch(made -> made.sequence() > configuration.sequence()
                        && made.sequence() < s.sequence()));
    }

    /** The first answer to GET_INTERFACE before anything is selected. */
    private static Optional<Seen<Event.Transfer>> alternateAfter(Observation seen, CdcFunction function,
                                                                 Seen<Event.Transfer> configuration) {
        for (Seen<Event.Transfer> made : seen.controls()) {
            SetupPacket setup = made.what().setup();
            if (made.sequence() <= configuration.sequence()) {
                continue;
            }
            if (ClassRequestsMade.isConfiguration(setup) || ClassRequestsMade.isSelection(function, setup)) {
                return Optional.empty();
            }
            if (made.what().isOk() && setup.bRequest() == StandardRequests.GET_INTERFACE
                    && setup.bmRequestType() == (SetupPacket.DEVICE_TO_HOST | StandardRequests.TO_INTERFACE)
                    && function.data().filter(d -> d.bInterfaceNumber() == setup.wIndex()).isPresent()) {
                return Optional.of(made);
            }
        }
        return Optional.empty();
    }

    private static Finding clearsHalts(Observation seen, CdcFunction function) {
        if (function.dataAlternate().isEmpty()) {
            return Finding.unseen("there is no pair of bulk endpoints (see ECM-DESC-21)");
        }
        List<Recovery> recoveries = new ArrayList<>();
        for (int endpoint : List.of(function.dataAlternate().get().bulkIn().bEndpointAddress(),
                function.dataAlternate().get().bulkOut().bEndpointAddress())) {
            Optional<Seen<Event.Transfer>> halted = toEndpoint(seen, StandardRequests.SET_FEATURE, endpoint)
                    .stream().filter(made -> made.what().isOk()).findFirst();
            if (halted.isEmpty()) {
                continue;
            }
            Optional<Seen<Event.Transfer>> cleared = toEndpoint(seen, StandardRequests.CLEAR_FEATURE, endpoint)
                    .stream().filter(made -> made.sequence() > halted.get().sequence()).findFirst();
            if (cleared.isEmpty()) {
                continue;
            }
            if (!cleared.get().what().isOk()) {
                return Finding.broken("clearing the halt of endpoint 0x%02x ended with %s".formatted(endpoint,
                        cleared.get().what().status()), List.of(cleared.get().sequence()));
            }
            Optional<Seen<Event.Transfer>> still = seen.standardRequests(SetupPacket.DEVICE_TO_HOST
                    | StandardRequests.TO_ENDPOINT, StandardRequests.GET_STATUS).stream()
                    .filter(read -> read.what().setup().wIndex() == endpoint && read.what().isOk()
                            && read.what().submittedNanos() >= cleared.get().nanos() && read.what().data().has(0, 1)
                            && (read.what().data().u8(0) & 1) != 0).findFirst();
            if (still.isPresent()) {
                return Finding.broken("endpoint 0x%02x is still halted after its halt was cleared".formatted(endpoint),
                        List.of(cleared.get().sequence(), still.get().sequence()));
            }
            long at = cleared.get().nanos();
            seen.dataPaths().stream().filter(path -> at > path.openedNanos() && at < path.endNanos()).findFirst()
                    .ifPresent(path -> recoveries.add(Recovery.in(seen, path, at, cleared.get().sequence())));
        }
        return Recovery.all(recoveries, 2, "clearing a halt", "not both bulk endpoints were halted and cleared with "
                + "the data path open");
    }

    private static List<Seen<Event.Transfer>> toEndpoint(Observation seen, int bRequest, int endpoint) {
        return seen.standardRequests(StandardRequests.TO_ENDPOINT, bRequest).stream()
                .filter(made -> made.what().setup().wIndex() == endpoint && Answers.isAnswer(made.what())
                        && made.what().setup().wValue() == StandardRequests.ENDPOINT_HALT).toList();
    }

    private static Finding leavesNothing(Observation seen, CdcFunction function) {
        List<Recovery> recoveries = new ArrayList<>();
        for (Seen<Event.Transfer> write : seen.cutWrites()) {
            Optional<Seen<Event.Attached>> back = seen.attachments().stream()
                    .filter(attached -> attached.sequence() > write.sequence()).findFirst();
            if (!isUnfinished(function, write.what()) || back.isEmpty()) {
                continue;
            }
            long configured = configured(seen, back.get());
            Optional<DataPath> path = seen.dataPaths().stream().filter(p -> p.requestedNanos() >= configured)
                    .findFirst();
            Optional<Finding> repeated = path.flatMap(p -> repeated(seen, p, write.sequence()));
            if (repeated.isPresent()) {
                return repeated.get();
            }
            recoveries.add(Recovery.after(seen, function, write.sequence(), configured));
        }
        return Recovery.all(recoveries, 1, "a plug pulled in the middle of a transfer",
                "the plug was not pulled in the middle of a transfer");
    }

    /** Whether the accessory must wait for more of it. */
    private static boolean isUnfinished(CdcFunction function, Event.Transfer write) {
        int packet = function.dataAlternate().map(d -> d.bulkOut().maxPacketOctets()).orElse(0);
        Bytes data = write.data();
        boolean whole = packet > 0 && !data.isEmpty() && data.length() % packet == 0 && !write.zeroPacket();
        // Of a block the header tells how long it is.
        return whole && (function.model() == Model.ECM || data.has(8, 2) && data.u16le(8) > data.length());
    }

    /** The harness repeats an address request only when it was not answered. */
    private static Optional<Finding> repeated(Observation seen, DataPath path, long cut) {
        Optional<Seen<Passed>> answer =
                seen.traffic().first(Way.DIRECTED, path.openedNanos(), path.endNanos());
        List<Seen<Passed>> asked = seen.traffic().between(path.openedNanos(), answer.map(Seen::nanos)
                .orElse(path.endNanos())).stream().filter(f -> f.what().way() == Way.ASKING && f.what().arp()).toList();
        return asked.stream().skip(1).filter(f -> f.what().equals(asked.getFirst().what())).findFirst()
                .map(again -> Finding.broken("the first frame after attaching again was lost: it had to be repeated",
                        List.of(cut, asked.getFirst().sequence(), again.sequence())));
    }
}
