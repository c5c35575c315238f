/**
 * UDP echo runs (RFC 862) over the user-space IP host.
 */
package dev.lanyard.drivers.ip.echo;
