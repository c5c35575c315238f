/**
 * The DHCPv4 client (RFC 2131) of the user-space IP host.
 */
package dev.lanyard.drivers.ip.dhcp;
