package dev.lanyard.stubs.aware;

import dev.lanyard.drivers.aware.AwareSeam;
import dev.lanyard.drivers.aware.AwareService;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.dialogue.Defect;
import dev.lanyard.wire.nan.dialogue.Defects;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** What emulated Wi-Fi Aware devices can do wrong on purpose, by the rule that it breaks. */
public final class AwareFaults {

    /**
     * A fault.
     *
     * @param model      the device that can have it
     * @param defect     what is wrong in what it sends; empty where it does something wrong
     * @param collateral other rules that it breaks by necessity
     */
    public record Fault(String rule, AwareModel model, Optional<Defect> defect, Set<String> collateral) {}

    /** What else a fault breaks by necessity. */
    private static final Map<String, Set<String>> COLLATERAL = Map.ofEntries(
            Map.entry("NAN-ATTR-09", Set.of("NAN-NDP-05")), Map.entry("NAN-BCN-04", Set.of("NAN-ATTR-08")),
            Map.entry("NAN-BCN-05", Set.of("NAN-SDF-06")), Map.entry("NAN-SDF-07", Set.of("NAN-ATTR-05")),
            Map.entry("NAN-DCEA-01", Set.of("NAN-DCEA-02")), Map.entry("NAN-NPBA-04", Set.of("NAN-NPBA-07")),
            Map.entry("NAN-NIRA-01", Set.of("NAN-PAIR-18")),
            Map.entry("NAN-NIRA-03", Set.of("NAN-PAIR-18", "NAN-NIRA-02")),
            Map.entry("NAN-NIRA-02", Set.of("NAN-PAIR-18")), Map.entry("NAN-SEC-10", Set.of("NAN-NDP-09")),
            Map.entry("NAN-NPBA-07", Set.of("NAN-NPBA-08")), Map.entry("NAN-PAIR-17", Set.of("NAN-PAIR-18")),
            Map.entry("NAN-NDP-01", Set.of("NAN-NDP-05", "NAN-SEC-02", "NAN-SEC-09")),
            Map.entry("NAN-NDP-05", Set.of("NAN-NDL-02")), Map.entry("NAN-NDP-08", Set.of("NAN-SEC-03")),
            Map.entry("NAN-NDP-02", Set.of("NAN-NDP-05")),
            Map.entry("NAN-NDP-07", Set.of("NAN-NDP-05")), Map.entry("NAN-NDL-04", Set.of("NAN-NDL-05")),
            Map.entry("NAN-SEC-07", Set.of("NAN-IP-02")), Map.entry("NAN-IP-01", Set.of("NAN-IP-02")),
            Map.entry("NAN-IP-03", Set.of("NAN-APP-01")), Map.entry("NAN-APP-02", Set.of("NAN-APP-01", "NAN-IP-03")));
    private static final int OTHER_PORT = 9;
    private static final int PROTECTED = 0x40;

    private static final Map<String, Fault> FAULTS = byRule(List.of(
            Stream.of("NAN-ATTR-10", "NAN-BCN-09", "NAN-BCN-10", "NAN-BCN-11", "NAN-SDF-06", "NAN-SDF-08",
                    "NAN-SDF-09", "NAN-SDF-12", "NAN-SDF-13", "NAN-SDF-14", "NAN-SDF-15", "NAN-SDF-16", "NAN-NPBA-08",
                    "NAN-PAIR-09", "NAN-PAIR-10", "NAN-PAIR-11", "NAN-PAIR-12", "NAN-PAIR-13", "NAN-PAIR-14",
                    "NAN-PAIR-15", "NAN-NIRA-02", "NAN-NIRA-04",
                    "NAN-PAIR-16", "NAN-PAIR-18", "NAN-PAIR-19", "NAN-PAIR-20", "NAN-PAIR-21", "NAN-PAIR-23",
                    "NAN-NDP-06").map(rule -> does(AwareModel.PIN, rule)),
            Stream.of(does(AwareModel.PIN, "NAN-ATTR-05"), does(AwareModel.PIN, "NAN-SDF-07"),
                    does(AwareModel.PIN, "NAN-NPBA-07")),
            Stream.of("NAN-AV-02", "NAN-AV-05", "NAN-NDP-05", "NAN-NDP-09", "NAN-NDP-10", "NAN-NDL-02", "NAN-NDL-03",
                    "NAN-NDL-05",
                    "NAN-SEC-04", "NAN-SEC-06", "NAN-SEC-07", "NAN-SEC-08", "NAN-SEC-09", "NAN-SEC-10", "NAN-SEC-11",
                    "NAN-SEC-12",
                    "NAN-PAIR-24", "NAN-IP-02", "NAN-APP-01").map(rule -> does(AwareModel.PASSPHRASE, rule)),
            Stream.of(does(AwareModel.PASSPHRASE, "NAN-NDP-07"),
                    does(AwareModel.PASSPHRASE, "NAN-IP-01"),
                    does(AwareModel.PASSPHRASE, "NAN-IP-03"),
                    does(AwareModel.PASSPHRASE, "NAN-APP-02"),
                    does(AwareModel.OPEN, "NAN-NDL-06"), does(AwareModel.SUBSCRIBER, "NAN-NPBA-03"),
                    does(AwareModel.SUBSCRIBER, "NAN-PAIR-22"), does(AwareModel.USD, "NAN-USD-02"),
                    does(AwareModel.USD, "NAN-USD-03"), sends(AwareModel.USD, "NAN-USD-01")),
            Stream.of("NAN-NPBA-02", "NAN-NPBA-06", "NAN-SEC-01").map(rule -> sends(AwareModel.SUBSCRIBER, rule)),
            Stream.of("NAN-ATTR-01", "NAN-ATTR-02", "NAN-ATTR-03", "NAN-ATTR-04", "NAN-ATTR-06", "NAN-ATTR-07",
                    "NAN-ATTR-08", "NAN-BCN-01", "NAN-BCN-02", "NAN-BCN-03", "NAN-BCN-04", "NAN-BCN-05", "NAN-BCN-06",
                    "NAN-BCN-07", "NAN-BCN-08", "NAN-BCN-12", "NAN-BCN-13", "NAN-SDF-01", "NAN-SDF-03",
                    "NAN-SDF-04", "NAN-SDF-05", "NAN-SDEA-01", "NAN-SDEA-02", "NAN-SDEA-03", "NAN-SDEA-04",
                    "NAN-SDEA-05", "NAN-DEV-01", "NAN-DEV-02", "NAN-DEV-03", "NAN-AV-01", "NAN-AV-03", "NAN-AV-04",
                    "NAN-DCEA-01", "NAN-DCEA-02", "NAN-DCEA-03", "NAN-DCEA-04", "NAN-DCEA-05", "NAN-DCEA-06",
                    "NAN-NPBA-01", "NAN-NPBA-04", "NAN-NPBA-05", "NAN-NPBA-09", "NAN-NPBA-10", "NAN-NIRA-01",
                    "NAN-NIRA-03", "NAN-NIRA-05", "NAN-CSIA-01", "NAN-CSIA-02", "NAN-CSIA-03", "NAN-CSIA-04",
                    "NAN-PAIR-01").map(rule -> sends(AwareModel.PIN, rule)),
            Stream.of("NAN-PAIR-02", "NAN-PAIR-03", "NAN-PAIR-04", "NAN-PAIR-05", "NAN-PAIR-06", "NAN-PAIR-07",
                    "NAN-PAIR-17").map(rule -> sends(AwareModel.PIN, rule, "pasn-2")),
            Stream.of("NAN-NDP-01", "NAN-NDP-02", "NAN-NDP-03", "NAN-NDP-04", "NAN-NDP-08", "NAN-NDL-04",
                    "NAN-SEC-03", "NAN-SEC-05",
                    "NAN-SCIA-01").map(rule -> sends(AwareModel.PASSPHRASE, rule)),
            Stream.of(sends(AwareModel.PASSPHRASE, "NAN-ATTR-09", "ndp-response"),
                    sends(AwareModel.PASSPHRASE, "NAN-NDL-01", "ndp-response"),
                    sends(AwareModel.PASSPHRASE, "NAN-SEC-02", "ndp-key-installment"))));

    private AwareFaults() {}

    private static Fault does(AwareModel model, String rule) {
        return new Fault(rule, model, Optional.empty(), COLLATERAL.getOrDefault(rule, Set.of()));
    }

    /** What the recorded dialogues have too, in these frames or in those of its own. */
    private static Fault sends(AwareModel model, String rule, String... frames) {
        Defect defect = Defects.of(rule);
        return new Fault(rule, model, Optional.of(frames.length == 0 ? defect : defect.on(frames)),
                COLLATERAL.getOrDefault(rule, Set.of()));
    }

    private static Map<String, Fault> byRule(List<Stream<Fault>> faults) {
        Map<String, Fault> byRule = new LinkedHashMap<>();
        faults.stream().flatMap(Function.identity()).forEach(fault -> byRule.put(fault.rule(), fault));
        return byRule;
    }

    /** All faults, by family. */
    public static List<Fault> all() {
        return List.copyOf(FAULTS.values());
    }

    static void check(List<String> rules) {
        rules.stream().filter(rule -> !FAULTS.containsKey(rule)).findFirst().ifPresent(rule -> {
            throw new IllegalArgumentException("no emulated Wi-Fi Aware device has the fault \"" + rule
                    + "\"; there are " + String.join(", ", FAULTS.keySet()));
        });
    }

    static AwareSeam seam(List<String> rules) {
        List<Defect> defects = rules.stream().flatMap(rule -> FAULTS.get(rule).defect().stream()).toList();
        return new AwareSeam() {
            @Override
            public List<NanAttribute> attributes(String frame, List<NanAttribute> honest) {
                List<NanAttribute> attributes = honest;
                for (Defect defect : defects) {
                    if (defect.concerns(frame)) {
                        attributes = defect.attributes().apply(attributes);
                    }
                }
                return attributes;
            }

            @Override
            public Optional<Bytes> frame(String name, Bytes honest) {
                Bytes octets = honest;
                for (Defect defect : defects) {
                    boolean plain = octets.has(0, 2) && (octets.u8(1) & PROTECTED) == 0;
                    if (plain && defect.concerns(name)) {
                        octets = defect.octets().apply(octets);
                    }
                }
                return Optional.of(octets);
            }

            @Override
            public boolean breaks(String rule) {
                return rules.contains(rule);
            }
        };
    }

    static AwareService service(List<String> rules, AwareService honest) {
        return rules.contains("NAN-IP-03") ? honest.at(OptionalInt.of(OTHER_PORT)) : honest;
    }
}
