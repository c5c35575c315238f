package dev.lanyard.cli;

import dev.lanyard.runner.profile.Claim;
import dev.lanyard.runner.profile.Profile;
import dev.lanyard.runner.run.DeclaredAccessories;
import dev.lanyard.runner.value.Literals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Something that a profile declares, or an accessory shows.
 *
 * @param key      as the profile's YAML has it, after dots
 * @param declared empty when it is not
 * @param seen     empty when it was not
 */
record ProfileDifference(String key, State state, String declared, String seen) {

    /** How the two stand to each other. */
    enum State {
        /** Declared and seen alike. */
        SAME,
        /** Both, but not alike. */
        DIFFERS,
        /** Declared, looked for, and not there. */
        MISSING,
        /** There, and not declared. */
        MORE,
        /** Declared, and not to be seen by looking once. */
        UNSEEN
    }

    /** What descriptors show; without a declaration, what is seen of it is no difference: profiles may be for all units. */
    private static final Set<String> DESCRIBED = Set.of("function", "identity.vendor-id", "identity.product-id",
            "identity.manufacturer", "identity.product", "identity.serial", "link.host-mac", "link.mtu");
    /** What answers when it is tried. */
    private static final Set<String> TRIED =
            Set.of("network.address", "service.type", "service.host", "echo.port");
    private static final Set<Claim> TRIED_CLAIMS = Set.of(Claim.PING, Claim.DHCP_SERVER, Claim.MDNS, Claim.UDP_ECHO,
            Claim.IPV6_LINK_LOCAL);

    boolean isDifference() {
        return state == State.DIFFERS || state == State.MISSING || state == State.MORE;
    }

    /**
     * In the order of a profile.
     *
     * @param tried  whether the network behind the accessory was asked
     * @param hidden keys of what this look at the accessory could not show
     */
    static List<ProfileDifference> between(Profile declared, Profile seen, boolean tried, Set<String> hidden) {
        Map<String, String> says = DeclaredAccessories.facts(declared);
        Map<String, String> shows = DeclaredAccessories.facts(seen);
        List<ProfileDifference> all = new ArrayList<>();
        says.forEach((key, value) -> {
            boolean visible = !hidden.contains(key) && DESCRIBED.contains(key) || tried && TRIED.contains(key);
            if (visible) {
                String other = shows.getOrDefault(key, "");
                all.add(new ProfileDifference(key, other.isEmpty() ? State.MISSING
                        : same(key, value, other) ? State.SAME : State.DIFFERS, value, other));
            } else if (TRIED.contains(key) || hidden.contains(key)) {
                all.add(new ProfileDifference(key, State.UNSEEN, value, ""));
            }
        });
        if (tried) {
            shows.forEach((key, value) -> {
                if (TRIED.contains(key) && !says.containsKey(key)) {
                    all.add(new ProfileDifference(key, State.MORE, "", value));
                }
            });
        }
        for (Claim claim : Claim.values()) {
            claim(claim, declared.claims().contains(claim), seen.claims().contains(claim), tried, all);
        }
        if (declared.console().filter(console -> console.port().isEmpty()).isPresent()) {
            all.add(new ProfileDifference("console", hidden.contains("console") ? State.UNSEEN
                    : seen.console().isPresent() ? State.SAME : State.MISSING,
                    "a serial port of the same device", seen.console().isPresent() ? "CDC-ACM" : ""));
        } else if (seen.console().isPresent() && declared.console().isEmpty()) {
            all.add(new ProfileDifference("console", State.MORE, "", "a serial port of the same device (CDC-ACM)"));
        }
        return List.copyOf(all);
    }

    private static void claim(Claim claim, boolean declared, boolean seen, boolean tried, List<ProfileDifference> all) {
        String name = Literals.kebab(claim);
        boolean visible = tried && TRIED_CLAIMS.contains(claim);
        if (declared) {
            all.add(new ProfileDifference("claims", !visible ? State.UNSEEN : seen ? State.SAME : State.MISSING, name,
                    seen ? name : ""));
        } else if (seen) {
            all.add(new ProfileDifference("claims", State.MORE, "", name));
        }
    }

    /** Names of hosts are compared without case and the root's dot (RFC 6762 §16). */
    private static boolean same(String key, String declared, String seen) {
        return key.equals("service.host")
                ? declared.replaceAll("\\.$", "").equalsIgnoreCase(seen.replaceAll("\\.$", "")) : declared.equals(seen);
    }
}
