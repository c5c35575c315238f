/**
 * Keys of Wi-Fi Aware pairing and data paths: derivations, message integrity codes, key wrapping, frame decryption.
 * Labels and layouts are those of hostap's implementation, checked against its frames; the specification's text was not
 * read. Computed on JCA and BouncyCastle primitives. Nothing here shows key octets in a text or an exception.
 */
package dev.lanyard.wire.nan.security;
