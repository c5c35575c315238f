/**
 * Capture files: pcapng (IETF draft-ietf-opsawg-pcapng) and, inside its packets, Linux' usbmon records (link type
 * 220). Works on streams that are handed in; opens and closes nothing.
 */
package dev.lanyard.wire.capture;
