/** Emulated Wi-Fi Aware accessories on a virtual air, and their faults. */
package dev.lanyard.stubs.aware;
