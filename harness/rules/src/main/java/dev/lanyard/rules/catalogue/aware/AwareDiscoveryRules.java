package dev.lanyard.rules.catalogue.aware;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.air.AirFrame;
import dev.lanyard.rules.air.AirJudge;
import dev.lanyard.rules.air.Cluster;
import dev.lanyard.rules.air.Discovery;
import dev.lanyard.rules.air.FrameKind;
import dev.lanyard.rules.air.Ruling;
import dev.lanyard.rules.air.Sight;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.DeviceText;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.AttributeId;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor.Type;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.nan.attribute.ServiceIdList;
import dev.lanyard.wire.nan.attribute.SubscribeServiceIdList;
import dev.lanyard.wire.nan.security.KeyHash;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Service discovery frames and their descriptors: NAN-SDF. */
public final class AwareDiscoveryRules {

    /** Rules NAN-SDF-*. */
    public static final List<Rule> RULES = List.of(
            rule("NAN-SDF-01", "Every service discovery frame has at least one Service Descriptor.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Send no service discovery frame without attribute 0x03.")
                    .watchedBy(AirJudge.onContent(AwareDiscoveryRules::descriptor, FrameKind.SDF)),
            rule("NAN-SDF-02", "A service id is the first six octets of SHA-256 over the name in lower case.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Turn the service name to lower case before hashing it.")
                    .watchedBy(AirJudge.onContent(AwareDiscoveryRules::serviceId, FrameKind.SDF)),
            rule("NAN-SDF-03", "Instance ids are not zero; the requestor's is zero in what nobody asked for, and not "
                    + "zero in answers and follow-ups.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Number services from 1, and answer with the instance id of the Subscribe.")
                    .watchedBy(AirJudge.onContent(each(AwareDiscoveryRules::instances), FrameKind.SDF)),
            rule("NAN-SDF-04", "The control bits and lengths of a Service Descriptor use up the attribute exactly.")
                    .obligation(Obligation.HOST_REQUIRED, Aware.ESP).hosts(Aware.ANDROID)
                    .fieldFailures("espressif/esp-idf#18231", "espressif/esp-idf#15708")
                    .remediation("Write binding bitmap, matching filter, response filter and service info in this "
                            + "order, each with its own length and control bit.")
                    .watchedBy(AirJudge.onContent(AwareDiscoveryRules::layout, FrameKind.SDF)),
            rule("NAN-SDF-05", "The type of a Service Descriptor is Publish, Subscribe or Follow-up.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Set b0-1 of the service control to 0, 1 or 2.")
                    .watchedBy(AirJudge.onContent(each((_, placed, ruling) -> ruling.require(
                            placed.value().type() != Type.RESERVED, placed,
                            () -> "the service control is 0x%02x, type 3".formatted(placed.value().control()))),
                            FrameKind.SDF)),
            rule("NAN-SDF-06", "Multicast discovery frames are sent within a discovery window.")
                    .obligation(Obligation.RECOMMENDED, Aware.DRONE_ID).hosts(Aware.ALL)
                    .fieldFailures("opendroneid/opendroneid-core-c#47")
                    .remediation("Send within 16 TU after the start of the window, behind the synchronisation beacon.")
                    .watchedBy(AirJudge.on(AwareDiscoveryRules::window, FrameKind.SDF)
                            .where(frame -> frame.receiver().equals(Nan.NETWORK_ID))),
            rule("NAN-SDF-10", "A service's name is one that iOS knows: _name._tcp or _name._udp, with 1 to 15 "
                    + "letters, digits and hyphens.")
                    .obligation(Obligation.HOST_REQUIRED, Aware.ios("service names of the WiFiAware framework"))
                    .hosts(Aware.IOS)
                    .fieldFailures("espressif/esp-idf#16743", "areebahmeddd/airhop#51")
                    .remediation("Rename the service as in RFC 6335: _my-device._tcp; the whole string is hashed.")
                    .watchedBy(AirJudge.onContent(each(AwareDiscoveryRules::name), FrameKind.SDF)),
            rule("NAN-SDF-11", "A service that phones with Android 11 or older are to find has no underscore in its "
                    + "name.")
                    .obligation(Obligation.RECOMMENDED, Source.of("Android", "service names before Android 12"))
                    .hosts(Aware.ANDROID)
                    .remediation("Publish a second service without underscores for them; iOS takes only names with "
                            + "one. Or declare oldest-android: 12 in the profile.")
                    .watchedBy(AirJudge.onContent(each(AwareDiscoveryRules::underscore), FrameKind.SDF)),
            rule("NAN-SDF-14", "A publisher answers Subscribes and does not announce itself in every discovery window.")
                    .obligation(Obligation.QUALITY, Source.unchecked("Accessory Design Guidelines", "56.4"))
                    .hosts(Aware.IOS)
                    .remediation("Publish solicited: it saves power on both sides.")
                    .watchedBy(AirJudge.on(AwareDiscoveryRules::unsolicited, FrameKind.SDF)
                            .where(frame -> Discovery.announces(frame) && Nan.isClusterId(frame.cluster()))));

    private static final Pattern IOS_NAME = Pattern.compile("_(?=.*[a-z].*\\._)[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?"
            + "\\._(tcp|udp)");
    private static final int FIRST_WITH_UNDERSCORES = 12;
    private static final long CYCLE_NANOS = Nan.tu(Nan.DW_CYCLE * (long) Nan.DW_PERIOD).toNanos();
    private static final long PERIOD_NANOS = Nan.tu(Nan.DW_PERIOD).toNanos();

    private AwareDiscoveryRules() {}

    /** Says something of one Service Descriptor. */
    @FunctionalInterface
    interface OnDescriptor {
        void see(Sight sight, Placed<ServiceDescriptor> placed, Ruling ruling);
    }

    static AirJudge.OnFrame each(OnDescriptor judge) {
        return (sight, ruling) -> sight.frame().all(ServiceDescriptor.class)
                .forEach(placed -> judge.see(sight, placed, ruling));
    }

    private static void descriptor(Sight sight, Ruling ruling) {
        AirFrame frame = sight.frame();
        ruling.require(frame.has(ServiceDescriptor.class) || frame.has(ServiceIdList.class)
                || frame.has(SubscribeServiceIdList.class)
                || !frame.attributes().withId(AttributeId.SERVICE_DESCRIPTOR).isEmpty(),
                "the frame has no Service Descriptor attribute (0x03)");
    }

    private static void serviceId(Sight sight, Ruling ruling) {
        for (Placed<ServiceDescriptor> placed : sight.frame().offers()) {
            Bytes id = placed.value().serviceId().octets();
            if (sight.air().names().containsKey(placed.value().serviceId())) {
                ruling.kept();
                continue;
            }
            sight.air().names().values().stream().filter(name -> !name.equals(name.toLowerCase(Locale.ROOT)))
                    .filter(name -> KeyHash.SHA_256.digest(Bytes.wrap(name.getBytes(StandardCharsets.UTF_8)))
                            .truncate(6).equals(id)).findFirst()
                    .ifPresent(name -> ruling.broken(placed.value().serviceId(), placed.octets(), "service id "
                            + id.toHex() + " is the hash of " + DeviceText.quoted(name) + " with its capitals"));
        }
    }

    private static void instances(Sight sight, Placed<ServiceDescriptor> placed, Ruling ruling) {
        ServiceDescriptor descriptor = placed.value();
        boolean multicast = sight.frame().receiver().isGroup();
        Optional<String> fault = Optional.empty();
        if (descriptor.instanceId() == 0) {
            fault = Optional.of("its instance id is 0");
        } else if (descriptor.type() == Type.FOLLOW_UP && descriptor.requestorInstanceId() == 0) {
            fault = Optional.of("it is for requestor instance 0");
        } else if (descriptor.type() == Type.SUBSCRIBE && descriptor.requestorInstanceId() != 0) {
            fault = Optional.of("a Subscribe answers nobody, yet it is for requestor instance "
                    + descriptor.requestorInstanceId());
        } else if (descriptor.type() == Type.PUBLISH && multicast != (descriptor.requestorInstanceId() == 0)) {
            fault = Optional.of(multicast ? "nobody asked, yet it is for requestor instance "
                    + descriptor.requestorInstanceId() : "it answers a Subscribe, yet it is for requestor instance 0");
        }
        fault.ifPresentOrElse(text -> ruling.broken(descriptor.serviceId(), placed.octets(),
                Discovery.name(sight.air(), descriptor) + ": " + text), ruling::kept);
    }

    private static void layout(Sight sight, Ruling ruling) {
        for (Placed<NanAttribute> entry : sight.frame().attributes().withId(AttributeId.SERVICE_DESCRIPTOR)) {
            boolean restInFilter = entry.value() instanceof ServiceDescriptor descriptor
                    && descriptor.matchingFilter().filter(filter -> !filter.rest().isEmpty()).isPresent();
            if (restInFilter) {
                ruling.broken(entry, "the values of the matching filter do not fill its length");
            } else {
                AwareAttributeRules.layout(sight, entry, ruling);
            }
        }
    }

    private static void window(Sight sight, Ruling ruling) {
        AirFrame frame = sight.frame();
        Optional<Cluster> cluster = sight.air().cluster(frame.cluster());
        Optional<Long> at = cluster.isEmpty() ? Optional.empty() : cluster.get().tsfAt(frame.nanos(), PERIOD_NANOS);
        if (at.isEmpty()) {
            return;
        }
        long tsf = at.get();
        if (AwareBeaconRules.inWindow(tsf, frame.frequencyMhz())) {
            ruling.kept();
        } else {
            ruling.broken("the frame was sent " + Math.floorMod(tsf, Nan.DW_PERIOD * Nan.TU_MICROS) / Nan.TU_MICROS
                    + " TU after the start of a discovery window");
        }
    }

    private static void name(Sight sight, Placed<ServiceDescriptor> placed, Ruling ruling) {
        String name = sight.air().names().get(placed.value().serviceId());
        if (name == null || placed.value().type() == Type.FOLLOW_UP) {
            return;
        }
        if (IOS_NAME.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
            ruling.kept();
        } else {
            ruling.broken(placed.value().serviceId(), placed.octets(), "the service is called "
                    + DeviceText.quoted(name) + ", which no app for iOS can ask for");
        }
    }

    /** Only where it is declared that such phones matter. */
    private static void underscore(Sight sight, Placed<ServiceDescriptor> placed, Ruling ruling) {
        OptionalInt oldest = sight.air().declared().oldestAndroid();
        String name = sight.air().names().get(placed.value().serviceId());
        if (name == null || placed.value().type() == Type.FOLLOW_UP || oldest.isEmpty()) {
            return;
        }
        if (oldest.getAsInt() >= FIRST_WITH_UNDERSCORES || !name.contains("_")) {
            ruling.kept();
        } else {
            ruling.broken(placed.value().serviceId(), placed.octets(), "the service is called "
                    + DeviceText.quoted(name) + ", and phones with Android " + oldest.getAsInt()
                    + " are to find it; underscores came with Android 12");
        }
    }

    /** Unsolicited frames within a cycle of discovery windows. */
    private static final class Rate {
        private long since;
        private int count;
    }

    private static void unsolicited(Sight sight, Ruling ruling) {
        Rate rate = sight.sender().memory(Rate.class, Rate::new);
        if (rate.count == 0 || sight.frame().nanos() - rate.since > CYCLE_NANOS) {
            rate.since = sight.frame().nanos();
            rate.count = 0;
        }
        rate.count++;
        if (rate.count == Nan.DW_CYCLE) {
            ruling.broken("it announced itself " + rate.count + " times within one cycle of 8.4 s, unasked");
        } else {
            ruling.kept();
        }
    }
}
