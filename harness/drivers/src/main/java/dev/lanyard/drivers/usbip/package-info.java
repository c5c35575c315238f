/**
 * USB devices reached over USB/IP: by TCP on another machine or in a virtual one, or by a channel inside this process
 * when the device is emulated here. {@link dev.lanyard.drivers.usbip.UsbIpHost} is the entry.
 */
package dev.lanyard.drivers.usbip;
