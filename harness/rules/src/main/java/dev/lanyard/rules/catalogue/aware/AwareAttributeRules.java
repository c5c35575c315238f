package dev.lanyard.rules.catalogue.aware;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.air.AirFrame;
import dev.lanyard.rules.air.AirJudge;
import dev.lanyard.rules.air.FrameKind;
import dev.lanyard.rules.air.Ruling;
import dev.lanyard.rules.air.Sight;
import dev.lanyard.wire.ieee80211.ActionBody;
import dev.lanyard.wire.ieee80211.FrameDefect;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.AttributeId;
import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.attribute.DeviceCapabilityExtension;
import dev.lanyard.wire.nan.attribute.MalformedAttribute;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.nan.attribute.TruncatedAttribute;
import dev.lanyard.wire.net.MacAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The form of frames and attributes: NAN-ATTR. */
public final class AwareAttributeRules {

    private static final FrameKind[] CARRIERS = {FrameKind.SDF, FrameKind.NAF, FrameKind.PASN};

    /** Rules NAN-ATTR-*. */
    public static final List<Rule> RULES = List.of(
            rule("NAN-ATTR-01", "The attributes end exactly where the frame or element ends, and none reaches past it.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Write each attribute's length as the number of octets behind it, little-endian.")
                    .watchedBy(AirJudge.onContent(AwareAttributeRules::end, FrameKind.BEACON, CARRIERS)),
            rule("NAN-ATTR-02", "Attributes of fixed length have it.")
                    .obligation(Obligation.MUST, Aware.WIRESHARK).hosts(Aware.ALL)
                    .remediation("Lengths: 0x00 2, 0x01 13, 0x0D 22, 0x0F 9, 0x15 3, 0x2A at least 2, 0x2B 17.")
                    .watchedBy(AirJudge.onContent(AwareAttributeRules::fixedLength, FrameKind.BEACON, CARRIERS)),
            rule("NAN-ATTR-03", "Reserved attribute ids (0x11, 0x16, 0x18, 0x19, 0x25, 0x26) are not sent.")
                    .obligation(Obligation.RECOMMENDED, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Leave the attribute out; put what is your own into a vendor specific one (0xDD).")
                    .watchedBy(AirJudge.onContent(AwareAttributeRules::reservedId, FrameKind.BEACON, CARRIERS)),
            rule("NAN-ATTR-04", "Attributes of which a frame has one are not repeated (0x00, 0x01, 0x2A, 0x2B, 0x2C).")
                    .obligation(Obligation.RECOMMENDED, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Send the attribute once in a frame; receivers take the first or the last.")
                    .watchedBy(AirJudge.onContent(AwareAttributeRules::repeated, FrameKind.BEACON, CARRIERS)),
            rule("NAN-ATTR-06", "Reserved bits are sent as zero.")
                    .obligation(Obligation.RECOMMENDED, Aware.INFERRED).hosts(Aware.ALL)
                    .remediation("Clear every bit that has no meaning; a later release will give it one.")
                    .watchedBy(AirJudge.onContent(AwareAttributeRules::reservedBits, FrameKind.SDF, FrameKind.NAF)),
            rule("NAN-ATTR-07", "A NAN action frame begins with category 4 or 9, action 9, OUI 50-6F-9A and type 0x13 "
                    + "or 0x18.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Send 04 09 50 6F 9A, then 13 for service discovery or 18 for NAN action frames.")
                    .watchedBy(AirJudge.onContent(AwareAttributeRules::actionHeader, FrameKind.OTHER, FrameKind.SDF,
                            FrameKind.NAF)),
            rule("NAN-ATTR-08", "Address 3 of discovery, action and PASN frames is the id of the sender's cluster "
                    + "(FF:FF:FF:FF:FF:FF without synchronisation).")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Put the cluster id of the beacons into address 3 of every NAN management frame, PASN "
                            + "included.")
                    .watchedBy(AirJudge.on(AwareAttributeRules::clusterId, FrameKind.SDF, FrameKind.NAF,
                            FrameKind.PASN)),
            rule("NAN-ATTR-09", "The subtype of a NAN action frame is 1 to 13, and category 9 is used for 5 to 9 only.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Use a subtype that is defined; protect data path frames only.")
                    .watchedBy(AirJudge.onContent(AwareAttributeRules::subtype, FrameKind.NAF)));

    private static final Set<Integer> RESERVED = Set.of(0x11, 0x16, 0x18, 0x19, 0x25, 0x26);
    private static final Set<Integer> SINGLE = Set.of(AttributeId.MASTER_INDICATION, AttributeId.CLUSTER,
            AttributeId.DEVICE_CAPABILITY_EXTENSION, AttributeId.IDENTITY_RESOLUTION,
            AttributeId.PAIRING_BOOTSTRAPPING);
    private static final Map<Integer, Integer> LENGTHS = Map.of(AttributeId.MASTER_INDICATION, 2, AttributeId.CLUSTER,
            13, AttributeId.CLUSTER_DISCOVERY, 22, AttributeId.DEVICE_CAPABILITY, 9, AttributeId.NDL_QOS, 3,
            AttributeId.IDENTITY_RESOLUTION, 17);
    private static final int LOWEST_DCEA = 2;

    private AwareAttributeRules() {}

    private static void end(Sight sight, Ruling ruling) {
        AirFrame frame = sight.frame();
        for (Placed<NanAttribute> entry : frame.attributes().entries()) {
            if (entry.value() instanceof TruncatedAttribute cut) {
                ruling.broken(entry, "%s says %d octets and only %d are left".formatted(
                        named(cut.id()), cut.declaredLength(), cut.body().length()));
                return;
            }
        }
        int rest = frame.attributes().rest().length();
        ruling.require(rest == 0, () -> rest + " octets are left behind the last attribute");
    }

    private static void fixedLength(Sight sight, Ruling ruling) {
        for (Placed<NanAttribute> entry : sight.frame().attributes().entries()) {
            int id = entry.value().id();
            Integer fixed = LENGTHS.get(id);
            int length = entry.octets().length() - NanAttribute.HEADER;
            if (entry.value() instanceof TruncatedAttribute) {
                continue;
            }
            if (fixed != null) {
                ruling.require(length == fixed, entry, () -> named(id) + " has " + length + " octets, not " + fixed);
            } else if (id == AttributeId.DEVICE_CAPABILITY_EXTENSION) {
                ruling.require(length >= LOWEST_DCEA, entry, () -> named(id) + " has " + length
                        + " octets, fewer than 2");
            }
        }
    }

    private static void reservedId(Sight sight, Ruling ruling) {
        for (Placed<NanAttribute> entry : sight.frame().attributes().entries()) {
            if (RESERVED.contains(entry.value().id())) {
                ruling.broken(entry, "attribute 0x%02x is reserved".formatted(entry.value().id()));
                return;
            }
        }
        ruling.kept();
    }

    private static void repeated(Sight sight, Ruling ruling) {
        Set<Integer> seen = new HashSet<>();
        for (Placed<NanAttribute> entry : sight.frame().attributes().entries()) {
            int id = entry.value().id();
            if (SINGLE.contains(id) && !seen.add(id)) {
                ruling.broken(entry, named(id) + " comes twice in one frame");
                return;
            }
        }
        ruling.kept();
    }

    private static void reservedBits(Sight sight, Ruling ruling) {
        for (Placed<NanAttribute> entry : sight.frame().attributes().entries()) {
            Optional<String> set = switch (entry.value()) {
                case ServiceDescriptor sda -> bits("SDA control", sda.control(), 0x7F);
                case CipherSuiteInfo csia -> bits("CSIA capabilities", csia.capabilities(), 0x1F);
                case DeviceCapabilityExtension dcea -> bits("DCEA regulatory info", dcea.regulatory(), 0x0F)
                        .or(() -> bits("DCEA pairing", dcea.pairing(), 0x03));
                default -> Optional.empty();
            };
            if (set.isPresent()) {
                ruling.broken(entry, set.get());
                return;
            }
        }
        ruling.kept();
    }

    private static Optional<String> bits(String field, int value, int defined) {
        return (value & ~defined) == 0 ? Optional.empty()
                : Optional.of("%s is 0x%02x: reserved bits 0x%02x are set".formatted(field, value, value & ~defined));
    }

    private static void actionHeader(Sight sight, Ruling ruling) {
        if (sight.frame().kind() != FrameKind.OTHER) {
            ruling.kept();
            return;
        }
        sight.frame().action().ifPresent(action -> ruling.broken("the frame begins with %02x %02x %s".formatted(
                action.category(), action.action(), action.content().truncate(4).toHex())));
    }

    private static void clusterId(Sight sight, Ruling ruling) {
        AirFrame frame = sight.frame();
        MacAddress given = frame.cluster();
        Optional<MacAddress> own = sight.sender().cluster();
        if (given.equals(MacAddress.BROADCAST)) {
            return;
        }
        if (own.isPresent()) {
            if (given.equals(own.get())) {
                ruling.kept();
            } else {
                ruling.broken("address 3 is " + given + "; the sender's beacons say cluster " + own.get());
            }
        } else if (sight.air().hasClusters()) {
            if (sight.air().cluster(given).isPresent()) {
                ruling.kept();
            } else {
                ruling.broken("address 3 is " + given + ", which no beacon has as its cluster");
            }
        } else if (!Nan.isClusterId(given) && given.value() != 0) {
            ruling.broken("address 3 is " + given + "; a cluster id begins with 50:6f:9a:01");
        }
    }

    private static void subtype(Sight sight, Ruling ruling) {
        AirFrame frame = sight.frame();
        boolean known = frame.subtype() >= 1 && frame.subtype() <= 13;
        boolean mayBeProtected = frame.subtype() >= 5 && frame.subtype() <= 9;
        if (!known) {
            ruling.broken("subtype " + frame.subtype() + " is not defined");
        } else {
            ruling.require(frame.category() != ActionBody.PROTECTED_DUAL || mayBeProtected,
                    () -> "subtype " + frame.subtype() + " in category 9");
        }
    }

    static String named(int id) {
        return "attribute 0x%02x (%s)".formatted(id, AttributeId.name(id));
    }

    /** Whether an attribute of this id came, and could not be read. */
    static boolean isMalformed(AirFrame frame, int id) {
        return frame.attributes().entries().stream().anyMatch(entry -> entry.value() instanceof MalformedAttribute bad
                && bad.id() == id);
    }

    /** That every attribute of an id has the layout of its kind, and nothing follows its fields. */
    static void layout(Sight sight, int id, Ruling ruling) {
        sight.frame().attributes().withId(id).forEach(entry -> layout(sight, entry, ruling));
    }

    /** The same of one attribute. */
    static void layout(Sight sight, Placed<NanAttribute> entry, Ruling ruling) {
        ruling.require(!(entry.value() instanceof MalformedAttribute) && entry.trailing().isEmpty(), entry,
                () -> defectAt(sight.frame(), entry).map(FrameDefect::message)
                        .orElse("the fields do not use up the attribute"));
    }

    /** The defect that the decoder found at an attribute. */
    static Optional<FrameDefect> defectAt(AirFrame frame, Placed<NanAttribute> entry) {
        return frame.defects().stream().filter(defect -> defect.offset() >= entry.offset()
                && defect.offset() < entry.offset() + entry.octets().length()).findFirst();
    }
}
