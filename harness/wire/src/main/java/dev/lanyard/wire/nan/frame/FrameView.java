package dev.lanyard.wire.nan.frame;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.DataFrame;
import dev.lanyard.wire.ieee80211.Dot11Frame;
import dev.lanyard.wire.ieee80211.Element;
import dev.lanyard.wire.ieee80211.FrameDefect;
import dev.lanyard.wire.ieee80211.ManagementFrame;
import dev.lanyard.wire.ieee80211.OtherFrame;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.ieee80211.Suite;
import dev.lanyard.wire.nan.ServiceId;
import dev.lanyard.wire.nan.attribute.AttributeId;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.net.MacAddress;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A decoded frame as maps, lists, strings, numbers and booleans, ready for any JSON writer. The names are those of the
 * records' components; what records work out besides (the type within a control field, times in TU) follows them.
 * Octets are hexadecimal digits, addresses have colons.
 */
public final class FrameView {

    /** Methods that give a thing in another form, not a fact about it. */
    private static final Set<String> OTHER_FORMS = Set.of("hashCode", "toString", "encode", "body", "header",
            "attributes", "defects", "bytes");
    private static final Set<Class<?>> FACTS = Set.of(boolean.class, int.class, long.class, String.class, List.class,
            Bytes.class);

    private static final ClassValue<List<Method>> GETTERS = new ClassValue<>() {
        @Override
        protected List<Method> computeValue(Class<?> type) {
            return getters(type);
        }
    };

    private FrameView() {}

    /**
     * The view of any frame: {@code frame} says its kind, then {@code header} and what the kind has; {@code attributes}
     * of frames of Wi-Fi Aware; {@code defects} where there are some.
     */
    public static Map<String, Object> of(Dot11Frame frame) {
        Map<String, Object> view = new LinkedHashMap<>();
        List<FrameDefect> defects = frame.defects();
        switch (frame) {
            case ManagementFrame management -> {
                Optional<NanFrame> nan = NanFrame.of(management);
                view.put("frame", nan.map(one -> kind(one.getClass())).orElse("management"));
                view.put("header", view(management.header()));
                put(view, "htControl", management.htControl());
                if (nan.isPresent() && nan.get() instanceof NanActionFrame action) {
                    view.put("subtype", action.subtype());
                    view.put("subtypeName", NanActionFrame.name(action.subtype()));
                }
                view.put("body", view(management.body()));
                put(view, "fcs", management.fcs());
                if (nan.isPresent()) {
                    view.put("attributes", nan.get().attributes().entries().stream().map(FrameView::attribute)
                            .toList());
                    put(view, "rest", nan.get().attributes().rest());
                    defects = nan.get().defects();
                }
            }
            case DataFrame data -> {
                view.put("frame", "data");
                ((Map<?, ?>) view(data)).forEach((name, value) -> view.put((String) name, value));
            }
            case OtherFrame other -> {
                view.put("frame", "other");
                view.put("octets", other.octets().toHex());
            }
        }
        view.remove("defects");
        if (!defects.isEmpty()) {
            view.put("defects", defects.stream().map(FrameView::view).toList());
        }
        return view;
    }

    /** The view of one attribute: id, name, offset, length, then its fields. */
    public static Map<String, Object> attribute(Placed<NanAttribute> entry) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", entry.value().id());
        view.put("name", AttributeId.name(entry.value().id()));
        view.put("offset", entry.offset());
        view.put("length", entry.octets().length() - NanAttribute.HEADER);
        return withFields(view, entry);
    }

    private static Map<String, Object> element(Placed<?> entry, Element element) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", element.id());
        view.put("offset", entry.offset());
        view.put("length", entry.octets().length() - Element.HEADER);
        return withFields(view, entry);
    }

    private static Map<String, Object> withFields(Map<String, Object> view, Placed<?> entry) {
        ((Map<?, ?>) view(entry.value())).forEach((name, value) -> view.putIfAbsent((String) name, value));
        put(view, "trailing", entry.trailing());
        return view;
    }

    private static void put(Map<String, Object> view, String name, Bytes octets) {
        if (!octets.isEmpty()) {
            view.put(name, octets.toHex());
        }
    }

    private static Object view(Object value) {
        return switch (value) {
            case Bytes octets -> octets.toHex();
            case MacAddress address -> address.toString();
            case ServiceId id -> id.toString();
            case Suite suite -> suite.toString();
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
            case List<?> list -> list.stream().map(FrameView::view).toList();
            case Placed<?> entry when entry.value() instanceof Element element -> element(entry, element);
            case Record fields -> fields(fields);
            default -> value;
        };
    }

    private static Map<String, Object> fields(Record value) {
        Map<String, Object> view = new LinkedHashMap<>();
        if (Arrays.stream(value.getClass().getInterfaces()).anyMatch(Class::isSealed)) {
            view.put("kind", kind(value.getClass()));
        }
        for (Method getter : GETTERS.get(value.getClass())) {
            try {
                Object field = switch (getter.invoke(value)) {
                    case Optional<?> optional -> optional.orElse(null);
                    case OptionalInt number -> number.isPresent() ? number.getAsInt() : null;
                    case OptionalLong number -> number.isPresent() ? number.getAsLong() : null;
                    case Object other -> other;
                };
                boolean nothing = field == null || field instanceof List<?> list && list.isEmpty()
                        || field instanceof Bytes octets && octets.isEmpty();
                if (!nothing) {
                    view.put(getter.getName(), view(field));
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + getter, e);
            }
        }
        return view;
    }

    private static List<Method> getters(Class<?> type) {
        List<Method> getters = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            getters.add(component.getAccessor());
        }
        Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())
                        && method.getParameterCount() == 0 && !OTHER_FORMS.contains(method.getName())
                        && !method.isBridge() && !method.isSynthetic() && !getters.contains(method)
                        && (FACTS.contains(method.getReturnType()) || method.getReturnType().isEnum()))
                .sorted(Comparator.comparing(Method::getName)).forEach(getters::add);
        return getters;
    }

    private static String kind(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
