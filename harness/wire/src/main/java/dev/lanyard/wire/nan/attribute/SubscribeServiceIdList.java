package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.nan.ServiceId;
import java.util.List;

/** Subscribe Service ID List, 0x28: service ids of services that the sender seeks, 6 octets each. */
public record SubscribeServiceIdList(List<ServiceId> services) implements NanAttribute {

    public SubscribeServiceIdList {
        services = List.copyOf(services);
    }

    @Override
    public int id() {
        return AttributeId.SUBSCRIBE_SERVICE_ID_LIST;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter();
        services.forEach(service -> out.bytes(service.octets()));
        return out.toBytes();
    }
}
