/** The rules, by family. To add one, add an entry to its family's list; nothing else has to know of it. */
package dev.lanyard.rules.catalogue;
