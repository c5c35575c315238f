/**
 * Wi-Fi Aware (Neighbor Awareness Networking): its words, their numbers and service ids here, attributes and frames in
 * packages of their own. Integers are little-endian unless said otherwise; times are in TU (1024 µs) unless said otherwise.
 *
 * <p>The Wi-Fi Aware specification 4.0 is not public. Layouts come from public implementations (hostap, the Linux
 * kernel, Wireshark) and were compared with frames of hostap; sections named are those that such sources name,
 * unchecked against the text.
 *
 * <p>Decoding is total and lossless: any octets end in records and a list of {@link
 * dev.lanyard.wire.ieee80211.FrameDefect}, and encoding the records gives the same octets again. A record whose
 * optional fields contradict its control field can be made, and encodes as its fields stand: that is how a defective
 * frame is made.
 */
package dev.lanyard.wire.nan;
