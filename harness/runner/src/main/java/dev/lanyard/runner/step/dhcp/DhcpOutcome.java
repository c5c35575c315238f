package dev.lanyard.runner.step.dhcp;

import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.wire.dhcp.DhcpMessage;
import dev.lanyard.wire.dhcp.DhcpMessageType;
import java.util.Optional;

/** How a server answered a REQUEST. */
public enum DhcpOutcome {
    /** It acknowledged the address. */
    ACK,
    /** It refused it. */
    NAK,
    /** It said nothing in time. */
    NONE;

    static DhcpOutcome of(Optional<DhcpMessage> answer) {
        return answer.flatMap(DhcpMessage::type).map(type -> type == DhcpMessageType.ACK ? ACK : NAK).orElse(NONE);
    }

    /** What a failure says of the server; what says nothing of it is thrown again. */
    static DhcpOutcome of(IpException e) throws IpException {
        return switch (e.failure()) {
            case NAK -> NAK;
            case NO_REPLY, NO_NEIGHBOUR -> NONE;
            default -> throw e;
        };
    }
}
