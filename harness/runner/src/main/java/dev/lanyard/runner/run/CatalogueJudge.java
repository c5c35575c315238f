package dev.lanyard.runner.run;

import dev.lanyard.evidence.Evidence;
import dev.lanyard.rules.Catalogue;
import dev.lanyard.rules.Declarations;
import dev.lanyard.rules.Verdict;
import dev.lanyard.rules.air.AirDeclarations;
import dev.lanyard.rules.air.AirKeys;
import dev.lanyard.rules.air.AirKnowledge;
import dev.lanyard.runner.profile.Aware;
import dev.lanyard.runner.profile.Claim;
import dev.lanyard.runner.profile.Profile;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.nan.ServiceId;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Judges with the catalogue of rules and what the profile says of known issues. */
public final class CatalogueJudge implements Judge {

    /** As {@link #judge(List, Evidence, Profile, AirKeys)}, without keys. */
    public List<Verdict> judge(List<String> rules, Evidence evidence, Profile profile) {
        return judge(rules, evidence, profile, AirKeys.NONE);
    }

    @Override
    public List<Verdict> judge(List<String> rules, Evidence evidence, Profile profile, AirKeys keys) {
        LocalDate today = LocalDate.now();
        return Catalogue.all().judge(rules, evidence, declared(profile), new AirKnowledge(keys, declaredOnAir(profile)))
                .stream().map(verdict ->
                profile.knownIssues().stream().map(Profile.Issue::known)
                        .reduce(verdict, (so, issue) -> issue.applyTo(so, today), (a, b) -> b)).toList();
    }

    /** What the profile says and rules of Wi-Fi Aware ask of frames, with the names of services. */
    public static AirDeclarations declaredOnAir(Profile profile) {
        Map<ServiceId, String> names = new LinkedHashMap<>();
        profile.service().map(Profile.Service::type).ifPresent(name -> names.put(ServiceId.of(name), name));
        Map<ServiceId, AirDeclarations.Declared> services = new LinkedHashMap<>();
        profile.aware().ifPresent(aware -> aware.services().forEach(service -> {
            ServiceId id = ServiceId.of(service.name());
            names.put(id, service.name());
            services.put(id, new AirDeclarations.Declared(aware.pairing().isPresent(), service.dataPath()));
        }));
        return new AirDeclarations(names, services, profile.aware().flatMap(Aware::oldestAndroid)
                .map(OptionalInt::of).orElse(OptionalInt.empty()));
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
