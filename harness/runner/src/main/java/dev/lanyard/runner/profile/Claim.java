package dev.lanyard.runner.profile;

/** Something that an accessory says it can do; scenarios ask for claims before they try. */
public enum Claim {
    /** Answers ARP and ICMP echo on its own IPv4 address. */
    PING,
    /** Leases addresses by DHCPv4. */
    DHCP_SERVER,
    /** Announces its service by mDNS and DNS-SD. */
    MDNS,
    /** Sends UDP datagrams back. */
    UDP_ECHO,
    /** Tells how many datagrams came to its UDP echo. */
    UDP_COUNT,
    /** Takes UDP datagrams without answering, and tells how many came. */
    UDP_SINK,
    /** Takes TCP connections and sends back what comes in. */
    TCP_ECHO,
    /** Answers a discovery protocol of its own. */
    DISCOVERY,
    /** Has an IPv6 link-local address and answers there. */
    IPV6_LINK_LOCAL,
    /** Claims an IPv4 link-local address, always or when it finds no DHCP server (RFC 3927). */
    IPV4_LINK_LOCAL,
    /** Asks for an IPv4 address by DHCP. */
    DHCP_CLIENT,
    /** Leads to other networks, so it offers a router. */
    GATEWAY,
    /** Receives faster than it sends, or the other way, so its two link rates differ. */
    ASYMMETRIC_RATES,
    /** The bench can drop and raise the link behind it. */
    LINK_CONTROL,
    /** Publishes a Wi-Fi Aware service that pairs by a PIN that it shows. */
    AWARE_PIN_DISPLAY,
    /** Publishes a Wi-Fi Aware service that pairs without PIN. */
    AWARE_OPPORTUNISTIC,
    /** Publishes a Wi-Fi Aware service that pairs by a PIN typed on it. */
    AWARE_PIN_KEYPAD,
    /** Publishes a Wi-Fi Aware service whose data paths a passphrase protects. */
    AWARE_PASSPHRASE,
    /** A Wi-Fi Aware publisher that shows a PIN, with PASN of group 20 and GCMP-256 alone (csid 8 and 2). */
    AWARE_STRONG,
    /** A Wi-Fi Aware publisher without a cluster (USD) that comes into one when the message "synchronise" says so. */
    AWARE_USD,
    /** Looks for a Wi-Fi Aware service without a cluster (USD), and sends a message to the publisher that it finds. */
    AWARE_USD_SUBSCRIBER,
    /** Publishes a Wi-Fi Aware service whose data paths are open. */
    AWARE_OPEN,
    /** Looks for a Wi-Fi Aware service and asks its publisher for pairing. */
    AWARE_SUBSCRIBER,
    /** Sends messages of Wi-Fi Aware back to their sender. */
    AWARE_MESSAGE_ECHO,
    /** Is on the virtual air, which loses and delays frames where a scenario wants it. */
    VIRTUAL_AIR,
    /** Does what messages of Wi-Fi Aware tell it: "info TEXT" changes its service's information, "stop" ends it. */
    AWARE_MESSAGE_COMMANDS,
    /** The PIN that it shows begins with a zero. */
    AWARE_PIN_WITH_ZERO,
    /** Its transport lets a host read endpoints that the selected alternate setting has not. */
    IDLE_READ
}
