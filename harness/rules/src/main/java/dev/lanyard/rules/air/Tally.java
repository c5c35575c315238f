package dev.lanyard.rules.air;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.ServiceId;
import dev.lanyard.wire.net.MacAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What one rule's judge found about one device: bounded, whatever it finds. */
final class Tally {

    private static final int MAX_SUBJECTS = 32;
    private static final int MAX_PLACES = 3;
    private static final int MAX_REASON = 500;

    private final String rule;
    private final MacAddress device;
    private final Map<Optional<ServiceId>, Open> broken = new LinkedHashMap<>();
    private long kept;

    private static final class Open {
        private final String reason;
        private final List<Breach.Place> places = new ArrayList<>();
        private long count;

        private Open(String reason) {
            this.reason = reason;
        }

        static Open of(String reason) {
            return new Open(reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON) + "…");
        }
    }

    Tally(String rule, MacAddress device) {
        this.rule = rule;
        this.device = device;
    }

    void kept() {
        kept++;
    }

    void broken(Optional<ServiceId> service, AirFrame frame, Bytes octets, Supplier<String> wording) {
        Open open = broken.get(service);
        if (open == null) {
            Optional<ServiceId> subject = broken.size() < MAX_SUBJECTS ? service : broken.keySet().iterator().next();
            open = broken.computeIfAbsent(subject, _ -> Open.of(wording.get()));
        }
        open.count++;
        if (frame != null && open.places.size() < MAX_PLACES) {
            // A copy: the octets share storage with their whole frame, which nobody needs any longer.
            open.places.add(new Breach.Place(frame.number(), frame.nanos(), Bytes.wrap(octets.truncate(256).toArray()),
                    frame.isDecrypted()));
        }
    }

    long keptCount() {
        return kept;
    }

    List<Breach> breaches() {
        return broken.entrySet().stream().map(entry -> new Breach(rule, device, entry.getKey(),
                entry.getValue().reason, entry.getValue().places, entry.getValue().count)).toList();
    }
}
