package dev.lanyard.rules.air;

import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.NdpAttribute;
import dev.lanyard.wire.nan.attribute.NdpExtension;
import dev.lanyard.wire.net.MacAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the NDP and the NDPE attribute have in common.
 *
 * @param extension it is the NDPE
 * @param place     the attribute
 */
public record NdpFields(boolean extension, int dialogToken, int type, int status, int reason, MacAddress initiatorNdi,
                        int ndpId, int control, OptionalInt publishId, Optional<MacAddress> responderNdi,
                        boolean secured, Placed<? extends NanAttribute> place) {

    /** The NDPE of a frame, else its NDP. */
    public static Optional<NdpFields> of(AirFrame frame) {
        return frame.first(NdpExtension.class).map(NdpFields::of)
                .or(() -> frame.first(NdpAttribute.class).map(NdpFields::of));
    }

    private static NdpFields of(Placed<? extends NanAttribute> placed) {
        return placed.value() instanceof NdpExtension e
                ? new NdpFields(true, e.dialogToken(), e.type(), e.status(), e.reason(), e.initiatorNdi(), e.ndpId(),
                        e.control(), e.publishId(), e.responderNdi(), e.securityPresent(), placed)
                : of(placed, (NdpAttribute) placed.value());
    }

    private static NdpFields of(Placed<? extends NanAttribute> placed, NdpAttribute n) {
        return new NdpFields(false, n.dialogToken(), n.type(), n.status(), n.reason(), n.initiatorNdi(), n.ndpId(),
                n.control(), n.publishId(), n.responderNdi(), n.securityPresent(), placed);
    }
}
