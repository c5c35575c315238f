package dev.lanyard.cli;

import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Rule;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Rules for programs: a list of objects, constants with their names in this program. */
final class RulesJson {

    private RulesJson() {}

    static String of(List<Rule> rules) {
        ArrayNode list = TerminalJson.PRETTY.createArrayNode();
        for (Rule rule : rules) {
            ObjectNode node = list.addObject().put("id", rule.id()).put("sentence", rule.sentence())
                    .put("obligation", rule.obligation().name());
            ArrayNode hosts = node.putArray("hosts");
            new TreeSet<>(rule.hosts()).stream().map(HostPlatform::name).forEach(hosts::add);
            ObjectNode tolerated = node.putObject("tolerated");
            new TreeMap<>(rule.tolerated()).forEach((host, tolerance) -> {
                ObjectNode borne = tolerated.putObject(host.name());
                tolerance.where().ifPresent(kept -> borne.put("where", kept));
                borne.put("why", tolerance.why());
            });
            node.putObject("source").put("document", rule.source().document()).put("section", rule.source().section())
                    .put("checked", rule.source().checked());
            ArrayNode threads = node.putArray("fieldFailures");
            rule.fieldFailures().forEach(threads::add);
            node.put("remediation", rule.remediation());
        }
        return TerminalJson.PRETTY.writeValueAsString(list);
    }
}
