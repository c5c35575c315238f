package dev.lanyard.drivers.ip.dhcp;

import dev.lanyard.drivers.ip.Datagram;
import dev.lanyard.wire.dhcp.DhcpMessage;

/** A server's message and the datagram it came in. */
record DhcpAnswer(DhcpMessage message, Datagram datagram) {}
