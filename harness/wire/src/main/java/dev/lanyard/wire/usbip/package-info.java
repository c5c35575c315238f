/**
 * The messages of USB/IP 1.1.1 (Linux kernel, Documentation/usb/usbip_protocol), which carries USB transfers over a
 * byte stream. All fields are big-endian, except the setup packet and the transferred octets, which travel as on the
 * bus.
 *
 * <p>A connection has a control phase ({@link dev.lanyard.wire.usbip.OperationRequest} and its replies) and, once a
 * device was imported, a transfer phase ({@link dev.lanyard.wire.usbip.UrbMessage}). Isochronous transfers are
 * recognised and not decoded further: no accessory class that is tested here uses them.
 */
package dev.lanyard.wire.usbip;
