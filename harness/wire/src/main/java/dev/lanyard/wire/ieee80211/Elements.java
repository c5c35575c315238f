package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.ieee80211.FrameDefect.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Elements one after another, to the end of what contains them.
 *
 * @param rest a single octet at the end that is no element
 */
public record Elements(List<Placed<Element>> entries, Bytes rest) {

    public static final Elements NONE = new Elements(List.of(), Bytes.EMPTY);

    public Elements {
        entries = List.copyOf(entries);
    }

    /** Elements to send; their offsets count from the first. */
    public static Elements of(Element... elements) {
        return of(List.of(elements));
    }

    /** Elements to send; their offsets count from the first. */
    public static Elements of(List<? extends Element> elements) {
        List<Placed<Element>> entries = new ArrayList<>();
        int offset = 0;
        for (Element element : elements) {
            Bytes octets = element.encode();
            entries.add(new Placed<>(offset, octets, element, Bytes.EMPTY));
            offset += octets.length();
        }
        return new Elements(entries, Bytes.EMPTY);
    }

    /** Decodes everything that {@code in} has left. */
    public static Elements read(BytesReader in, List<FrameDefect> defects) {
        List<Placed<Element>> entries = new ArrayList<>();
        while (in.remaining() >= Element.HEADER) {
            entries.add(readOne(in, defects));
        }
        if (in.more()) {
            defects.add(new FrameDefect(in.offset(), Code.SHORT, "a single octet is left after the last element"));
        }
        return new Elements(entries, in.rest());
    }

    private static Placed<Element> readOne(BytesReader in, List<FrameDefect> defects) {
        int offset = in.offset();
        int id = in.u8();
        int length = in.u8();
        if (length > in.remaining()) {
            Bytes body = in.rest();
            defects.add(new FrameDefect(offset, Code.OVERRUN, "element " + Element.name(id, body) + " says "
                    + length + " octets, " + body.length() + " are left"));
            Element cut = new TruncatedElement(id, length, body);
            return new Placed<>(offset, cut.encode(), cut, Bytes.EMPTY);
        }
        Bytes body = in.bytes(length);
        if (id == Element.FRAGMENT) {
            defects.add(new FrameDefect(offset, Code.FRAGMENT, "a Fragment element of " + length
                    + " octets continues no element"));
        }
        // A shorter fragment is the last one, and one without octets says nothing: encoding could not make it again.
        for (int last = length; last == Element.MAX_BODY && in.peek(0) == Element.FRAGMENT && in.peek(1) > 0
                && in.peek(1) <= in.remaining() - Element.HEADER; ) {
            in.u8();
            last = in.u8();
            body = body.concat(in.bytes(last));
        }
        BytesReader inside = new BytesReader(body, offset + Element.HEADER);
        Element element = Element.decode(id, inside);
        if (element == null) {
            element = new UnknownElement(id, body);
            inside.rest();
        } else if (inside.failed()) {
            defects.add(new FrameDefect(offset, Code.LAYOUT, "element " + Element.name(id, body) + " of "
                    + body.length() + " octets does not have the layout of its kind"));
            element = new MalformedElement(id, body);
        }
        if (inside.more() && !inside.failed()) {
            defects.add(new FrameDefect(inside.offset(), Code.TRAILING, inside.remaining()
                    + " octets follow the fields of element " + Element.name(id, body)));
        }
        return new Placed<>(offset, Element.encode(id, body), element,
                inside.failed() ? Bytes.EMPTY : inside.rest());
    }

    /** The first element of a kind. */
    public <T extends Element> Optional<T> first(Class<T> type) {
        for (Placed<Element> entry : entries) {
            if (type.isInstance(entry.value())) {
                return Optional.of(type.cast(entry.value()));
            }
        }
        return Optional.empty();
    }

    /** All elements of a kind. */
    public <T extends Element> List<T> all(Class<T> type) {
        return entries.stream().map(Placed::value).filter(type::isInstance).map(type::cast).toList();
    }

    public Bytes encode() {
        BytesWriter out = new BytesWriter();
        for (Placed<Element> entry : entries) {
            out.bytes(entry.trailing().isEmpty() ? entry.value().encode()
                    : Element.encode(entry.value().id(), entry.value().body().concat(entry.trailing())));
        }
        return out.bytes(rest).toBytes();
    }
}
