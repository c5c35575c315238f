package dev.lanyard.rules.catalogue.aware;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.Judge;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.air.AirTalk;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.MatchingFilter;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.ClusterAttribute;
import dev.lanyard.wire.nan.attribute.MasterIndication;
import dev.lanyard.wire.nan.attribute.MasterRank;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.nan.attribute.ServiceDescriptorExtension;
import dev.lanyard.wire.nan.attribute.ServiceInfo;
import dev.lanyard.wire.nan.attribute.UnknownAttribute;
import dev.lanyard.wire.nan.frame.NanBeacon;
import dev.lanyard.wire.nan.frame.ServiceDiscoveryFrame;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Cluster and discovery as a peer that asks sees them. */
public final class AwareActiveDiscoveryRules {

    private static final Duration TWO_WINDOWS = Nan.tu(2L * Nan.DW_PERIOD + 100);
    private static final Duration YIELD = Nan.tu(6L * Nan.DW_PERIOD);
    private static final Duration MERGE = Duration.ofSeconds(20);

    /** Rules of the families NAN-ATTR, NAN-BCN and NAN-SDF that need an active peer. */
    public static final List<Rule> RULES = List.of(
            rule("NAN-ATTR-05", "Attributes and trailing octets that the device does not know are skipped.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Step over an attribute by its length, whatever its id.")
                    .judgedBy(on(talk -> talk.answered(talk.sent(said -> isSubscribe(said) && said.frame()
                            .filter(frame -> frame.attributes().values().stream()
                                    .anyMatch(UnknownAttribute.class::isInstance)).isPresent()),
                            AwareActiveDiscoveryRules::isAnswer, TWO_WINDOWS,
                            "a Subscribe with an unknown attribute"))),
            rule("NAN-BCN-09", "A master yields to a device of its cluster with a higher rank.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Compare ranks (preference, random factor, address) with every beacon of the cluster.")
                    .judgedBy(on(AwareActiveDiscoveryRules::yields)),
            rule("NAN-BCN-10", "The device merges into a cluster of a higher grade.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Look for other clusters from time to time, and take over id and time of the one "
                            + "whose anchor has the higher preference, then the higher TSF.")
                    .judgedBy(on(AwareActiveDiscoveryRules::merges)),
            rule("NAN-SDF-07", "A solicited publisher answers a matching active Subscribe within two discovery "
                    + "windows.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Send the Publish unicast in the same discovery window.")
                    .judgedBy(on(talk -> talk.answered(talk.sent(said -> isSubscribe(said)
                                    && filter(said).values().isEmpty() && noResponders(said)),
                            AwareActiveDiscoveryRules::isAnswer, TWO_WINDOWS, "a Subscribe"))),
            rule("NAN-SDF-08", "A Subscribe whose matching filter does not match is not answered.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Compare the filters value by value before answering.")
                    .judgedBy(on(talk -> talk.notAnswered(talk.sent(said -> isSubscribe(said)
                                    && !MatchingFilter.matches(published(talk), filter(said))),
                            AwareActiveDiscoveryRules::isAnswer, TWO_WINDOWS,
                            "a Subscribe whose filter does not match"))),
            rule("NAN-SDF-09", "Whom the service response filter leaves out does not answer.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Look for the own NMI in the address set, listed or by Bloom filter.")
                    .judgedBy(on(talk -> talk.notAnswered(talk.sent(said -> isSubscribe(said) && !noResponders(said)),
                            (asked, said) -> isAnswer(asked, said) && said.from() != null
                                    && descriptor(asked).flatMap(ServiceDescriptor::serviceResponseFilter)
                                    .filter(filter -> !filter.admits(said.from())).isPresent(), TWO_WINDOWS,
                            "a Subscribe that leaves the device out"))),
            rule("NAN-SDF-12", "A message in a follow-up comes through unchanged.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Keep room for 255 octets.")
                    .judgedBy(on(AwareActiveDiscoveryRules::echoes)));

    private AwareActiveDiscoveryRules() {}

    /** Judges the talk, where there is one. */
    static Judge on(Function<AirTalk, Finding> judge) {
        return (Observation seen) -> {
            AirTalk talk = AirTalk.of(seen);
            return talk.isEmpty() ? Finding.notApplicable("the evidence holds no frames of the air") : judge.apply(talk);
        };
    }

    static Optional<ServiceDescriptor> descriptor(AirTalk.Said said) {
        return said.is(ServiceDiscoveryFrame.class) ? said.first(ServiceDescriptor.class) : Optional.empty();
    }

    static Predicate<AirTalk.Said> of(ServiceDescriptor.Type type) {
        return said -> descriptor(said).filter(descriptor -> descriptor.type() == type).isPresent();
    }

    static boolean isSubscribe(AirTalk.Said said) {
        return of(ServiceDescriptor.Type.SUBSCRIBE).test(said);
    }

    private static MatchingFilter filter(AirTalk.Said said) {
        return descriptor(said).flatMap(ServiceDescriptor::matchingFilter).orElse(MatchingFilter.NONE);
    }

    private static boolean noResponders(AirTalk.Said said) {
        return descriptor(said).flatMap(ServiceDescriptor::serviceResponseFilter).isEmpty();
    }

    private static MatchingFilter published(AirTalk talk) {
        return talk.received(of(ServiceDescriptor.Type.PUBLISH)).stream()
                .flatMap(said -> descriptor(said).flatMap(ServiceDescriptor::matchingFilter).stream()).findFirst()
                .orElse(MatchingFilter.NONE);
    }

    /** A Publish to the one who asked, for what was asked. */
    static boolean isAnswer(AirTalk.Said asked, AirTalk.Said said) {
        return said.to().equals(asked.from()) && of(ServiceDescriptor.Type.PUBLISH).test(said)
                && descriptor(said).orElseThrow().requestorInstanceId() == descriptor(asked).orElseThrow().instanceId()
                && descriptor(said).orElseThrow().serviceId().equals(descriptor(asked).orElseThrow().serviceId());
    }

    private static Optional<MasterRank> rank(AirTalk.Said said) {
        return said.is(NanBeacon.class) ? said.first(MasterIndication.class).map(one -> new MasterRank(said.from(),
                one.randomFactor(), one.masterPreference())) : Optional.empty();
    }

    private static Finding yields(AirTalk talk) {
        for (AirTalk.Said beacon : talk.sent(said -> rank(said).isPresent())) {
            MasterRank mine = rank(beacon).orElseThrow();
            List<AirTalk.Said> later = talk.received(said -> rank(said).isPresent()
                    && said.nanos() - beacon.nanos() > YIELD.toNanos()
                    && said.frame().orElseThrow().header().address3()
                            .equals(beacon.frame().orElseThrow().header().address3()));
            for (AirTalk.Said said : later) {
                boolean lower = rank(said).orElseThrow().compareTo(mine) < 0;
                boolean anchor = said.first(ClusterAttribute.class).filter(one -> one.hopCount() == 0).isPresent();
                if (lower && mine.masterPreference() > rank(said).orElseThrow().masterPreference()) {
                    return anchor ? Finding.broken("the device still is anchor master six discovery windows after a "
                            + "beacon of higher rank", List.of(beacon.sequence(), said.sequence()))
                            : Finding.kept("the device goes by the higher rank", List.of(said.sequence()));
                }
            }
        }
        return Finding.unseen("no beacon of a higher rank was sent in the device's cluster");
    }

    private static Finding merges(AirTalk talk) {
        for (AirTalk.Said beacon : talk.sent(said -> rank(said).filter(rank -> rank.masterPreference() > 200)
                .isPresent())) {
            var mine = beacon.frame().orElseThrow().header().address3();
            Optional<AirTalk.Said> foreign = talk.received(said -> said.is(NanBeacon.class)
                    && !said.frame().orElseThrow().header().address3().equals(mine)).stream().findFirst();
            if (foreign.isEmpty()) {
                continue;
            }
            Optional<AirTalk.Said> joined = talk.received(said -> said.is(NanBeacon.class)
                    && said.nanos() > beacon.nanos() && said.frame().orElseThrow().header().address3().equals(mine))
                    .stream().findFirst();
            if (joined.isPresent()) {
                return Finding.kept("the device took over the cluster of higher grade",
                        List.of(joined.get().sequence()));
            }
            return talk.end() - beacon.nanos() > MERGE.toNanos()
                    ? Finding.broken("the device stays in its own cluster though one of higher grade was on the air "
                            + "for 20 s", List.of(beacon.sequence()))
                    : Finding.unseen("the cluster of higher grade was on the air for less than 20 s");
        }
        return Finding.unseen("no other cluster of higher grade was on the air");
    }

    static Optional<Bytes> message(AirTalk.Said said) {
        return !of(ServiceDescriptor.Type.FOLLOW_UP).test(said) ? Optional.empty()
                : said.first(ServiceDescriptorExtension.class).flatMap(ServiceDescriptorExtension::serviceInfo)
                        .map(ServiceInfo::info);
    }

    /** A device that answers messages at all sends back what it got. */
    private static Finding echoes(AirTalk talk) {
        for (AirTalk.Said asked : talk.sent(said -> message(said).isPresent())) {
            Bytes sent = message(asked).orElseThrow();
            Optional<AirTalk.Said> back = talk.received(said -> said.sequence() > asked.sequence()
                    && said.to().equals(asked.from()) && message(said).isPresent()).stream().findFirst();
            if (back.isPresent()) {
                return message(back.get()).orElseThrow().equals(sent)
                        ? Finding.kept("a message came back unchanged", List.of(asked.sequence(),
                                back.get().sequence()))
                        : Finding.broken("of " + sent.length() + " octets " + message(back.get()).orElseThrow().length()
                                + " came back, or others", List.of(asked.sequence(), back.get().sequence()));
            }
        }
        return Finding.unseen("no message came back from the device");
    }
}
