package dev.lanyard.drivers.aware;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.attribute.DataPath;
import dev.lanyard.wire.nan.attribute.NdpAttribute;
import dev.lanyard.wire.nan.attribute.NdpExtension;
import dev.lanyard.wire.nan.attribute.ServiceInfo;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import dev.lanyard.wire.net.MacAddress;
import java.util.Optional;
import java.util.OptionalInt;

/** What a NAN action frame says of a data path, in NDPE or, from devices that do not know it, in NDP. */
record PathNotice(int token, int type, int status, int reason, MacAddress initiatorNdi, int id, boolean secured,
                  OptionalInt publishId, Optional<MacAddress> responderNdi, Optional<Bytes> interfaceId,
                  Optional<ServiceInfo> info) {

    static Optional<PathNotice> of(NanActionFrame frame) {
        return frame.first(NdpExtension.class).map(e -> new PathNotice(e.dialogToken(), e.type(), e.status(), e.reason(),
                e.initiatorNdi(), e.ndpId(), e.securityPresent(), e.publishId(), e.responderNdi(),
                e.interfaceIdentifier(), e.serviceInfo()))
                .or(() -> frame.first(NdpAttribute.class).map(n -> new PathNotice(n.dialogToken(),
                        n.typeAndStatus() & 0xF, n.typeAndStatus() >> 4, n.reason(), n.initiatorNdi(), n.ndpId(),
                        (n.control() & DataPath.SECURITY_PRESENT) != 0, n.publishId(), n.responderNdi(),
                        Optional.empty(), Optional.empty())));
    }
}
