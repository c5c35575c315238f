package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.net.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * NDP Extension (NDPE), 0x29: dialog token 1, type and status 1, reason 1, initiator NDI 6, NDP id 1, control 1,
 * [publish id 1], [responder NDI 6], TLVs.
 *
 * @param typeAndStatus b0–3 type, b4–7 status, see {@link DataPath}
 * @param control       b0 confirm required, b2 security present, b3 publish id, b4 responder NDI, b5 GTK required
 */
public record NdpExtension(int dialogToken, int typeAndStatus, int reason, MacAddress initiatorNdi, int ndpId,
                           int control, OptionalInt publishId, Optional<MacAddress> responderNdi,
                           List<NdpeTlv> tlvs) implements NanAttribute {

    public NdpExtension {
        tlvs = List.copyOf(tlvs);
    }

    static NdpExtension read(BytesReader in) {
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
        return new NdpExtension(token, typeAndStatus, reason, initiator, ndpId, control, publishId, responder,
                NdpeTlv.readList(in));
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

    /** The IPv6 interface identifier, 8 octets; absent the peer derives it from the NDI (modified EUI-64). */
    public Optional<Bytes> interfaceIdentifier() {
        return tlvs.stream().filter(NdpeTlv.InterfaceIdentifier.class::isInstance)
                .map(tlv -> ((NdpeTlv.InterfaceIdentifier) tlv).identifier()).findFirst();
    }

    /** The service information. */
    public Optional<ServiceInfo> serviceInfo() {
        return tlvs.stream().filter(NdpeTlv.Service.class::isInstance)
                .map(tlv -> ((NdpeTlv.Service) tlv).info()).findFirst();
    }

    @Override
    public int id() {
        return AttributeId.NDP_EXTENSION;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter().u8(dialogToken).u8(typeAndStatus).u8(reason).mac(initiatorNdi).u8(ndpId)
                .u8(control);
        publishId.ifPresent(out::u8);
        responderNdi.ifPresent(out::mac);
        tlvs.forEach(tlv -> {
            Bytes value = tlv.value();
            out.u8(tlv.type()).u16(value.length()).bytes(value);
        });
        return out.toBytes();
    }
}
