/**
 * DHCPv4 messages (RFC 2131, RFC 2132), read without refusing any and with every option kept.
 */
package dev.lanyard.wire.dhcp;
