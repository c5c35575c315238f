/**
 * Accessories whose USB interfaces stay with the operating system's driver, tested through the network interface that
 * it made of them. {@link dev.lanyard.drivers.kernel.KernelAccessory} is the entry.
 */
package dev.lanyard.drivers.kernel;
