package dev.lanyard.stubs.aware;

import static dev.lanyard.wire.nan.dialogue.Edits.add;
import static dev.lanyard.wire.nan.dialogue.Edits.remove;
import static dev.lanyard.wire.nan.dialogue.Edits.replace;

import dev.lanyard.drivers.aware.AwareSeam;
import dev.lanyard.drivers.aware.AwareService;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.CipherSuiteInfo;
import dev.lanyard.wire.nan.DeviceCapability;
import dev.lanyard.wire.nan.DeviceCapabilityExtension;
import dev.lanyard.wire.nan.NanAttribute;
import dev.lanyard.wire.nan.PairingBootstrapping;
import dev.lanyard.wire.nan.ServiceDescriptorExtension;
import dev.lanyard.wire.nan.UnknownAttribute;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What emulated Wi-Fi Aware devices can do wrong on purpose, by the rule that it breaks. */
public final class AwareFaults {

    /**
     * A fault.
     *
     * @param model      the device that can have it
     * @param collateral other rules that it breaks by necessity
     */
    public record Fault(String rule, AwareModel model, Predicate<String> frames,
                        UnaryOperator<List<NanAttribute>> edit, Set<String> collateral) {}

    private static final Predicate<String> PUBLISHES = Set.of("publish", "solicited")::contains;
    private static final Predicate<String> ALL_FRAMES = name -> !name.endsWith("beacon");
    private static final int RESERVED_ID = 0x16;
    private static final int OTHER_PORT = 9;

    private static final Map<String, Fault> FAULTS = byRule(
            // What the device does.
            does("NAN-ATTR-05", AwareModel.PIN), does("NAN-BCN-09", AwareModel.PIN),
            does("NAN-BCN-10", AwareModel.PIN), does("NAN-SDF-07", AwareModel.PIN, "NAN-ATTR-05"),
            does("NAN-SDF-08", AwareModel.PIN), does("NAN-SDF-09", AwareModel.PIN),
            does("NAN-SDF-12", AwareModel.PIN), does("NAN-NPBA-07", AwareModel.PIN, "NAN-NPBA-08"),
            does("NAN-NPBA-08", AwareModel.PIN), does("NAN-PAIR-10", AwareModel.PIN),
            does("NAN-PAIR-12", AwareModel.PIN), does("NAN-PAIR-13", AwareModel.PIN),
            does("NAN-PAIR-18", AwareModel.PIN), does("NAN-PAIR-19", AwareModel.PIN),
            does("NAN-PAIR-23", AwareModel.PIN), does("NAN-NDP-05", AwareModel.PASSPHRASE),
            does("NAN-NDP-06", AwareModel.PIN), does("NAN-NDP-07", AwareModel.PASSPHRASE, "NAN-NDP-05"),
            does("NAN-NDP-10", AwareModel.PASSPHRASE), does("NAN-NDL-03", AwareModel.PASSPHRASE),
            does("NAN-AV-02", AwareModel.PASSPHRASE), does("NAN-AV-05", AwareModel.PASSPHRASE),
            does("NAN-SEC-04", AwareModel.PASSPHRASE), does("NAN-SEC-08", AwareModel.PASSPHRASE),
            does("NAN-SEC-11", AwareModel.PASSPHRASE), does("NAN-IP-01", AwareModel.PASSPHRASE, "NAN-IP-02"),
            does("NAN-IP-02", AwareModel.PASSPHRASE), does("NAN-IP-03", AwareModel.PASSPHRASE, "NAN-APP-01"),
            does("NAN-APP-01", AwareModel.PASSPHRASE), does("NAN-APP-02", AwareModel.PASSPHRASE, "NAN-APP-01", "NAN-IP-03"),
            does("NAN-NPBA-03", AwareModel.SUBSCRIBER),
            does("NAN-SDF-13", AwareModel.PIN), does("NAN-SDF-15", AwareModel.PIN),
            does("NAN-SDF-16", AwareModel.PIN), does("NAN-PAIR-09", AwareModel.PIN),
            does("NAN-PAIR-11", AwareModel.PIN), does("NAN-PAIR-16", AwareModel.PIN),
            does("NAN-PAIR-20", AwareModel.PIN), does("NAN-PAIR-21", AwareModel.PIN),
            does("NAN-PAIR-24", AwareModel.PASSPHRASE), does("NAN-NDP-09", AwareModel.PASSPHRASE),
            does("NAN-SEC-12", AwareModel.PASSPHRASE), does("NAN-NDL-06", AwareModel.OPEN),
            // What it sends.
            sends("NAN-DCEA-01", PUBLISHES, remove(DeviceCapabilityExtension.class), "NAN-DCEA-02", "NAN-DCEA-03"),
            sends("NAN-DCEA-03", ALL_FRAMES, replace(DeviceCapabilityExtension.class, one ->
                    new DeviceCapabilityExtension(0, DeviceCapabilityExtension.CACHING))),
            sends("NAN-DCEA-05", PUBLISHES, replace(DeviceCapabilityExtension.class, one ->
                    new DeviceCapabilityExtension(0, 0)), "NAN-DCEA-03", "NAN-DCEA-04"),
            sends("NAN-NPBA-01", PUBLISHES, remove(PairingBootstrapping.class)),
            sends("NAN-NPBA-09", PUBLISHES, replace(PairingBootstrapping.class, one ->
                    PairingBootstrapping.advertise(1))),
            sends("NAN-NPBA-10", PUBLISHES, replace(PairingBootstrapping.class, one ->
                    PairingBootstrapping.advertise(one.methods() | 0x0200))),
            sends("NAN-SDEA-02", PUBLISHES, replace(ServiceDescriptorExtension.class, one ->
                    new ServiceDescriptorExtension(one.instanceId(),
                            one.control() & ~ServiceDescriptorExtension.SECURITY_REQUIRED, one.rangeLimit(),
                            one.serviceUpdateIndicator(), one.serviceInfo()))),
            sends("NAN-CSIA-02", PUBLISHES, replace(CipherSuiteInfo.class, one -> new CipherSuiteInfo(
                    one.capabilities(), List.of(one.suites().getFirst())))),
            sends("NAN-CSIA-03", PUBLISHES, replace(CipherSuiteInfo.class, one -> new CipherSuiteInfo(0,
                    one.suites()))),
            sends("NAN-DEV-01", PUBLISHES, remove(DeviceCapability.class)),
            sends("NAN-DEV-03", ALL_FRAMES, replace(DeviceCapability.class, one -> new DeviceCapability(one.mapId(),
                    one.committedDw(), one.supportedBands(), one.operationMode(), one.antennas(),
                    one.maxChannelSwitchTime(), 0))),
            sends("NAN-ATTR-03", PUBLISHES, add(new UnknownAttribute(RESERVED_ID, Bytes.of(0)))),
            sends("NAN-ATTR-04", PUBLISHES, add(new DeviceCapabilityExtension(0, 3))));

    private AwareFaults() {}

    private static Fault does(String rule, AwareModel model, String... collateral) {
        return new Fault(rule, model, name -> false, UnaryOperator.identity(), Set.of(collateral));
    }

    private static Fault sends(String rule, Predicate<String> frames, UnaryOperator<List<NanAttribute>> edit,
                               String... collateral) {
        return new Fault(rule, AwareModel.PIN, frames, edit, Set.of(collateral));
    }

    private static Map<String, Fault> byRule(Fault... faults) {
        Map<String, Fault> byRule = new LinkedHashMap<>();
        Arrays.stream(faults).forEach(fault -> byRule.put(fault.rule(), fault));
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
        List<Fault> faults = rules.stream().map(FAULTS::get).toList();
        return new AwareSeam() {
            @Override
            public List<NanAttribute> attributes(String frame, List<NanAttribute> honest) {
                List<NanAttribute> attributes = honest;
                for (Fault fault : faults) {
                    if (fault.frames().test(frame)) {
                        attributes = fault.edit().apply(attributes);
                    }
                }
                return attributes;
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
