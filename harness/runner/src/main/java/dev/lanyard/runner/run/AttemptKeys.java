package dev.lanyard.runner.run;

import dev.lanyard.drivers.aware.KeySink;
import dev.lanyard.rules.air.AirKeys;
import dev.lanyard.wire.nan.security.Secret;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys that one attempt agreed on, kept until its rules are judged and in memory alone; all go on to another sink. */
final class AttemptKeys implements KeySink {

    private final KeySink onward;
    private final Map<Kind, Set<Secret>> kept = new EnumMap<>(Kind.class);

    AttemptKeys(KeySink onward) {
        this.onward = onward;
    }

    @Override
    public synchronized void keep(Kind kind, Secret key) {
        kept.computeIfAbsent(kind, _ -> new LinkedHashSet<>()).add(key);
        onward.keep(kind, key);
    }

    synchronized AirKeys keys() {
        return new AirKeys(of(Kind.NIK), of(Kind.PMK), of(Kind.NM_KEK), of(Kind.TK), of(Kind.PASN_KCK), List.of());
    }

    private List<Secret> of(Kind kind) {
        return List.copyOf(kept.getOrDefault(kind, Set.of()));
    }
}
