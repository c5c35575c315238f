package dev.lanyard.rules.catalogue;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.evidence.Event;
import dev.lanyard.rules.Finding;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.catalogue.network.NetworkRules;
import dev.lanyard.rules.observation.DataPath;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.OutTransfer;
import dev.lanyard.rules.observation.ReceivedFrames;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.rules.observation.SeenNotification;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.cdc.EthernetNetworkingDescriptor;
import dev.lanyard.wire.cdc.Notification;
import java.util.List;
import java.util.Optional;

/** What Apple's systems need of an accessory in use. */
public final class HostAppleRules {

    /** So briefly is alternate setting 1 selected when macOS leaves it again; a slow or busy bench takes longer. */
    private static final long BOUNCE_NANOS = 1_000_000_000;
    private static final long PATIENCE_NANOS = 1_000_000_000;
    private static final long SUSPENDED_NANOS = 3_000_000_000L;
    private static final int USUAL_FRAME = 1514;

    /** Rules HOST-APPLE-* that traffic decides. */
    public static final List<Rule> RULES = List.of(
            rule("HOST-APPLE-01", "The accessory says that its link is up: without that it stays \"Not connected\".")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("macOS, iPadOS, iOS", "zephyrproject-rtos/zephyr#69209"))
                    .hosts(HostPlatform.APPLE)
                    .fieldFailures("hathach/tinyusb#311", "zephyrproject-rtos/zephyr#69209",
                            "usbarmory/tamago-example#24")
                    .remediation("Send NetworkConnection with wValue 1 each time that alternate setting 1 is selected, once "
                            + "the IP service can answer.")
                    .judgedBy(AllOf.of(List.of("CDC-NOTIF-01", "CDC-NOTIF-07", "CDC-NOTIF-15"),
                            List.of(NotificationRules.RULES, LinkChangeRules.RULES, NotificationTransferRules.RULES))),
            rule("HOST-APPLE-03", "SetEthernetPacketFilter is accepted or stalled, and never left unanswered.")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("macOS and iOS 26", "embassy-rs/embassy#6844"))
                    .hosts(HostPlatform.APPLE)
                    .fieldFailures("embassy-rs/embassy#6844", "hathach/tinyusb#3916")
                    .remediation("Answer every class request that arrives, by a stall if by nothing else.")
                    .judgedBy(seen -> Each.function(seen, f -> ClassRequestsMade.whereFilterOffered(f.what(),
                            filterAnswered(seen)))),
            rule("HOST-APPLE-04", "When alternate setting 1 is left within milliseconds and selected again, the accessory "
                    + "says once more that its link is up.")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("macOS and iOS 26", "Apple forum 824727"))
                    .hosts(HostPlatform.APPLE)
                    .fieldFailures("embassy-rs/embassy#6836", "zephyrproject-rtos/zephyr#108684",
                            "hathach/tinyusb#3438")
                    .remediation("Forget in alternate setting 0 what was notified, cancel a notification that is under way, "
                            + "and begin anew in alternate setting 1.")
                    .judgedBy(seen -> Each.function(seen, _ -> bounced(seen))),
            rule("HOST-APPLE-08", "DHCP offers neither router nor DNS server: a phone would lose its Internet.")
                    .obligation(Obligation.RECOMMENDED, Source.of("iOS, iPadOS", "meshtastic/firmware#11441"))
                    .hosts(HostPlatform.APPLE)
                    .fieldFailures("espressif/arduino-esp32#1372", "cyoung/stratux#762", "meshtastic/firmware#11441")
                    .remediation("Leave options 3 and 6 out unless the accessory is a gateway.")
                    .judgedBy(AllOf.of(List.of("NET-DHCP-06"), List.of(NetworkRules.RULES))),
            rule("HOST-APPLE-09", "Without a DHCP lease the accessory is reached at link-local addresses, and found there "
                    + "by multicast DNS.")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("macOS, iPadOS, iOS", "raspberrypi/rpi-usb-gadget#27"))
                    .hosts(HostPlatform.APPLE)
                    .fieldFailures("raspberrypi/rpi-usb-gadget#27", "zephyrproject-rtos/zephyr#69209")
                    .remediation("Answer at fe80::/64 or 169.254/16 as well, and let multicast DNS answer from there.")
                    .judgedBy(seen -> Each.function(seen, _ -> LinkLocalReach.judge(seen))),
            rule("HOST-APPLE-10", "After a suspend of three seconds or more and a resume, traffic goes on without a new "
                    + "enumeration.")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("iPadOS 18.2 on iPad Pro M4", "Apple forum 775317"))
                    .hosts(HostPlatform.APPLE)
                    .remediation("Keep configuration and endpoints over a suspend, and arm the endpoints again on resume.")
                    .judgedBy(seen -> Each.function(seen, _ -> suspended(seen))),
            rule("HOST-APPLE-11", "The accessory works with frames of 1514 octets, and sends none that is longer.")
                    .obligation(Obligation.RECOMMENDED, Source.of("macOS", "AppleUserECM has no jumbo frames"))
                    .hosts(HostPlatform.APPLE)
                    .remediation("Keep to an MTU of 1500 unless the host has used a longer frame.")
                    .judgedBy(seen -> Each.function(seen, _ -> noJumbo(seen))));

    private HostAppleRules() {}

    private static Finding filterAnswered(Observation seen) {
        List<Seen<Event.Transfer>> asked = seen.requests(CdcRequest.SET_ETHERNET_PACKET_FILTER).stream()
                .filter(request -> Answers.isAnswer(request.what())).toList();
        return Each.of("requests", asked, "SetEthernetPacketFilter was not made",
                request -> request.status().equals("TIMEOUT")
                        ? Optional.of("SetEthernetPacketFilter was not answered") : Optional.empty());
    }

    private static boolean isUp(Seen<SeenNotification> notification) {
        return notification.what().bRequest() == Notification.NETWORK_CONNECTION && notification.what().wValue() == 1;
    }

    private static Finding bounced(Observation seen) {
        if (seen.notifications().stream().noneMatch(HostAppleRules::isUp)) {
            return Finding.unseen("NetworkConnection with wValue 1 never came (see CDC-NOTIF-01)");
        }
        List<DataPath> paths = seen.dataPaths();
        Each each = new Each("returns to alternate setting 1 after a brief stay");
        for (int i = 1; i < paths.size(); i++) {
            DataPath brief = paths.get(i - 1);
            DataPath next = paths.get(i);
            boolean bounce = brief.endNanos() - brief.openedNanos() <= BOUNCE_NANOS
                    && next.requestedNanos() - brief.endNanos() <= BOUNCE_NANOS;
            boolean told = next.notifications().stream().anyMatch(HostAppleRules::isUp);
            if (bounce && (told || next.listenedNanos() >= PATIENCE_NANOS)) {
                each.add(next.selection(), told ? Optional.empty() : Optional.of("NetworkConnection did not come within "
                        + next.listenedNanos() / 1_000_000 + " ms"));
            }
        }
        return each.count() == 0
                ? Finding.unseen("alternate setting 1 was never left and selected again within milliseconds")
                : each.broken().orElseGet(() -> Finding.kept("NetworkConnection came again after " + each.count()
                        + " brief stays", List.of(each.first())));
    }

    private static Finding suspended(Observation seen) {
        List<Seen<Event.StepStarted>> suspends = seen.steps("usb.suspend");
        if (suspends.isEmpty()) {
            return Finding.unseen("the port was not suspended, which not every transport can");
        }
        Seen<Event.StepStarted> last = suspends.getLast();
        long from = last.nanos() + SUSPENDED_NANOS;
        boolean again = seen.attachments().stream().anyMatch(attached -> attached.nanos() > last.nanos());
        List<OutTransfer> after = seen.outTransfers().stream()
                .filter(one -> one.submittedNanos() >= from && !one.echoes().isEmpty()).toList();
        List<OutTransfer> before = seen.outTransfers().stream()
                .filter(one -> one.submittedNanos() < last.nanos() && one.isAnswered()).toList();
        if (after.stream().anyMatch(OutTransfer::isAnswered) && !again) {
            return Finding.kept("echo requests were answered after the resume", List.of(last.sequence(),
                    after.stream().filter(OutTransfer::isAnswered).findFirst().orElseThrow().sequence()));
        }
        return after.isEmpty() || before.isEmpty()
                ? Finding.unseen("no echo requests were sent before the suspend and after the resume")
                : Finding.broken(again ? "the device was enumerated again after the suspend"
                        : "no echo request was answered after the resume", List.of(last.sequence()));
    }

    private static Finding noJumbo(Observation seen) {
        ReceivedFrames frames = seen.receivedFrames();
        if (frames.longest().isEmpty()) {
            return Finding.unseen("no frame came from the accessory");
        }
        ReceivedFrames.Longest longest = frames.longest().get();
        String text = "the longest of " + frames.count() + " frames has " + longest.octets() + " octets";
        List<Long> proof = List.of(longest.sequence());
        boolean asked = seen.outTransfers().stream().flatMap(one -> one.echoes().stream())
                .anyMatch(echo -> echo.frameLength() > USUAL_FRAME);
        if (longest.octets() > USUAL_FRAME && longest.octets() <= announced(seen) && !asked) {
            return Finding.broken(text + ", and the host sent none of more than 1514", proof);
        }
        return Finding.neverBroken(text, proof);
    }

    /** Frames beyond what the accessory announces are another rule's. */
    private static int announced(Observation seen) {
        return seen.function().flatMap(f -> f.what().ethernet()).map(EthernetNetworkingDescriptor::wMaxSegmentSize)
                .orElse(USUAL_FRAME);
    }
}
