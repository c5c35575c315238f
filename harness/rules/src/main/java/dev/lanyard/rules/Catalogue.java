package dev.lanyard.rules;

import dev.lanyard.evidence.Evidence;
import dev.lanyard.rules.air.AirKnowledge;
import dev.lanyard.rules.catalogue.EnduranceRules;
import dev.lanyard.rules.catalogue.EthernetRequestRules;
import dev.lanyard.rules.catalogue.FrameRules;
import dev.lanyard.rules.catalogue.FunctionalDescriptorRules;
import dev.lanyard.rules.catalogue.HostAddressRules;
import dev.lanyard.rules.catalogue.HostAppleRules;
import dev.lanyard.rules.catalogue.HostLinuxRules;
import dev.lanyard.rules.catalogue.HostRules;
import dev.lanyard.rules.catalogue.HostStartRules;
import dev.lanyard.rules.catalogue.InterfaceRules;
import dev.lanyard.rules.catalogue.LifeCycleRules;
import dev.lanyard.rules.catalogue.LinkChangeRules;
import dev.lanyard.rules.catalogue.NcmCapabilityRules;
import dev.lanyard.rules.catalogue.NetworkDescriptorRules;
import dev.lanyard.rules.catalogue.NotificationRules;
import dev.lanyard.rules.catalogue.NotificationTrafficRules;
import dev.lanyard.rules.catalogue.NotificationTransferRules;
import dev.lanyard.rules.catalogue.NtbModeRules;
import dev.lanyard.rules.catalogue.NtbNegotiationRules;
import dev.lanyard.rules.catalogue.NtbParameterRules;
import dev.lanyard.rules.catalogue.NtbRules;
import dev.lanyard.rules.catalogue.OutBlockRules;
import dev.lanyard.rules.catalogue.OutFrameRules;
import dev.lanyard.rules.catalogue.PacketFilterRules;
import dev.lanyard.rules.catalogue.StandardRequestRules;
import dev.lanyard.rules.catalogue.TransferRules;
import dev.lanyard.rules.catalogue.UsbConfigurationRules;
import dev.lanyard.rules.catalogue.UsbDeviceRules;
import dev.lanyard.rules.catalogue.UsbEndpointRules;
import dev.lanyard.rules.catalogue.UsbFunctionRules;
import dev.lanyard.rules.catalogue.UsbIdentityRules;
import dev.lanyard.rules.catalogue.aware.AwareActiveDataPathRules;
import dev.lanyard.rules.catalogue.aware.AwareActiveDiscoveryRules;
import dev.lanyard.rules.catalogue.aware.AwareActivePairingRules;
import dev.lanyard.rules.catalogue.aware.AwareAddressRules;
import dev.lanyard.rules.catalogue.aware.AwareAttributeRules;
import dev.lanyard.rules.catalogue.aware.AwareBeaconRules;
import dev.lanyard.rules.catalogue.aware.AwareBootstrappingRules;
import dev.lanyard.rules.catalogue.aware.AwareCoexistenceRules;
import dev.lanyard.rules.catalogue.aware.AwareConcurrentPathRules;
import dev.lanyard.rules.catalogue.aware.AwareDataPathRules;
import dev.lanyard.rules.catalogue.aware.AwareDiscoveryRules;
import dev.lanyard.rules.catalogue.aware.AwareExtensionRules;
import dev.lanyard.rules.catalogue.aware.AwareHostilePairingRules;
import dev.lanyard.rules.catalogue.aware.AwareIdentityRules;
import dev.lanyard.rules.catalogue.aware.AwareKeyExchangeRules;
import dev.lanyard.rules.catalogue.aware.AwarePairingCapabilityRules;
import dev.lanyard.rules.catalogue.aware.AwarePairingRules;
import dev.lanyard.rules.catalogue.aware.AwareScheduleRules;
import dev.lanyard.rules.catalogue.aware.AwareSecurityRules;
import dev.lanyard.rules.catalogue.aware.AwareServiceLifeRules;
import dev.lanyard.rules.catalogue.aware.AwareSuiteRules;
import dev.lanyard.rules.catalogue.aware.AwareTrafficRules;
import dev.lanyard.rules.catalogue.aware.AwareUnsynchronisedRules;
import dev.lanyard.rules.catalogue.network.AddressRules;
import dev.lanyard.rules.catalogue.network.DhcpClientRules;
import dev.lanyard.rules.catalogue.network.DhcpServerRules;
import dev.lanyard.rules.catalogue.network.GroupRules;
import dev.lanyard.rules.catalogue.network.IcmpRules;
import dev.lanyard.rules.catalogue.network.Ipv6Rules;
import dev.lanyard.rules.catalogue.network.LinkLocalRules;
import dev.lanyard.rules.catalogue.network.MdnsRules;
import dev.lanyard.rules.catalogue.network.NeighbourRules;
import dev.lanyard.rules.catalogue.network.NetworkRules;
import dev.lanyard.rules.catalogue.network.UdpRules;
import dev.lanyard.rules.observation.Observation;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All rules by their ids. A new rule is one entry in the list of its family in {@code dev.lanyard.rules.catalogue}. */
public final class Catalogue {

    private static final Catalogue STANDARD = new Catalogue(Stream.of(
            UsbConfigurationRules.RULES, UsbDeviceRules.RULES, UsbEndpointRules.RULES, UsbFunctionRules.RULES,
            StandardRequestRules.USB_RULES, UsbIdentityRules.USB_RULES,
            FunctionalDescriptorRules.RULES, NetworkDescriptorRules.RULES, HostAddressRules.RULES,
            UsbIdentityRules.ADDRESS_RULES,
            InterfaceRules.RULES, FunctionalDescriptorRules.NCM_RULES,
            NcmCapabilityRules.DESCRIPTOR_RULES,
            EthernetRequestRules.RULES, PacketFilterRules.RULES, StandardRequestRules.RULES,
            NtbParameterRules.RULES, NtbNegotiationRules.RULES, NtbModeRules.RULES, NcmCapabilityRules.RULES,
            NotificationRules.RULES, NotificationTrafficRules.RULES, LinkChangeRules.RULES,
            NotificationTransferRules.RULES,
            FrameRules.RULES, OutFrameRules.RULES,
            NtbRules.RULES, OutBlockRules.RULES, TransferRules.RULES,
            HostRules.RULES, HostAppleRules.RULES, HostStartRules.RULES, HostLinuxRules.RULES,
            NeighbourRules.RULES, AddressRules.RULES, LinkLocalRules.RULES,
            NetworkRules.RULES, DhcpServerRules.RULES, DhcpClientRules.RULES,
            Ipv6Rules.RULES, GroupRules.RULES, IcmpRules.RULES, UdpRules.RULES, MdnsRules.RULES,
            LifeCycleRules.RULES, EnduranceRules.RULES, UsbIdentityRules.LIFE_RULES).flatMap(List::stream).toList());

    private static final Catalogue AIR = new Catalogue(Stream.of(
            AwareAttributeRules.RULES, AwareAddressRules.RULES, AwareBeaconRules.RULES, AwareDiscoveryRules.RULES,
            AwareExtensionRules.RULES,
            AwareScheduleRules.RULES, AwarePairingCapabilityRules.RULES, AwareBootstrappingRules.RULES,
            AwareIdentityRules.RULES, AwareSuiteRules.RULES, AwarePairingRules.RULES, AwareKeyExchangeRules.RULES,
            AwareDataPathRules.RULES, AwareSecurityRules.RULES, AwareUnsynchronisedRules.RULES)
            .flatMap(List::stream).toList());

    private static final Catalogue ACTIVE = new Catalogue(Stream.of(AwareActiveDiscoveryRules.RULES,
            AwareServiceLifeRules.RULES, AwareActivePairingRules.RULES, AwareHostilePairingRules.RULES,
            AwareActiveDataPathRules.RULES, AwareConcurrentPathRules.RULES, AwareTrafficRules.RULES,
            AwareCoexistenceRules.RULES)
            .flatMap(List::stream).toList());

    private static final Catalogue AWARE = new Catalogue(Stream.of(AIR, ACTIVE)
            .flatMap(catalogue -> catalogue.rules().stream()).toList());

    private static final Catalogue ALL = new Catalogue(Stream.of(STANDARD, AWARE)
            .flatMap(catalogue -> catalogue.rules().stream()).toList());

    private static final int NEAR_MISSES = 3;
    private static final int MUCH = 20_000;

    private final Map<String, Rule> rules;
    private final Set<HostPlatform> hosts;

    Catalogue(List<Rule> rules) {
        this(rules, rules.stream().flatMap(rule -> rule.hosts().stream()).collect(Collectors.toSet()));
    }

    private Catalogue(List<Rule> rules, Set<HostPlatform> hosts) {
        Map<String, Rule> byId = new LinkedHashMap<>();
        for (Rule rule : inOrder(rules)) {
            if (byId.put(rule.id(), rule) != null) {
                throw new IllegalArgumentException("two rules have the id " + rule.id());
            }
        }
        this.rules = Collections.unmodifiableMap(byId);
        this.hosts = Set.copyOf(hosts);
    }

    /** Families as they come, and each family's rules by their numbers, whatever files they are written in. */
    private static List<Rule> inOrder(List<Rule> rules) {
        Map<String, List<Rule>> families = new LinkedHashMap<>();
        rules.forEach(rule -> families.computeIfAbsent(rule.id().replaceAll("-[0-9]+$", ""), _ -> new ArrayList<>())
                .add(rule));
        return families.values().stream()
                .flatMap(family -> family.stream().sorted(Comparator.comparing(Rule::id))).toList();
    }

    /** The rules that the evidence of an attempt is judged by: USB and the network behind it. */
    public static Catalogue standard() {
        return STANDARD;
    }

    /** The rules of Wi-Fi Aware, which {@link dev.lanyard.rules.air.AirMonitor} judges on frames of the air. */
    public static Catalogue air() {
        return AIR;
    }

    /** The rules of Wi-Fi Aware that only a peer shows which asks for it: judged on the evidence of an attempt. */
    public static Catalogue active() {
        return ACTIVE;
    }

    /** All rules of Wi-Fi Aware. */
    public static Catalogue aware() {
        return AWARE;
    }

    /** Every rule that comes with Lanyard. */
    public static Catalogue all() {
        return ALL;
    }

    /**
     * The catalogue that an accessory judged by {@code ids} is measured against: what counts for a USB device does not
     * count for one of Wi-Fi Aware, and one that was judged by its frames alone was in somebody's capture, where nobody
     * asked it for what only a peer shows.
     */
    public static Catalogue concerning(Collection<String> ids) {
        return concerning(ids, false);
    }

    /**
     * As {@link #concerning(Collection)}, of an accessory that a harness met as its Wi-Fi Aware peer. What was judged of
     * the network behind its data paths is in it too, and brings no column of a USB host.
     */
    public static Catalogue concerning(Collection<String> ids, boolean aware) {
        if (!aware && ids.stream().noneMatch(AWARE.rules::containsKey)) {
            return STANDARD;
        }
        Catalogue shown = aware || ids.stream().anyMatch(ACTIVE.rules::containsKey) ? AWARE : AIR;
        List<Rule> network = STANDARD.rules.values().stream().filter(rule -> ids.contains(rule.id())).toList();
        return network.isEmpty() ? shown : new Catalogue(Stream.of(network, shown.rules()).flatMap(List::stream).toList(),
                HostPlatform.aware());
    }

    /** All rules in catalogue order. */
    public List<Rule> rules() {
        return List.copyOf(rules.values());
    }

    /** The host platforms that it says something of: all that some rule matters to. */
    public Set<HostPlatform> hosts() {
        return hosts;
    }

    public Optional<Rule> rule(String id) {
        return Optional.ofNullable(rules.get(id));
    }

    /**
     * The rule of this id.
     *
     * @throws IllegalArgumentException when there is none; names the nearest ones
     */
    public Rule require(String id) {
        return rule(id).orElseThrow(() -> new IllegalArgumentException(unknown(id)));
    }

    /** Says that there is no such rule, and which come near. */
    public String unknown(String id) {
        List<String> near = nearest(id);
        return "no rule has the id " + id + (near.isEmpty() ? "; there are " + rules.size() + " rules"
                : "; near it: " + String.join(", ", near));
    }

    /** The ids that one may have meant, best first. */
    public List<String> nearest(String id) {
        String wanted = id.toUpperCase(Locale.ROOT).replace('_', '-');
        record Near(String id, int distance) {}
        return rules.keySet().stream().map(known -> new Near(known, Nearness.distance(wanted, known)))
                .filter(near -> near.distance() <= Math.max(2, near.id().length() / 4))
                .sorted(Comparator.comparingInt(Near::distance)).limit(NEAR_MISSES).map(Near::id).toList();
    }

    /** As {@link #judge(Collection, Evidence, Declarations, AirKnowledge)}, of an accessory on USB. */
    public List<Verdict> judge(Collection<String> ids, Evidence evidence, Declarations declared) {
        return judge(ids, evidence, declared, AirKnowledge.NONE);
    }

    /**
     * Judges {@code ids} on the evidence of an attempt: one verdict each, in their order. An unknown id, and evidence
     * that cannot be read, make inconclusive verdicts.
     */
    public List<Verdict> judge(Collection<String> ids, Evidence evidence, Declarations declared, AirKnowledge air) {
        try {
            Observation seen = Observation.of(evidence, declared, air);
            // Judges only read; on much evidence it pays to let them work side by side.
            return (evidence.size() > MUCH ? ids.parallelStream() : ids.stream()).map(id -> rule(id)
                    .map(rule -> rule.judge(seen)).orElseGet(() -> inconclusive(id, unknown(id)))).toList();
        } catch (UncheckedIOException e) {
            return ids.stream().map(id -> inconclusive(id, "the evidence cannot be read: " + e.getCause().getMessage()))
                    .toList();
        }
    }

    private static Verdict inconclusive(String id, String reason) {
        return new Verdict(id, Verdict.Kind.INCONCLUSIVE, reason, List.of());
    }
}
