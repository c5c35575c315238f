/**
 * Pairing of Wi-Fi Aware devices: PASN (IEEE 802.11-2024 §12.13) with a password by SAE, opportunistically, or with the
 * key of an earlier pairing; the exchange of identity keys after it; and what is kept of a pairing. Contents and checks
 * are those of hostap and of the threads about iPhones; the Wi-Fi Aware specification is not public, so they are
 * unchecked against its text. Pure logic: frames in, frames out; time and randomness come from the caller. Nothing here
 * shows a secret in a text or an exception.
 */
package dev.lanyard.wire.nan.pairing;
