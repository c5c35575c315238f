package dev.lanyard.runner.run;

import dev.lanyard.evidence.Evidence;
import dev.lanyard.rules.Catalogue;
import dev.lanyard.rules.Declarations;
import dev.lanyard.rules.Verdict;
import dev.lanyard.runner.profile.Aware;
import dev.lanyard.runner.profile.Claim;
import dev.lanyard.runner.profile.Profile;
import dev.lanyard.wire.cdc.CdcFunction;
import java.time.LocalDate;
import java.util.List;

/** Judges with the catalogue of rules and what the profile says of known issues. */
public final class CatalogueJudge implements Judge {

    @Override
    public List<Verdict> judge(List<String> rules, Evidence evidence, Profile profile) {
        LocalDate today = LocalDate.now();
        return Catalogue.all().judge(rules, evidence, declared(profile)).stream().map(verdict ->
                profile.knownIssues().stream().map(Profile.Issue::known)
                        .reduce(verdict, (so, issue) -> issue.applyTo(so, today), (a, b) -> b)).toList();
    }

    /** What the profile says and rules need. */
    public static Declarations declared(Profile profile) {
        return new Declarations(profile.link().within(), profile.claims().contains(Claim.GATEWAY),
                profile.claims().contains(Claim.ASYMMETRIC_RATES),
                profile.identity().flatMap(identity -> profile.function().map(function ->
                        new Declarations.Device(identity.vendorId(), identity.productId(),
                                CdcFunction.Model.valueOf(function.name())))),
                profile.network().map(Profile.Network::address),
                profile.aware().flatMap(Aware::performance).map(modes ->
                        new Declarations.Performance(modes.device(), modes.app())));
    }
}
