/**
 * The multicast DNS querier (RFC 6762, RFC 6763) of the user-space IP host.
 */
package dev.lanyard.drivers.ip.mdns;
