package dev.lanyard.runner.run;

import dev.lanyard.evidence.Evidence;
import dev.lanyard.rules.Verdict;
import dev.lanyard.runner.profile.Profile;
import java.util.List;

/** Judges with the catalogue of rules. */
final class CatalogueJudge implements Judge {

    @Override
    public List<Verdict> judge(List<String> rules, Evidence evidence, Profile profile) {
        return rules.stream().map(id -> new Verdict(id, Verdict.Kind.INCONCLUSIVE, "no such rule", List.of())).toList();
    }
}
