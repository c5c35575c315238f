package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import java.util.ArrayList;
import java.util.List;

/** Security Context Information (SCIA), 0x23: identifiers one after another. */
public record SecurityContextInfo(List<SecurityContextInfo.Identifier> identifiers) implements NanAttribute {

    /** The type of an ND-PMKID of 16 octets. */
    public static final int ND_PMKID = 1;

    /** Length 2, type 1, publish id 1, octets. */
    public record Identifier(int type, int publishId, Bytes octets) {}

    public SecurityContextInfo {
        identifiers = List.copyOf(identifiers);
    }

    /** One ND-PMKID. */
    public static SecurityContextInfo ofPmkid(int publishId, Bytes pmkid) {
        return new SecurityContextInfo(List.of(new Identifier(ND_PMKID, publishId, pmkid)));
    }

    static SecurityContextInfo read(BytesReader in) {
        List<Identifier> identifiers = new ArrayList<>();
        while (in.more()) {
            int length = in.u16();
            identifiers.add(new Identifier(in.u8(), in.u8(), in.bytes(length)));
        }
        return new SecurityContextInfo(identifiers);
    }

    @Override
    public int id() {
        return AttributeId.SECURITY_CONTEXT_INFO;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter();
        identifiers.forEach(one -> out.u16(one.octets().length()).u8(one.type()).u8(one.publishId())
                .bytes(one.octets()));
        return out.toBytes();
    }
}
