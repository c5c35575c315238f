/**
 * IEEE 802.11 frames as Wi-Fi Aware uses them: radiotap, the MAC header, beacons, action and authentication frames,
 * elements. Section numbers are those of IEEE 802.11-2020.
 *
 * <p>Decoding is total and lossless: any octets end in records and a list of {@link
 * dev.lanyard.wire.ieee80211.FrameDefect}, and encoding the records gives the same octets again.
 */
package dev.lanyard.wire.ieee80211;
