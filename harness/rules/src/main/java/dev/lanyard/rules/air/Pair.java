package dev.lanyard.rules.air;

import dev.lanyard.wire.net.MacAddress;

/** Who began a dialogue, and with whom. */
public record Pair(MacAddress initiator, MacAddress responder) {

    Pair reversed() {
        return new Pair(responder, initiator);
    }
}
