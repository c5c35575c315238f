/** {@code lint}: what the devices in a capture break, for people and for programs. */
package dev.lanyard.cli.lint;
