package dev.lanyard.wire.nan.dialogue;

import dev.lanyard.wire.nan.attribute.NanAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Changes of the attributes of a frame; those that find nothing to change throw. */
public final class Edits {

    private Edits() {}

    /** One more attribute at the end. */
    public static UnaryOperator<List<NanAttribute>> add(NanAttribute attribute) {
        return attributes -> {
            List<NanAttribute> more = new ArrayList<>(attributes);
            more.add(attribute);
            return more;
        };
    }

    /** Without the attributes of a kind. */
    public static UnaryOperator<List<NanAttribute>> remove(Class<? extends NanAttribute> type) {
        return attributes -> {
            List<NanAttribute> fewer = new ArrayList<>(attributes);
            if (!fewer.removeIf(type::isInstance)) {
                throw new IllegalArgumentException("the frame has no " + type.getSimpleName());
            }
            return fewer;
        };
    }

    /** Others in the place of the attributes of a kind. */
    public static <T extends NanAttribute> UnaryOperator<List<NanAttribute>> replace(Class<T> type,
            Function<T, NanAttribute> edit) {
        return attributes -> {
            if (attributes.stream().noneMatch(type::isInstance)) {
                throw new IllegalArgumentException("the frame has no " + type.getSimpleName());
            }
            return attributes.stream().map(one -> type.isInstance(one) ? edit.apply(type.cast(one)) : one).toList();
        };
    }
}
