/**
 * Exports emulated devices over USB/IP, to the harness in this process or over TCP to any USB/IP client, Linux'
 * {@code usbip attach} among them. {@link dev.lanyard.stubs.usbip.UsbIpServer} is the entry.
 */
package dev.lanyard.stubs.usbip;
