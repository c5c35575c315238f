package dev.lanyard.rules.observation;

import dev.lanyard.evidence.Event;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Something that the harness did to the accessory and that no transfer shows. Recorded once it was done. */
public enum Stimulus {
    /** The network behind the accessory went away. */
    LINK_DOWN,
    /** The network behind the accessory came back. */
    LINK_UP,
    /** The port was reset. */
    PORT_RESET;

    private static final String NAME = "stimulus";
    private static final String WHAT = "what";

    /** What goes on the timeline. */
    public Event.Measurement event() {
        return new Event.Measurement(NAME, Map.of(WHAT, word()));
    }

    /** The stimulus that {@code event} tells of. */
    static Optional<Stimulus> of(Event.Measurement event) {
        return NAME.equals(event.name()) ? Arrays.stream(values())
                .filter(stimulus -> stimulus.word().equals(event.values().get(WHAT))).findFirst() : Optional.empty();
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
