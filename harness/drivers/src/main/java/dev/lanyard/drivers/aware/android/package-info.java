/**
 * An Android phone as the radio: the Wi-Fi snippet of AOSP's host tests on it, reached by adb and the Mobly snippet
 * protocol. The phone gives sockets, not frames, so its data paths are no links.
 */
package dev.lanyard.drivers.aware.android;
