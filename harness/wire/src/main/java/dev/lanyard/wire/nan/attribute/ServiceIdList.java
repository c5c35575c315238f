package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.nan.ServiceId;
import java.util.List;

/** Service ID List, 0x02: service ids of services that the sender publishes, 6 octets each. */
public record ServiceIdList(List<ServiceId> services) implements NanAttribute {

    public ServiceIdList {
        services = List.copyOf(services);
    }

    @Override
    public int id() {
        return AttributeId.SERVICE_ID_LIST;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter();
        services.forEach(service -> out.bytes(service.octets()));
        return out.toBytes();
    }
}
