/**
 * Notes on disk of what was taken from the operating system, so that a process that was killed leaves word of what it
 * owes. {@link dev.lanyard.drivers.debt.Debt} is one of them.
 */
package dev.lanyard.drivers.debt;
