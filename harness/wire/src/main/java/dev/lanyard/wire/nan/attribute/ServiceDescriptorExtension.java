package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Service Descriptor Extension (SDEA), 0x0E: instance id 1, control 2, [range limit: ingress 2, egress 2, in cm],
 * [service update indicator 1], [service info: length 2, OUI 3, protocol type 1, info].
 *
 * @param control     b0 FSD required, b1 FSD with GAS, b2 data path required, b3 data path type, b4 multicast type, b5
 *                    QoS required, b6 security required, b7 ranging required, b8 range limit present, b9 service update
 *                    indicator present, b10 GTK protection required
 * @param serviceInfo no control bit announces it: it is there when octets are left
 */
public record ServiceDescriptorExtension(int instanceId, int control, Optional<RangeLimit> rangeLimit,
                                         OptionalInt serviceUpdateIndicator, Optional<ServiceInfo> serviceInfo)
        implements NanAttribute {

    public static final int FSD_REQUIRED = 0x0001;
    public static final int FSD_WITH_GAS = 0x0002;
    public static final int DATA_PATH_REQUIRED = 0x0004;
    public static final int DATA_PATH_TYPE = 0x0008;
    public static final int MULTICAST_TYPE = 0x0010;
    public static final int QOS_REQUIRED = 0x0020;
    public static final int SECURITY_REQUIRED = 0x0040;
    public static final int RANGING_REQUIRED = 0x0080;
    public static final int RANGE_LIMIT_PRESENT = 0x0100;
    public static final int SERVICE_UPDATE_INDICATOR_PRESENT = 0x0200;
    public static final int GTK_REQUIRED = 0x0400;

    /** Distances in centimetres. */
    public record RangeLimit(int ingress, int egress) {}

    /** An extension without optional fields. */
    public static ServiceDescriptorExtension of(int instanceId, int control) {
        return new ServiceDescriptorExtension(instanceId, control, Optional.empty(), OptionalInt.empty(),
                Optional.empty());
    }

    /** The same with service information. */
    public ServiceDescriptorExtension with(ServiceInfo info) {
        return new ServiceDescriptorExtension(instanceId, control, rangeLimit, serviceUpdateIndicator,
                Optional.of(info));
    }

    /** The same with a service update indicator. */
    public ServiceDescriptorExtension withUpdateIndicator(int indicator) {
        return new ServiceDescriptorExtension(instanceId, control | SERVICE_UPDATE_INDICATOR_PRESENT, rangeLimit,
                OptionalInt.of(indicator), serviceInfo);
    }

    static ServiceDescriptorExtension read(BytesReader in) {
        int instance = in.u8();
        int control = in.u16();
        Optional<RangeLimit> limit = (control & RANGE_LIMIT_PRESENT) != 0
                ? Optional.of(new RangeLimit(in.u16(), in.u16())) : Optional.empty();
        OptionalInt update = (control & SERVICE_UPDATE_INDICATOR_PRESENT) != 0 ? OptionalInt.of(in.u8())
                : OptionalInt.empty();
        Optional<ServiceInfo> info = in.more() ? Optional.of(readInfo(in)) : Optional.empty();
        return new ServiceDescriptorExtension(instance, control, limit, update, info);
    }

    private static ServiceInfo readInfo(BytesReader in) {
        BytesReader inside = in.sub(in.u16());
        ServiceInfo info = ServiceInfo.read(inside);
        if (inside.failed()) {
            in.fail();
        }
        return info;
    }

    public boolean dataPathRequired() {
        return (control & DATA_PATH_REQUIRED) != 0;
    }

    public boolean securityRequired() {
        return (control & SECURITY_REQUIRED) != 0;
    }

    @Override
    public int id() {
        return AttributeId.SERVICE_DESCRIPTOR_EXTENSION;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter().u8(instanceId).u16(control);
        rangeLimit.ifPresent(limit -> out.u16(limit.ingress()).u16(limit.egress()));
        serviceUpdateIndicator.ifPresent(out::u8);
        serviceInfo.ifPresent(info -> {
            out.u16(ServiceInfo.HEADER + info.info().length());
            info.write(out);
        });
        return out.toBytes();
    }
}
