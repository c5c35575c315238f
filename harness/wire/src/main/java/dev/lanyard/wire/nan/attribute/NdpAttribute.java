package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.net.MacAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * NDP, 0x10: dialog token 1, type and status 1, reason 1, initiator NDI 6, NDP id 1, control 1, [publish id 1],
 * [responder NDI 6], [service info].
 *
 * @param typeAndStatus b0–3 type, b4–7 status, see {@link DataPath}
 * @param control       b0 confirm required, b2 security present, b3 publish id, b4 responder NDI, b5 service info
 */
public record NdpAttribute(int dialogToken, int typeAndStatus, int reason, MacAddress initiatorNdi, int ndpId,
                           int control, OptionalInt publishId, Optional<MacAddress> responderNdi,
                           Optional<Bytes> serviceInfo) implements NanAttribute {

    static NdpAttribute read(BytesReader in) {
        int token = in.u8();
        int typeAndStatus = in.u8();
        int reason = in.u8();
        MacAddress initiator = in.mac();
        int ndpId = in.u8();
        int control = in.u8();
        OptionalInt publishId = (control & DataPath.PUBLISH_ID_PRESENT) != 0 ? OptionalInt.of(in.u8())
                : OptionalInt.empty();
        Optional<MacAddress> responder = (control & DataPath.RESPONDER_NDI_PRESENT) != 0 ? Optional.of(in.mac())
                : Optional.empty();
        Optional<Bytes> info = (control & DataPath.SERVICE_INFO_PRESENT) != 0 ? Optional.of(in.rest())
                : Optional.empty();
        return new NdpAttribute(token, typeAndStatus, reason, initiator, ndpId, control, publishId, responder, info);
    }

    public int type() {
        return typeAndStatus & 0xF;
    }

    public int status() {
        return typeAndStatus >> 4;
    }

    public boolean securityPresent() {
        return (control & DataPath.SECURITY_PRESENT) != 0;
    }

    @Override
    public int id() {
        return AttributeId.NDP;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter().u8(dialogToken).u8(typeAndStatus).u8(reason).mac(initiatorNdi).u8(ndpId)
                .u8(control);
        publishId.ifPresent(out::u8);
        responderNdi.ifPresent(out::mac);
        serviceInfo.ifPresent(out::bytes);
        return out.toBytes();
    }
}
