/** The rules of addresses, DHCP, IPv6, groups, ICMP, UDP and mDNS: whatever the link under them is. */
package dev.lanyard.rules.catalogue.network;
