/**
 * Accessories that break one rule on purpose. A {@link dev.lanyard.stubs.fault.Fault} has the id of the rule that it
 * breaks and is made of {@link dev.lanyard.stubs.fault.Defect}s: small things done wrong, at the seams that the
 * emulated firmware leaves for them. To add one, add an entry to its family's list; nothing else has to know of it.
 */
package dev.lanyard.stubs.fault;
