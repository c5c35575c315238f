package dev.lanyard.wire.nan.dialogue;

import static dev.lanyard.wire.nan.dialogue.Defect.ofAttributes;
import static dev.lanyard.wire.nan.dialogue.Defects.OFFERS;
import static dev.lanyard.wire.nan.dialogue.Defects.PUBLISH;
import static dev.lanyard.wire.nan.dialogue.Defects.with;
import static dev.lanyard.wire.nan.dialogue.Defects.without;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.MatchingFilter;
import dev.lanyard.wire.nan.ServiceId;
import dev.lanyard.wire.nan.attribute.AvailabilityEntry;
import dev.lanyard.wire.nan.attribute.DeviceCapability;
import dev.lanyard.wire.nan.attribute.NanAvailability;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.nan.attribute.ServiceDescriptorExtension;
import dev.lanyard.wire.nan.attribute.ServiceInfo;
import dev.lanyard.wire.nan.attribute.TimeBitmap;
import dev.lanyard.wire.nan.attribute.UnknownAttribute;
import dev.lanyard.wire.nan.security.KeyHash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Defects of what announces services, and of capabilities and schedules beside it. */
final class ServiceDefects {

    /** A name whose id is made without looking at its case. */
    static final String MIXED_CASE = "_Lanyard._udp";
    private static final int STRAY_INSTANCE = 9;
    private static final int NO_PROTOCOL = 9;

    static final List<Defect> ALL = List.of(
            ofAttributes("NAN-SDF-01", PUBLISH, without(ServiceDescriptor.class)),
            descriptor("NAN-SDF-02", sda -> ServiceDescriptor.of(sda.type(), asWritten(), sda.instanceId(),
                    sda.requestorInstanceId())),
            descriptor("NAN-SDF-03", sda -> ServiceDescriptor.of(sda.type(), sda.serviceId(), sda.instanceId(),
                    sda.requestorInstanceId() == 0 ? 5 : 0)),
            descriptor("NAN-SDF-04", sda -> sda.with(new MatchingFilter(List.of(), Bytes.hex("05aa")))),
            descriptor("NAN-SDF-05", sda -> sda.withControl(3)),
            extension("NAN-SDEA-01", sdea -> new ServiceDescriptorExtension(STRAY_INSTANCE, sdea.control(),
                    sdea.rangeLimit(), sdea.serviceUpdateIndicator(), sdea.serviceInfo())),
            extension("NAN-SDEA-02", sdea -> new ServiceDescriptorExtension(sdea.instanceId(),
                    sdea.control() & ~ServiceDescriptorExtension.SECURITY_REQUIRED, sdea.rangeLimit(),
                    sdea.serviceUpdateIndicator(), sdea.serviceInfo())),
            ofAttributes("NAN-SDEA-03", PUBLISH, with(ServiceDescriptorExtension.class, _ -> new UnknownAttribute(0x0E,
                    Bytes.hex("014401")))),
            extension("NAN-SDEA-04", sdea -> withInfo(sdea, NO_PROTOCOL, Bytes.hex("01"))),
            extension("NAN-SDEA-05", sdea -> withInfo(sdea, ServiceInfo.GENERIC, Bytes.EMPTY)),
            ofAttributes("NAN-DEV-01", PUBLISH, without(DeviceCapability.class)),
            capability("NAN-DEV-02", one -> new DeviceCapability(one.mapId(), one.committedDw(),
                    DeviceCapability.BAND_2_4GHZ, one.operationMode(), one.antennas(), one.maxChannelSwitchTime(),
                    one.capabilities())),
            capability("NAN-DEV-03", one -> new DeviceCapability(one.mapId(), one.committedDw(), one.supportedBands(),
                    one.operationMode(), one.antennas(), one.maxChannelSwitchTime(), 0)),
            availability("NAN-AV-01", one -> withBitmap(one, one.sequenceId() + 1, "fe")),
            availability("NAN-AV-03", one -> withBitmap(one, one.sequenceId(), "fefefefe")),
            availability("NAN-AV-04", one -> withBitmap(one, one.sequenceId() + 1, "ffffffff")));

    private ServiceDefects() {}

    private static ServiceId asWritten() {
        return new ServiceId(KeyHash.SHA_256.digest(Bytes.wrap(MIXED_CASE.getBytes(StandardCharsets.UTF_8)))
                .truncate(6));
    }

    private static Defect descriptor(String rule, Function<ServiceDescriptor, ServiceDescriptor> edit) {
        return ofAttributes(rule, PUBLISH, with(ServiceDescriptor.class, edit::apply));
    }

    private static Defect extension(String rule,
                                    Function<ServiceDescriptorExtension, ServiceDescriptorExtension> edit) {
        Set<String> frames = rule.equals("NAN-SDEA-02") ? OFFERS : PUBLISH;
        return ofAttributes(rule, frames, with(ServiceDescriptorExtension.class, edit::apply));
    }

    private static ServiceDescriptorExtension withInfo(ServiceDescriptorExtension sdea, int protocol, Bytes info) {
        return new ServiceDescriptorExtension(sdea.instanceId(), sdea.control(), sdea.rangeLimit(),
                sdea.serviceUpdateIndicator(), Optional.of(ServiceInfo.of(protocol, info)));
    }

    private static Defect capability(String rule, Function<DeviceCapability, DeviceCapability> edit) {
        return ofAttributes(rule, PUBLISH, with(DeviceCapability.class, edit::apply));
    }

    private static Defect availability(String rule, Function<NanAvailability, NanAvailability> edit) {
        return ofAttributes(rule, PUBLISH, with(NanAvailability.class, edit::apply));
    }

    /** With another bitmap in its first entry, of 16 TU a bit and 512 TU long. */
    static NanAvailability withBitmap(NanAvailability availability, int sequence, String bitmap) {
        List<AvailabilityEntry> entries = new ArrayList<>(availability.entries());
        AvailabilityEntry first = entries.getFirst();
        entries.set(0, new AvailabilityEntry(first.control(), Optional.of(TimeBitmap.of(16, 512, 0,
                Bytes.hex(bitmap))), first.where()));
        return new NanAvailability(sequence, availability.control(), entries);
    }
}
