package dev.lanyard.wire.nan.dialogue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** All defects of frames, by the rule that each breaks. */
public final class Defects {

    /** What announces a service. */
    static final Set<String> OFFERS = Set.of("publish", "solicited");
    /** Every discovery frame of the publisher of a dialogue that is no answer to bootstrapping. */
    static final Set<String> DISCOVERY = Set.of("publish", "solicited", "follow-up-answer");
    static final Set<String> PUBLISH = Set.of("publish");

    private static final Map<String, Defect> ALL = new LinkedHashMap<>();

    static {
        Stream.of(FormDefects.ALL, ServiceDefects.ALL, CapabilityDefects.ALL, PairingDefects.ALL, PathDefects.ALL)
                .flatMap(List::stream).forEach(defect -> ALL.put(defect.rule(), defect));
    }

    private Defects() {}

    /**
     * The defect that breaks a rule.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Defect of(String rule) {
        Defect defect = ALL.get(rule);
        if (defect == null) {
            throw new IllegalArgumentException("no defect of a frame breaks " + rule + "; there are " + ALL.keySet());
        }
        return defect;
    }

    /** All of them, family by family. */
    public static List<Defect> all() {
        return List.copyOf(ALL.values());
    }

    /** One more attribute at the end. */
    static UnaryOperator<List<NanAttribute>> add(NanAttribute attribute) {
        return attributes -> {
            List<NanAttribute> more = new ArrayList<>(attributes);
            more.add(attribute);
            return more;
        };
    }

    /** Without the attributes of a kind, where there are some. */
    static UnaryOperator<List<NanAttribute>> without(Class<? extends NanAttribute> type) {
        return attributes -> attributes.stream().filter(one -> !type.isInstance(one)).toList();
    }

    /** Others in the place of the attributes of a kind, where there are some. */
    static <T extends NanAttribute> UnaryOperator<List<NanAttribute>> with(Class<T> type,
                                                                          Function<T, NanAttribute> edit) {
        return attributes -> attributes.stream().map(one -> type.isInstance(one) ? edit.apply(type.cast(one)) : one)
                .toList();
    }

    /** Other octets from an offset on, or from the end where it is negative; a shorter frame stays as it is. */
    static UnaryOperator<Bytes> poke(int offset, int... octets) {
        return frame -> {
            byte[] changed = frame.toArray();
            int at = offset < 0 ? changed.length + offset : offset;
            if (at < 0 || at + octets.length > changed.length) {
                return frame;
            }
            for (int i = 0; i < octets.length; i++) {
                changed[at + i] = (byte) octets[i];
            }
            return Bytes.wrap(changed);
        };
    }
}
