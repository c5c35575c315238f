/**
 * wpa_supplicant as the radio: its control interface in text, by UNIX datagrams or UDP, and its commands and events of
 * Wi-Fi Aware. Commands are those of hostap's tests; arguments that are not known are passed over.
 */
package dev.lanyard.drivers.aware.supplicant;
