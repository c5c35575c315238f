/**
 * The rules, by family: here those of USB, of its network functions and of the hosts; in {@code network} those of what
 * runs over a link; in {@code aware} those of Wi-Fi Aware. To add one, add an entry to its family's list; nothing else
 * has to know of it.
 */
package dev.lanyard.rules.catalogue;
