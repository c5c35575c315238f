package dev.lanyard.runner.run;

import dev.lanyard.evidence.Evidence;
import dev.lanyard.rules.Catalogue;
import dev.lanyard.rules.Declarations;
import dev.lanyard.rules.Verdict;
import dev.lanyard.runner.profile.Claim;
import dev.lanyard.runner.profile.Profile;
import java.util.List;

/** Judges with the catalogue of rules. */
final class CatalogueJudge implements Judge {

    @Override
    public List<Verdict> judge(List<String> rules, Evidence evidence, Profile profile) {
        return Catalogue.standard().judge(rules, evidence, declared(profile));
    }

    /** What the profile says and rules need. */
    private static Declarations declared(Profile profile) {
        return new Declarations(profile.link().within(), profile.claims().contains(Claim.GATEWAY),
                profile.claims().contains(Claim.ASYMMETRIC_RATES));
    }
}
