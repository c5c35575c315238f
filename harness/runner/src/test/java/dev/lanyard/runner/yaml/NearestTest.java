package dev.lanyard.runner.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestTest {

    private final List<String> verbs = List.of("usb.attach", "usb.detach", "udp.echo", "dhcp.lease");

    @Test
    void aTypingMistakeFindsItsWord() {
        assertEquals(Optional.of("usb.attach"), Nearest.to("usb.atach", verbs));
        assertEquals(Optional.of("udp.echo"), Nearest.to("upd.echo", verbs));
        assertEquals(Optional.of("dhcp.lease"), Nearest.to("DHCP.Lease", verbs));
    }

    @Test
    void anotherWordForTheSameAndAPartOfTheWordFindIt() {
        assertEquals(Optional.of("within"), Nearest.to("timeout", List.of("within", "during", "expect")));
        assertEquals(Optional.of("udp-echo"), Nearest.to("echo", List.of("ping", "udp-echo", "udp-echo-large")));
        assertEquals(Optional.of("vendor-id"), Nearest.to("vendor", List.of("product-id", "vendor-id")));
        assertEquals(Optional.empty(), Nearest.to("id", List.of("product-id", "vendor-id")));
    }

    @Test
    void somethingElseFindsNothingAndListsWhatThereIs() {
        assertEquals(Optional.empty(), Nearest.to("power.off", verbs));
        assertEquals("; there is dhcp.lease, udp.echo, usb.attach, usb.detach", Nearest.hint("power.off", verbs));
    }
}
