package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.ieee80211.FrameDefect.Code;
import dev.lanyard.wire.ieee80211.FrameDefect;
import dev.lanyard.wire.ieee80211.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The attributes of a frame in their order.
 *
 * @param rest one or two octets at the end that are no attribute
 */
public record AttributeList(List<Placed<NanAttribute>> entries, Bytes rest) {

    public static final AttributeList NONE = new AttributeList(List.of(), Bytes.EMPTY);

    public AttributeList {
        entries = List.copyOf(entries);
    }

    /** Attributes to send; their offsets count from the first. */
    public static AttributeList of(NanAttribute... attributes) {
        return of(List.of(attributes));
    }

    /** Attributes to send; their offsets count from the first. */
    public static AttributeList of(List<? extends NanAttribute> attributes) {
        List<Placed<NanAttribute>> entries = new ArrayList<>();
        int offset = 0;
        for (NanAttribute attribute : attributes) {
            Bytes octets = attribute.encode();
            entries.add(new Placed<>(offset, octets, attribute, Bytes.EMPTY));
            offset += octets.length();
        }
        return new AttributeList(entries, Bytes.EMPTY);
    }

    /**
     * Decodes attributes to the end of {@code octets}.
     *
     * @param offset  where they begin in the frame
     * @param defects where what is wrong with them goes
     */
    public static AttributeList decode(Bytes octets, int offset, List<FrameDefect> defects) {
        List<Placed<NanAttribute>> entries = new ArrayList<>();
        BytesReader in = new BytesReader(octets, offset);
        while (in.remaining() >= NanAttribute.HEADER) {
            entries.add(readOne(octets, in, offset, defects));
        }
        if (in.more()) {
            defects.add(new FrameDefect(in.offset(), Code.SHORT, in.remaining()
                    + " octets are left after the last attribute"));
        }
        return new AttributeList(entries, in.rest());
    }

    private static Placed<NanAttribute> readOne(Bytes all, BytesReader in, int base, List<FrameDefect> defects) {
        int offset = in.offset();
        int id = in.u8();
        int length = in.u16();
        if (length > in.remaining()) {
            defects.add(new FrameDefect(offset, Code.OVERRUN, "%s says %d octets, %d are left".formatted(
                    AttributeId.text(id), length, in.remaining())));
            NanAttribute cut = new TruncatedAttribute(id, length, in.rest());
            return new Placed<>(offset, all.from(offset - base), cut, Bytes.EMPTY);
        }
        Bytes body = in.bytes(length);
        Bytes octets = all.slice(offset - base, NanAttribute.HEADER + length);
        BytesReader inside = new BytesReader(body, offset + NanAttribute.HEADER);
        NanAttribute attribute = AttributeDecoder.decode(id, inside);
        if (attribute == null) {
            return new Placed<>(offset, octets, new UnknownAttribute(id, body), Bytes.EMPTY);
        }
        if (inside.failed()) {
            defects.add(new FrameDefect(offset, Code.LAYOUT, "%s of %d octets does not have the layout of its kind"
                    .formatted(AttributeId.text(id), length)));
            return new Placed<>(offset, octets, new MalformedAttribute(id, body), Bytes.EMPTY);
        }
        if (attribute instanceof ElementContainer container) {
            defects.addAll(container.defects());
        }
        if (inside.more()) {
            defects.add(new FrameDefect(inside.offset(), Code.TRAILING, "%d octets follow the fields of %s"
                    .formatted(inside.remaining(), AttributeId.text(id))));
        }
        return new Placed<>(offset, octets, attribute, inside.rest());
    }

    /** The attributes alone. */
    public List<NanAttribute> values() {
        return entries.stream().map(Placed::value).toList();
    }

    /** The first attribute of a kind. */
    public <T extends NanAttribute> Optional<T> first(Class<T> type) {
        for (Placed<NanAttribute> entry : entries) {
            if (type.isInstance(entry.value())) {
                return Optional.of(type.cast(entry.value()));
            }
        }
        return Optional.empty();
    }

    /** All attributes of a kind. */
    public <T extends NanAttribute> List<T> all(Class<T> type) {
        return entries.stream().map(Placed::value).filter(type::isInstance).map(type::cast).toList();
    }

    /** Whether there is an entry of an id, be its layout what it may. */
    public boolean has(int id) {
        // Asked of every frame several times: without an iterator.
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).value().id() == id) {
                return true;
            }
        }
        return false;
    }

    /** All entries of an id, those included that do not have its layout. */
    public List<Placed<NanAttribute>> withId(int id) {
        List<Placed<NanAttribute>> found = new ArrayList<>(2);
        for (Placed<NanAttribute> entry : entries) {
            if (entry.value().id() == id) {
                found.add(entry);
            }
        }
        return found;
    }

    public Bytes encode() {
        BytesWriter out = new BytesWriter();
        for (Placed<NanAttribute> entry : entries) {
            out.bytes(entry.trailing().isEmpty() ? entry.value().encode()
                    : NanAttribute.encode(entry.value().id(), entry.value().body().concat(entry.trailing())));
        }
        return out.bytes(rest).toBytes();
    }
}
