/**
 * Devices at this machine's own USB ports, reached with libusb through usb4java.
 * {@link dev.lanyard.drivers.libusb.LibUsbHost} is the entry.
 */
package dev.lanyard.drivers.libusb;
