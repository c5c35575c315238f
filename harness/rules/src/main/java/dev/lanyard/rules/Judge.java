package dev.lanyard.rules;

import dev.lanyard.rules.observation.Observation;

/**
 * Decides one rule from what was observed. Pure: the same observation gives the same finding. Total: whatever the
 * evidence, it throws nothing; what was not observed is unseen or not applicable, never kept.
 */
@FunctionalInterface
public interface Judge {

    Finding judge(Observation seen);
}
