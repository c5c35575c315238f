/**
 * An ESP32 board as the radio: ESP-IDF's {@code nan_console} example over its serial port. Its lines are those of
 * ESP-IDF's log; what it does not print, nobody knows.
 */
package dev.lanyard.drivers.aware.esp32;
