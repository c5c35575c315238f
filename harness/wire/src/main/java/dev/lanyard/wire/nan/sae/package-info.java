/**
 * Simultaneous authentication of equals (SAE, IEEE 802.11-2020 §12.4) as Wi-Fi Aware pairing uses it: hash-to-element
 * (§12.4.4.2.3), groups 19 and 20, its commit and confirm carried by PASN. Curves and hashes are BouncyCastle's and
 * JCA's. Derivations agree with hostap's and with the vectors of annex J.10. Nothing here shows a secret in a text or
 * an exception.
 */
package dev.lanyard.wire.nan.sae;
