/**
 * Switches for an accessory's power, and what each of them can prove. Whoever switches off switches on again; see {@link
 * dev.lanyard.drivers.power.PowerSwitch}.
 */
package dev.lanyard.drivers.power;
