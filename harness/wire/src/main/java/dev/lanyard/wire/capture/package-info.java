/**
 * Capture files: pcap and pcapng (IETF draft-ietf-opsawg-pcap and -pcapng), plain or in gzip, and what stands before
 * the frames in their packets: usbmon and USBPcap records, Prism, AVS and PPI radio headers. Works on streams that are
 * handed in; opens and closes nothing.
 */
package dev.lanyard.wire.capture;
