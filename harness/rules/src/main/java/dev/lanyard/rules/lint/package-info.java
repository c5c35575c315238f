/** What a capture that somebody else made says of the devices in it. */
package dev.lanyard.rules.lint;
