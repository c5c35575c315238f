package dev.lanyard.rules.lint;

import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.air.Air;
import dev.lanyard.rules.air.DataPathSetup;
import dev.lanyard.rules.air.Device;
import dev.lanyard.rules.air.PasnExchange;
import dev.lanyard.rules.air.Service;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What somebody wants to know of a device: whether a phone discovers it, pairs with it, opens a data path to it. */
public enum Ability {
    DISCOVERED(List.of("NAN-ATTR", "NAN-BCN", "NAN-SDF", "NAN-SDEA", "NAN-DEV", "NAN-AV", "NAN-DCEA-01", "NAN-DCEA-02",
            "NAN-DCEA-05", "NAN-DCEA-06", "NAN-USD")),
    PAIRS(List.of("NAN-DCEA-03", "NAN-DCEA-04", "NAN-NPBA", "NAN-NIRA", "NAN-CSIA-02", "NAN-PAIR")),
    OPENS_DATA_PATH(List.of("NAN-SDEA-02", "NAN-CSIA-01", "NAN-CSIA-03", "NAN-CSIA-04", "NAN-SCIA", "NAN-NDP",
            "NAN-NDL", "NAN-SEC"));

    private final List<String> rules;

    Ability(List<String> rules) {
        this.rules = rules;
    }

    /** How sure the answer is. */
    public enum Certainty {
        /** The capture shows it. */
        YES,
        /** Nothing speaks against it, and the capture does not show it. */
        LIKELY,
        /** Nothing in the capture says anything. */
        UNKNOWN,
        /** A binding rule for this host is broken. */
        NO
    }

    /**
     * The answer for one host platform.
     *
     * @param because one sentence without a full stop
     * @param rules   the broken rules that decide it
     */
    public record Answer(Ability ability, HostPlatform host, Certainty certainty, String because, List<String> rules) {

        public Answer {
            rules = List.copyOf(rules);
        }
    }

    /** The answers for a device and a host, in the order of this enum. */
    public static Map<Ability, Answer> of(Air air, Device device, HostPlatform host, Collection<Rule> rules) {
        Map<Ability, Answer> answers = new EnumMap<>(Ability.class);
        for (Ability ability : values()) {
            List<String> broken = rules.stream().filter(rule -> rule.hosts().contains(host) && rule.isBinding()
                    && ability.concerns(rule.id()) && device.breaks(rule.id())).map(Rule::id).toList();
            Optional<Answer> before = ability == DISCOVERED ? Optional.empty()
                    : Optional.of(answers.get(values()[ability.ordinal() - 1]))
                            .filter(answer -> answer.certainty() == Certainty.NO);
            answers.put(ability, ability.answer(air, device, host, broken, before));
        }
        return answers;
    }

    /** {@code NAN-SDEA-02} is about data paths, the other rules of its family are not: the longest entry counts. */
    private boolean concerns(String rule) {
        Ability best = null;
        int length = 0;
        for (Ability ability : values()) {
            for (String prefix : ability.rules) {
                if (rule.startsWith(prefix) && prefix.length() > length) {
                    best = ability;
                    length = prefix.length();
                }
            }
        }
        return best == this;
    }

    private Answer answer(Air air, Device device, HostPlatform host, List<String> broken, Optional<Answer> before) {
        if (!broken.isEmpty()) {
            return new Answer(this, host, Certainty.NO, "breaks " + String.join(", ", broken), broken);
        }
        // Without security Android opens data paths to whom it did not pair with.
        boolean needs = before.isPresent() && (host == HostPlatform.IOS_AWARE || this == PAIRS
                || before.get().ability() == DISCOVERED);
        if (needs) {
            return new Answer(this, host, Certainty.NO, before.get().ability() == DISCOVERED ? "is not discovered"
                    : "cannot pair", before.get().rules());
        }
        Optional<String> seen = seen(air, device);
        if (seen.isPresent()) {
            return new Answer(this, host, Certainty.YES, seen.get(), List.of());
        }
        boolean offers = switch (this) {
            case DISCOVERED -> !device.services().isEmpty();
            case PAIRS -> device.services().stream().anyMatch(Service::pairing);
            case OPENS_DATA_PATH -> device.services().stream().anyMatch(Service::dataPath);
        };
        return offers ? new Answer(this, host, Certainty.LIKELY, "nothing speaks against it" + (this == DISCOVERED ? ""
                : notSeen(air, device)), List.of())
                : new Answer(this, host, Certainty.UNKNOWN, "it shows no service" + switch (this) {
                    case DISCOVERED -> "";
                    case PAIRS -> " for paired devices";
                    case OPENS_DATA_PATH -> " with a data path";
                }, List.of());
    }

    /** Data paths of paired devices are set up in encrypted frames. */
    private String notSeen(Air air, Device device) {
        return device.unread().filter(_ -> this == OPENS_DATA_PATH).map(unread -> "; whether one was set up is "
                + "unknown: " + (unread.count() == 1 ? "frame " + unread.firstFrame() + " is"
                : unread.count() + " frames from frame " + unread.firstFrame() + " on are")
                + " encrypted, and no key opened " + (unread.count() == 1 ? "it" : "them") + " ("
                + air.keys().whyUnopened() + ")")
                .orElse(", none was captured");
    }

    private Optional<String> seen(Air air, Device device) {
        return switch (this) {
            case DISCOVERED -> air.bootstrappings().stream()
                    .filter(dialogue -> dialogue.pair().responder().equals(device.nmi()))
                    .map(dialogue -> "frame " + dialogue.request().frame() + " answers its Publish").findFirst();
            case PAIRS -> air.pasnExchanges().stream().filter(PasnExchange::isComplete)
                    .filter(exchange -> exchange.pair().initiator().equals(device.nmi())
                            || exchange.pair().responder().equals(device.nmi()))
                    .map(exchange -> "PASN from frame " + exchange.firstFrame() + " on came to its end").findFirst();
            case OPENS_DATA_PATH -> air.dataPaths().stream().filter(DataPathSetup::wasEstablished)
                    .filter(path -> path.pair().initiator().equals(device.nmi())
                            || path.pair().responder().equals(device.nmi()))
                    .map(path -> "the one of frame " + path.firstFrame() + " came up").findFirst();
        };
    }

    /** The hosts that the summary of Wi-Fi Aware devices speaks of. */
    public static List<HostPlatform> hosts(Collection<HostPlatform> wanted) {
        return HostPlatform.aware().stream().filter(wanted::contains).toList();
    }
}
