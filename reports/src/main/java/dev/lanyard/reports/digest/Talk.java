package dev.lanyard.reports.digest;

import dev.lanyard.evidence.Recorded;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The beginnings of an attempt's conversations, for ladder diagrams where no finding asks for one. */
final class Talk {

    /** Those that have a course; echoes and data repeat themselves. */
    private static final Set<Dialogue> WANTED = EnumSet.of(Dialogue.ENUMERATION, Dialogue.START_UP, Dialogue.DHCP,
            Dialogue.MDNS, Dialogue.AWARE_DISCOVERY, Dialogue.AWARE_PAIRING, Dialogue.AWARE_DATA_PATH);
    private static final int MESSAGES = 60;

    private final Map<Dialogue, List<Message>> messages = new EnumMap<>(Dialogue.class);
    private boolean full;

    void see(Recorded recorded) {
        if (full) {
            return;
        }
        Message.of(recorded).filter(message -> WANTED.contains(message.dialogue())).ifPresent(message -> {
            List<Message> own = messages.computeIfAbsent(message.dialogue(), _ -> new ArrayList<>());
            if (own.size() < MESSAGES) {
                own.add(message);
            }
            full = messages.size() == WANTED.size() && messages.values().stream().allMatch(m -> m.size() == MESSAGES);
        });
    }

    Map<Dialogue, List<Message>> messages() {
        return messages;
    }
}
