/** The frames of Wi-Fi Aware: beacons, service discovery, NAN action frames, PASN. */
package dev.lanyard.wire.nan.frame;
