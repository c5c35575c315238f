package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.ieee80211.Elements;
import dev.lanyard.wire.ieee80211.FrameDefect;
import java.util.ArrayList;
import java.util.List;

/**
 * Element Container, 0x1D: map id 1, elements of IEEE 802.11 (HT, VHT, HE, EHT capabilities).
 *
 * @param mapId    b0 applies to one map only, b1–4 that map's id
 * @param defects  what is wrong with the elements
 */
public record ElementContainer(int mapId, Elements elements, List<FrameDefect> defects) implements NanAttribute {

    public ElementContainer {
        defects = List.copyOf(defects);
    }

    /** A container to send. */
    public ElementContainer(int mapId, Elements elements) {
        this(mapId, elements, List.of());
    }

    static ElementContainer read(BytesReader in) {
        List<FrameDefect> defects = new ArrayList<>();
        return new ElementContainer(in.u8(), Elements.read(in, defects), defects);
    }

    @Override
    public int id() {
        return AttributeId.ELEMENT_CONTAINER;
    }

    @Override
    public Bytes body() {
        return new BytesWriter().u8(mapId).bytes(elements.encode()).toBytes();
    }
}
