package dev.lanyard.drivers.aware;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.nan.attribute.ServiceDescriptorExtension;
import dev.lanyard.wire.nan.attribute.ServiceInfo;
import dev.lanyard.wire.nan.frame.ServiceDiscoveryFrame;
import java.util.List;
import java.util.Optional;

/** Messages of users in follow-ups: in the extension attribute, or as service information of the descriptor. */
final class Messages {

    private Messages() {}

    static List<NanAttribute> attributes(Discoveries.Active from, Bytes message) {
        return List.of(ServiceDescriptorExtension.of(from.id, 0).with(ServiceInfo.of(ServiceInfo.GENERIC, message)));
    }

    static Optional<Bytes> of(ServiceDiscoveryFrame frame) {
        return frame.first(ServiceDescriptorExtension.class).flatMap(ServiceDescriptorExtension::serviceInfo)
                .map(ServiceInfo::info)
                .or(() -> frame.first(ServiceDescriptor.class).flatMap(ServiceDescriptor::serviceInfo));
    }
}
