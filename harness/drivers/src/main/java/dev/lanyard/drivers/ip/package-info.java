/**
 * The user-space IP host: {@link dev.lanyard.drivers.ip.IpHost} on a link, its UDP sockets and its failures.
 */
package dev.lanyard.drivers.ip;
