package dev.lanyard.runner.run;

import dev.lanyard.evidence.Evidence;
import dev.lanyard.rules.Verdict;
import dev.lanyard.runner.profile.Profile;
import java.util.List;

/** Judges rules on the stored evidence of an attempt. */
interface Judge {

    /** One verdict for each of {@code rules}, in their order. */
    List<Verdict> judge(List<String> rules, Evidence evidence, Profile profile);
}
