package dev.lanyard.runner.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How far a scenario has come before a step is of use. Each situation is the one before it and some steps more; the
 * pages about verbs say it, and the test that runs their examples plays it.
 */
public enum Situation {
    /** Nothing has been done. */
    BEGINNING("nothing"),
    /** The accessory is open, its data interface in alternate 0. */
    ATTACHED("an attached accessory", "usb.attach: {}"),
    /** Alternate 1 is selected, by the step {@code alt1}, and the accessory has said that its link is up. */
    LINK_UP("a link that is up",
            "id: alt1\nusb.set-interface: {interface: data, alternate: 1}",
            "usb.notification: {type: network-connection, value: connected, after: alt1, within: 5s}"),
    /** The harness has leased the address <code>${host}</code> of the accessory <code>${server}</code>. */
    ADDRESSED("a leased address", "dhcp.lease: {within: 10s, save: {host: address, server: server}}"),
    /** The accessory's echo service is known to be at <code>${peer}:${port}</code>. */
    RESOLVED("a resolved service", "mdns.resolve: {service: _echo._udp, within: 10s, save: {peer: address, port: port}}");

    private final String title;
    private final List<String> adds;

    Situation(String title, String... adds) {
        this.title = title;
        this.adds = List.of(adds);
    }

    /** The situation in a few words. */
    public String title() {
        return title;
    }

    /** The steps that lead here from nothing: items of {@code steps}, without their hyphens. */
    public List<String> steps() {
        List<String> steps = new ArrayList<>();
        Arrays.stream(values()).filter(earlier -> earlier.compareTo(this) <= 0)
                .forEach(earlier -> steps.addAll(earlier.adds));
        return List.copyOf(steps);
    }
}
