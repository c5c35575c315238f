/**
 * Serial consoles: what an accessory writes beside what it does on the bus. A {@link
 * dev.lanyard.drivers.console.SerialConsole} captures one for as long as it is open, whatever becomes of the port.
 */
package dev.lanyard.drivers.console;
