package dev.lanyard.drivers.aware;

import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.nan.security.Secret;
import java.util.Optional;

/** How a data path is protected. */
public sealed interface DataPathSecurity {

    /** Not at all. */
    record Open() implements DataPathSecurity {}

    /**
     * By the pairing with the other device.
     *
     * @param suite of the data path; without it the strongest that both offer
     */
    record Paired(Optional<CipherSuite> suite) implements DataPathSecurity {}

    /** By a passphrase that both know. */
    record Passphrase(CipherSuite suite, Password passphrase) implements DataPathSecurity {}

    /** By an ND-PMK of 32 octets that both know. */
    record Key(CipherSuite suite, Secret ndPmk) implements DataPathSecurity {}
}
