/** What peers that speak in services, not in frames, have in common: events as they come, and waiting for replies. */
package dev.lanyard.drivers.aware.delegated;
