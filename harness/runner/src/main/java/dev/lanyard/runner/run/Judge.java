package dev.lanyard.runner.run;

import dev.lanyard.evidence.Evidence;
import dev.lanyard.rules.Verdict;
import dev.lanyard.rules.air.AirKeys;
import dev.lanyard.runner.profile.Profile;
import java.util.List;

/** Judges rules on the stored evidence of an attempt. */
interface Judge {

    /**
     * One verdict for each of {@code rules}, in their order.
     *
     * @param keys what opens the encrypted frames of a Wi-Fi Aware device, as far as it is at hand
     */
    List<Verdict> judge(List<String> rules, Evidence evidence, Profile profile, AirKeys keys);
}
