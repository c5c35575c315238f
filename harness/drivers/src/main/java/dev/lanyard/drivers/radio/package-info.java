/**
 * Paths for 802.11 frames: what a radio is ({@link dev.lanyard.drivers.radio.Radio}), where its stations run
 * ({@link dev.lanyard.drivers.radio.AirLoop}), and a medium inside this process on simulated time
 * ({@link dev.lanyard.drivers.radio.VirtualAir}).
 */
package dev.lanyard.drivers.radio;
