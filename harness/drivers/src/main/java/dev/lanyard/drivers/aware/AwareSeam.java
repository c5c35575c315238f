package dev.lanyard.drivers.aware;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import java.util.List;
import java.util.Optional;

/**
 * Where an emulated device does otherwise than our stack would: faults and personalities. The names of frames are those
 * of {@link dev.lanyard.wire.nan.dialogue.Dialogues}: {@code publish}, {@code solicited}, {@code bootstrap-request},
 * {@code pasn-2}, {@code ndp-response}.
 */
public interface AwareSeam {

    /** Does everything right. */
    AwareSeam HONEST = new AwareSeam() { };

    /** The attributes of a frame, before it is made and its integrity code is computed. */
    default List<NanAttribute> attributes(String frame, List<NanAttribute> honest) {
        return honest;
    }

    /**
     * A frame about a data path with its integrity code, before it is encrypted where that is due: whoever wants to
     * change what is in it cannot do so in {@link #frame}, which sees what goes out.
     */
    default NanActionFrame sealed(String name, NanActionFrame honest) {
        return honest;
    }

    /** A frame as it is sent, encrypted where that is due; empty when it is not sent. */
    default Optional<Bytes> frame(String name, Bytes honest) {
        return Optional.of(honest);
    }

    /** Whether a rule is broken in what the device does, where it has to decide. */
    default boolean breaks(String rule) {
        return false;
    }
}
