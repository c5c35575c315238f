package dev.lanyard.wire.nan.dialogue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Something wrong in what a device sends, by the rule that it breaks. One list of them ({@link Defects}) serves recorded
 * dialogues, which become captures with one defect, and emulated devices, which have it as a fault.
 *
 * @param frames     the names of the frames that have it, as dialogues and emulated devices call them
 * @param attributes what becomes of their attributes, before a frame is made and its integrity code is computed; leaves
 *                   alone what it does not find
 * @param octets     what becomes of the frame after that
 */
public record Defect(String rule, Set<String> frames, UnaryOperator<List<NanAttribute>> attributes,
                     UnaryOperator<Bytes> octets) {

    public Defect {
        frames = Set.copyOf(frames);
    }

    static Defect ofAttributes(String rule, Set<String> frames, UnaryOperator<List<NanAttribute>> edit) {
        return new Defect(rule, frames, edit, UnaryOperator.identity());
    }

    static Defect ofOctets(String rule, Set<String> frames, UnaryOperator<Bytes> edit) {
        return new Defect(rule, frames, UnaryOperator.identity(), edit);
    }

    /** The same in other frames. */
    public Defect on(String... others) {
        return new Defect(rule, Set.of(others), attributes, octets);
    }

    public boolean concerns(String frame) {
        return frames.contains(frame);
    }

    /**
     * A recorded dialogue with the defect; integrity codes are not mended.
     *
     * @throws IllegalArgumentException when no frame of the dialogue is concerned
     */
    public Dialogue in(Dialogue dialogue) {
        List<String> names = dialogue.frames().stream().map(Dialogue.Frame::name).distinct().filter(this::concerns)
                .toList();
        if (names.isEmpty()) {
            throw new IllegalArgumentException("the dialogue has none of the frames " + frames);
        }
        Dialogue changed = dialogue;
        for (String name : names) {
            changed = changed.changeAttributes(name, attributes).changeOctets(name, octets);
        }
        return changed;
    }

    /** Lets a stage make the frames with the defect, integrity codes and all. */
    public Stage in(Stage stage) {
        frames.forEach(name -> stage.edit(name, attributes));
        return stage;
    }
}
