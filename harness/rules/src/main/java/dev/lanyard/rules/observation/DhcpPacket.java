package dev.lanyard.rules.observation;

import dev.lanyard.wire.dhcp.DhcpMessage;

/** A DHCP message and the IP packet that carries it. */
public record DhcpPacket(IpPacket packet, DhcpMessage message) {}
