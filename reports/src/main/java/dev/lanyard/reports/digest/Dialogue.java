package dev.lanyard.reports.digest;

/** A conversation between host and accessory, of which a ladder diagram can be drawn. */
public enum Dialogue {
    ENUMERATION("Enumeration"),
    START_UP("Start-up of the network function"),
    BLOCKS("Transfer blocks"),
    NEIGHBOURS("Neighbours and routers"),
    DHCP("DHCP"),
    MDNS("mDNS"),
    ICMP("ICMP"),
    UDP("UDP"),
    OTHER("Other frames"),
    AWARE_CLUSTER("Wi-Fi Aware: cluster"),
    AWARE_DISCOVERY("Wi-Fi Aware: discovery"),
    AWARE_PAIRING("Wi-Fi Aware: pairing"),
    AWARE_DATA_PATH("Wi-Fi Aware: data path"),
    AWARE_DATA("Wi-Fi Aware: data");

    private final String title;

    Dialogue(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
