package dev.lanyard.rules.catalogue.aware;

import static dev.lanyard.rules.Rule.rule;
import static dev.lanyard.rules.catalogue.aware.AwareActiveDiscoveryRules.on;
import static dev.lanyard.rules.catalogue.aware.AwareActiveDiscoveryRules.descriptor;
import static dev.lanyard.rules.catalogue.aware.AwareActiveDiscoveryRules.of;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.air.AirTalk;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.ServiceId;
import dev.lanyard.wire.nan.attribute.DeviceCapability;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.nan.attribute.ServiceDescriptorExtension;
import dev.lanyard.wire.nan.attribute.ServiceInfo;
import dev.lanyard.wire.nan.frame.ServiceDiscoveryFrame;
import dev.lanyard.wire.net.MacAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Services that change and end, and peers that sleep. */
public final class AwareServiceLifeRules {

    private static final long CYCLE = Nan.tu((long) Nan.DW_CYCLE * Nan.DW_PERIOD).toNanos();
    private static final long WINDOW_MICROS = Nan.DW_PERIOD * Nan.TU_MICROS;

    /** Rules of the family NAN-SDF that take more than a question and an answer. */
    public static final List<Rule> RULES = List.of(
            rule("NAN-SDF-13", "A unicast discovery frame goes out in a discovery window that its receiver is committed "
                    + "to.")
                    .obligation(Obligation.MUST, Aware.FROM_MEMORY).hosts(Aware.ALL)
                    .remediation("Keep what is for a peer that sleeps until a window of its committed DW (Device "
                            + "Capability): every 2^(n-1), counted from DW0.")
                    .judgedBy(on(AwareServiceLifeRules::awake)),
            rule("NAN-SDF-15", "The service update indicator changes when the service's information does.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .fieldFailures("opendroneid/opendroneid-core-c#30")
                    .remediation("Count the indicator of the SDEA up with each change; subscribers pass over what they "
                            + "think they know.")
                    .judgedBy(on(AwareServiceLifeRules::updates)),
            rule("NAN-SDF-16", "A service that ended is announced no more: within a cycle of 8.4 s its last frame is "
                    + "gone.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Take the service out of the queue of the next discovery windows, and answer nobody "
                            + "who asks for it.")
                    .judgedBy(on(AwareServiceLifeRules::ends)));

    private AwareServiceLifeRules() {}

    private static Finding awake(AirTalk talk) {
        List<Long> kept = new ArrayList<>();
        Map<MacAddress, Integer> intervals = new HashMap<>();
        for (AirTalk.Said said : talk.sent(one -> one.is(ServiceDiscoveryFrame.class))) {
            said.first(DeviceCapability.class).map(DeviceCapability::dwInterval24).filter(one -> one > 1)
                    .ifPresent(one -> intervals.put(said.from(), one));
        }
        for (AirTalk.Said said : talk.received(one -> intervals.containsKey(one.to())
                && one.frequency() == Nan.CHANNEL_2_4GHZ && one.is(ServiceDiscoveryFrame.class))) {
            OptionalLong tsf = talk.tsf(said.frame().orElseThrow().header().address3(), said.nanos());
            if (tsf.isEmpty()) {
                continue;
            }
            int every = intervals.get(said.to());
            long window = Math.floorMod(tsf.getAsLong() / WINDOW_MICROS, (long) Nan.DW_CYCLE);
            if (window % every != 0) {
                return Finding.broken("a frame for a device that is awake in every " + every
                        + "th discovery window was sent in window " + window, List.of(said.sequence()));
            }
            kept.add(said.sequence());
        }
        return kept.isEmpty() ? Finding.unseen("nothing was sent to a device that sleeps through discovery windows")
                : Finding.kept(kept.size() + " frames were sent in windows of a receiver that sleeps through others",
                        AirTalk.few(kept));
    }

    private record Offer(MacAddress from, ServiceId service, int instance) {}

    private record Told(Bytes info, OptionalInt indicator, long sequence) {}

    private static Finding updates(AirTalk talk) {
        Map<Offer, Told> last = new HashMap<>();
        List<Long> kept = new ArrayList<>();
        for (AirTalk.Said said : talk.received(of(ServiceDescriptor.Type.PUBLISH))) {
            ServiceDescriptor descriptor = descriptor(said).orElseThrow();
            Optional<ServiceDescriptorExtension> extension = said.first(ServiceDescriptorExtension.class)
                    .filter(one -> one.instanceId() == descriptor.instanceId());
            Bytes info = descriptor.serviceInfo().orElse(Bytes.EMPTY).concat(extension
                    .flatMap(ServiceDescriptorExtension::serviceInfo).map(ServiceInfo::info).orElse(Bytes.EMPTY));
            Told now = new Told(info, extension.map(ServiceDescriptorExtension::serviceUpdateIndicator)
                    .orElse(OptionalInt.empty()), said.sequence());
            Told before = last.put(new Offer(said.from(), descriptor.serviceId(), descriptor.instanceId()), now);
            if (before == null || before.info().equals(now.info())) {
                continue;
            }
            if (now.indicator().isEmpty() || now.indicator().equals(before.indicator())) {
                return Finding.broken("the information of the service changed, and the indicator "
                        + (now.indicator().isEmpty() ? "is missing" : "stayed " + now.indicator().getAsInt()),
                        List.of(before.sequence(), now.sequence()));
            }
            kept.add(now.sequence());
        }
        return kept.isEmpty() ? Finding.unseen("the information of no service changed")
                : Finding.kept("the indicator changed with the information",
                        AirTalk.few(kept));
    }

    private static Finding ends(AirTalk talk) {
        for (AirTalk.Done told : talk.steps("aware.follow-up")) {
            if (!"end-of-service".equals(told.arguments().get("means"))) {
                continue;
            }
            Optional<AirTalk.Said> late = talk.received(of(ServiceDescriptor.Type.PUBLISH)).stream()
                    .filter(said -> said.nanos() - told.endNanos() > CYCLE).findFirst();
            if (late.isPresent()) {
                return Finding.broken("the service is still announced " + (late.get().nanos() - told.endNanos())
                        / 1_000_000 + " ms after its end", List.of(told.endSequence(), late.get().sequence()));
            }
            if (talk.end() - told.endNanos() > CYCLE + CYCLE / 4) {
                return Finding.kept("nothing announced the service after its end", List.of(told.endSequence()));
            }
        }
        return Finding.unseen("no service was ended and watched for a cycle and a quarter");
    }
}
