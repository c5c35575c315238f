package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.nan.MatchingFilter;
import dev.lanyard.wire.nan.ServiceId;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Service Descriptor (SDA), 0x03: service id 6, instance id 1, requestor instance id 1, control 1, [binding bitmap 2],
 * [matching filter: length 1, filter], [service response filter: length 1, control 1, address set], [service info:
 * length 1, info]; in this order.
 *
 * @param instanceId          1–255
 * @param requestorInstanceId of the frame answered; 0 where nothing is answered
 * @param control             b0–1 {@link Type}, b2 matching filter, b3 service response filter, b4 service info, b5
 *                            discovery range limited, b6 binding bitmap
 */
public record ServiceDescriptor(ServiceId serviceId, int instanceId, int requestorInstanceId, int control,
                                OptionalInt bindingBitmap, Optional<MatchingFilter> matchingFilter,
                                Optional<ServiceResponseFilter> serviceResponseFilter, Optional<Bytes> serviceInfo)
        implements NanAttribute {

    public static final int MATCHING_FILTER_PRESENT = 0x04;
    public static final int SERVICE_RESPONSE_FILTER_PRESENT = 0x08;
    public static final int SERVICE_INFO_PRESENT = 0x10;
    public static final int DISCOVERY_RANGE_LIMITED = 0x20;
    public static final int BINDING_BITMAP_PRESENT = 0x40;

    /** What the descriptor is for: b0–1 of the control field. */
    public enum Type { PUBLISH, SUBSCRIBE, FOLLOW_UP, RESERVED }

    /** A descriptor without optional fields. */
    public static ServiceDescriptor of(Type type, ServiceId serviceId, int instanceId, int requestorInstanceId) {
        return new ServiceDescriptor(serviceId, instanceId, requestorInstanceId, type.ordinal(), OptionalInt.empty(),
                Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same with a matching filter. */
    public ServiceDescriptor with(MatchingFilter filter) {
        return new ServiceDescriptor(serviceId, instanceId, requestorInstanceId, control | MATCHING_FILTER_PRESENT,
                bindingBitmap, Optional.of(filter), serviceResponseFilter, serviceInfo);
    }

    /** The same with a service response filter. */
    public ServiceDescriptor with(ServiceResponseFilter filter) {
        return new ServiceDescriptor(serviceId, instanceId, requestorInstanceId,
                control | SERVICE_RESPONSE_FILTER_PRESENT, bindingBitmap, matchingFilter, Optional.of(filter),
                serviceInfo);
    }

    /** The same with service info, 255 octets at most. */
    public ServiceDescriptor withServiceInfo(Bytes info) {
        return new ServiceDescriptor(serviceId, instanceId, requestorInstanceId, control | SERVICE_INFO_PRESENT,
                bindingBitmap, matchingFilter, serviceResponseFilter, Optional.of(info));
    }

    /** The same with another control octet, and all fields as they are. */
    public ServiceDescriptor withControl(int octet) {
        return new ServiceDescriptor(serviceId, instanceId, requestorInstanceId, octet, bindingBitmap, matchingFilter,
                serviceResponseFilter, serviceInfo);
    }

    static ServiceDescriptor read(BytesReader in) {
        ServiceId serviceId = ServiceId.read(in);
        int instance = in.u8();
        int requestor = in.u8();
        int control = in.u8();
        OptionalInt binding = (control & BINDING_BITMAP_PRESENT) != 0 ? OptionalInt.of(in.u16())
                : OptionalInt.empty();
        Optional<MatchingFilter> filter = (control & MATCHING_FILTER_PRESENT) != 0
                ? Optional.of(MatchingFilter.decode(in.bytes(in.u8()))) : Optional.empty();
        Optional<ServiceResponseFilter> responders = (control & SERVICE_RESPONSE_FILTER_PRESENT) != 0
                ? Optional.of(ServiceResponseFilter.read(in)) : Optional.empty();
        Optional<Bytes> info = (control & SERVICE_INFO_PRESENT) != 0 ? Optional.of(in.bytes(in.u8()))
                : Optional.empty();
        return new ServiceDescriptor(serviceId, instance, requestor, control, binding, filter, responders, info);
    }

    public Type type() {
        return Type.values()[control & 3];
    }

    @Override
    public int id() {
        return AttributeId.SERVICE_DESCRIPTOR;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter().bytes(serviceId.octets()).u8(instanceId).u8(requestorInstanceId)
                .u8(control);
        bindingBitmap.ifPresent(out::u16);
        matchingFilter.ifPresent(filter -> {
            Bytes octets = filter.encode();
            out.u8(octets.length()).bytes(octets);
        });
        serviceResponseFilter.ifPresent(filter -> filter.write(out));
        serviceInfo.ifPresent(info -> out.u8(info.length()).bytes(info));
        return out.toBytes();
    }
}
