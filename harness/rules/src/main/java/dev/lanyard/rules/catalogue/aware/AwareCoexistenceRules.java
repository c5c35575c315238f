package dev.lanyard.rules.catalogue.aware;

import static dev.lanyard.rules.Rule.rule;
import static dev.lanyard.rules.catalogue.aware.AwareActiveDiscoveryRules.on;

import dev.lanyard.rules.Declarations;
import dev.lanyard.rules.Finding;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.air.AirTalk;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.frame.ServiceDiscoveryFrame;
import dev.lanyard.wire.net.MacAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a device has to get on with beside discovery: its access point, and the mode of the app it serves. */
public final class AwareCoexistenceRules {

    private static final int ASSOCIATION_REQUEST = 0;
    private static final int ASSOCIATION_RESPONSE = 1;
    private static final Duration DWELL = Nan.tu(500);
    private static final Duration ASSOCIATION = Duration.ofSeconds(5);

    /** NAN-APP-03, NAN-USD-03 and NAN-USD-04. */
    public static final List<Rule> RULES = List.of(
            rule("NAN-APP-03", "The performance mode (bulk or realtime) of the device is that of the app on the phone.")
                    .obligation(Obligation.RECOMMENDED, Aware.ios("WAPerformanceMode: equal on both ends"))
                    .hosts(Aware.IOS)
                    .remediation("Take bulk, which is the default, unless the app asks for realtime.")
                    .judgedBy(AwareCoexistenceRules::modes),
            rule("NAN-USD-03", "A Subscribe without a cluster is answered while its sender dwells on the channel, within "
                    + "half a second.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .fieldFailures("project-chip/connectedhomeip#73425")
                    .remediation("Answer at once, on the channel of the question: there is no discovery window to wait "
                            + "for.")
                    .judgedBy(on(talk -> talk.answered(talk.sent(said -> AwareActiveDiscoveryRules.isSubscribe(said)
                                    && isUnsynchronised(said)),
                            (asked, said) -> isUnsynchronised(said)
                                    && AwareActiveDiscoveryRules.isAnswer(asked, said), DWELL,
                            "a Subscribe without a cluster"))),
            rule("NAN-USD-04", "Unsynchronised discovery leaves a device time to associate with its access point: a "
                    + "response that comes is heard, and the request is not sent for more than 5 s.")
                    .obligation(Obligation.RECOMMENDED, Aware.HOSTAP).hosts(Aware.ALL)
                    .fieldFailures("project-chip/connectedhomeip#73425")
                    .remediation("Do not dwell on the discovery channel while an association is under way.")
                    .judgedBy(on(AwareCoexistenceRules::association)));

    private AwareCoexistenceRules() {}

    private static Finding modes(Observation seen) {
        Optional<Declarations.Performance> declared = seen.declared().performance();
        if (declared.isEmpty()) {
            return Finding.notApplicable("the profile declares no performance modes");
        }
        Declarations.Performance modes = declared.get();
        return modes.device() == modes.app()
                ? Finding.kept("device and app: " + modes.device(), List.of())
                : Finding.broken("the device's mode is " + modes.device() + ", the app's " + modes.app(), List.of());
    }

    private static boolean isUnsynchronised(AirTalk.Said said) {
        return said.is(ServiceDiscoveryFrame.class)
                && said.frame().orElseThrow().header().address3().equals(MacAddress.BROADCAST);
    }

    private static Finding association(AirTalk talk) {
        if (talk.received(AwareCoexistenceRules::isUnsynchronised).isEmpty()) {
            return Finding.unseen("the device sent no frame of unsynchronised discovery");
        }
        List<AirTalk.Said> requests = talk.received(said -> said.subtype() == ASSOCIATION_REQUEST);
        for (AirTalk.Said request : requests) {
            Optional<AirTalk.Said> again = requests.stream().filter(said -> said.to().equals(request.to())
                    && said.from().equals(request.from())
                    && said.nanos() - request.nanos() > ASSOCIATION.toNanos()).findFirst();
            if (again.isPresent()) {
                return Finding.broken("the device still asks for association " + (again.get().nanos()
                        - request.nanos()) / 1_000_000 + " ms after it began", List.of(request.sequence(),
                        again.get().sequence()));
            }
            Optional<AirTalk.Said> response = talk.received(said -> said.subtype() == ASSOCIATION_RESPONSE
                    && said.to().equals(request.from())).stream()
                    .filter(said -> said.nanos() >= request.nanos()).findFirst();
            if (response.isPresent() && talk.end() - request.nanos() > ASSOCIATION.toNanos()) {
                return Finding.kept("the association was answered, and not asked for again",
                        List.of(request.sequence(), response.get().sequence()));
            }
        }
        return Finding.unseen("the device did not associate with an access point while it was watched");
    }
}
