package dev.lanyard.stubs.aware;

import dev.lanyard.drivers.aware.AwareService;
import dev.lanyard.drivers.aware.Password;
import dev.lanyard.drivers.aware.Usd;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.security.CipherSuite;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/** Which emulated Wi-Fi Aware accessories there are. */
public enum AwareModel {
    /** A publisher that shows a PIN. */
    PIN(true, "shows a PIN"),
    /** A publisher on which a PIN is typed: the one that emulated devices show. */
    KEYPAD(true, "has a keypad for a PIN"),
    /** A publisher that pairs without PIN. */
    OPPORTUNISTIC(true, "pairs without PIN"),
    /** A subscriber that shows a PIN. */
    SUBSCRIBER(false, "looks for the service and has a keypad"),
    /** A publisher that shows a PIN and takes no cipher suites but the strong ones. */
    STRONG(true, "shows a PIN and takes strong cipher suites alone"),
    /** A publisher without a cluster; it joins one, with open data paths, when a message says so. */
    USD(true, "is found without a cluster"),
    /** A subscriber without a cluster, which speaks to the publisher that it finds. */
    SEEKER(false, "looks for the service without a cluster"),
    /** A publisher without pairing whose data paths a passphrase protects. */
    PASSPHRASE(true, "has data paths behind a passphrase"),
    /** A publisher without pairing whose data paths are open. */
    OPEN(true, "has open data paths");

    /** The service of all of them. */
    public static final String SERVICE = "_lanyard._udp";
    /** What is shown, and what is typed; it begins with a zero on purpose. */
    static final String DIGITS = "012345";
    private static final String SECRET = "lanyard test passphrase";
    /** The message that brings {@link #USD} into a cluster. */
    static final Bytes SYNCHRONISE = Bytes.wrap("synchronise".getBytes(StandardCharsets.US_ASCII));
    /** What {@link #SEEKER} says to the publisher that it finds. */
    static final Bytes GREETING = Bytes.wrap("found you".getBytes(StandardCharsets.US_ASCII));
    private static final int ECHO = 7;

    private final boolean publishes;
    private final String text;

    AwareModel(boolean publishes, String text) {
        this.publishes = publishes;
        this.text = text;
    }

    /** As in {@code emulated:aware-pin}. */
    public String rest() {
        return "aware-" + name().toLowerCase(Locale.ROOT);
    }

    boolean publishes() {
        return publishes;
    }

    String text() {
        return text;
    }

    /** What it publishes once a message has brought it into a cluster. */
    static AwareService synchronised() {
        return OPEN.service();
    }

    AwareService service() {
        AwareService service = AwareService.of(SERVICE);
        OptionalInt port = OptionalInt.of(ECHO);
        return switch (this) {
            case PIN -> service.pairing(Set.of(BootstrappingMethod.PIN_DISPLAY), port);
            case KEYPAD -> service.pairing(Set.of(BootstrappingMethod.PIN_KEYPAD), port);
            case OPPORTUNISTIC -> service.pairing(Set.of(BootstrappingMethod.OPPORTUNISTIC), port);
            case SUBSCRIBER -> service.pairing(Set.of(BootstrappingMethod.PIN_KEYPAD), port);
            case STRONG -> service.pairing(Set.of(BootstrappingMethod.PIN_DISPLAY), port)
                    .withSuites(List.of(CipherSuite.NCS_SK_256, CipherSuite.NCS_PK_PASN_256));
            case USD, SEEKER -> service.unsynchronised(Usd.DEFAULT);
            case PASSPHRASE -> service.passphrase(CipherSuite.NCS_SK_128, Password.of(SECRET), port);
            case OPEN -> service.open(port);
        };
    }
}
