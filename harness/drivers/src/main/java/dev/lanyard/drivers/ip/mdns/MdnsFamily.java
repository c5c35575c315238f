package dev.lanyard.drivers.ip.mdns;

/** Over which Internet Protocol mDNS is spoken; records of either family may come over either. */
public enum MdnsFamily { IPV4, IPV6 }
