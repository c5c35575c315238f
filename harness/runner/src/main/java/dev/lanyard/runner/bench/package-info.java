/** What stands on a lab bench, as its file declares it: accessories by name, consoles, power switches, radios. */
package dev.lanyard.runner.bench;
