/**
 * Wi-Fi Aware as services: what a peer can be asked for ({@link dev.lanyard.drivers.aware.AwarePeer}), and a stack of our
 * own that does it on any {@link dev.lanyard.drivers.radio.Radio}.
 */
package dev.lanyard.drivers.aware;
