package dev.lanyard.drivers.ip.mdns;

import java.util.Optional;

/**
 * What came of claiming an accessory's name.
 *
 * @param renamed the name that it took instead, with the final dot; empty when none was heard
 * @param claims  how often the host claimed the name
 * @param probes  how often the accessory probed for it meanwhile
 * @param nanos   from the first claim until the new name was heard, or the end
 */
public record MdnsClaim(Optional<String> renamed, int claims, int probes, long nanos) {}
