package dev.lanyard.runner.scenario;

import dev.lanyard.rules.Catalogue;
import dev.lanyard.rules.Rule;
import java.util.Set;
import java.util.stream.Collectors;

/** The ids of the rules in the catalogue. */
final class RuleIds {

    private RuleIds() {}

    static Set<String> known() {
        return Catalogue.all().rules().stream().map(Rule::id).collect(Collectors.toUnmodifiableSet());
    }
}
