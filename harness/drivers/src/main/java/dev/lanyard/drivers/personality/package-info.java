/** Scripted imitations of how host platforms start and use an accessory. */
package dev.lanyard.drivers.personality;
