package dev.lanyard.drivers.ip;

/** Why a network operation did not succeed. */
public enum IpFailure {
    /** The host has no address from which the target could be reached. */
    NO_ADDRESS("the host has no address for that"),
    /** The target is on none of the host's networks and there is no gateway. */
    NO_ROUTE("no route"),
    /** Nobody answered ARP or neighbour solicitation for the next hop. */
    NO_NEIGHBOUR("no neighbour answered"),
    /** Nothing came back in time. */
    NO_REPLY("no reply"),
    /** A reply came back with other octets than were sent. */
    WRONG_PAYLOAD("the reply carries other octets"),
    /** An ICMP error says that the target, protocol or port cannot be reached. */
    UNREACHABLE("destination unreachable"),
    /** More octets than the link carries in one packet. */
    TOO_LARGE("too large for the link"),
    /** Somebody on the link already uses the address. */
    ADDRESS_IN_USE("the address is in use"),
    /** The port is open already, or none is free. */
    PORT_IN_USE("the port is in use"),
    /** The DHCP server refused. */
    NAK("the DHCP server refused"),
    /** The answer lacks what it must carry. */
    INCOMPLETE("the answer is incomplete"),
    /** The link is gone, and the accessory most likely too. */
    DETACHED("detached"),
    /** The harness closed the host or the socket. */
    CLOSED("closed"),
    /** The link refused a frame. */
    LINK("the link failed");

    private final String sentence;

    IpFailure(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
