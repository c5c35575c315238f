package dev.lanyard.rules.air;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.nan.dialogue.Actor;
import dev.lanyard.wire.nan.dialogue.Dialogues;
import dev.lanyard.wire.net.MacAddress;
import java.time.Duration;
import java.util.Map;

/** IPv6 and UDP over a data path. */
final class TrafficCases {

    private static final MacAddress DEVICE = Actor.ACCESSORY.ndi();
    private static final MacAddress OWN = Actor.PHONE.ndi();
    private static final int UDP = 17;
    private static final int ICMPV6 = 58;
    private static final int PORT = 7;
    private static final int ROUNDS = 10;
    private static final Duration FAST = Duration.ofMillis(100);

    private TrafficCases() {}

    static void add(ActiveAirCases all) {
        Bytes stray = Bytes.hex("0011223344556677");
        all.keeps(path().packet(true, neighbour(DEVICE, OWN, identifier(DEVICE), 136)), "NAN-IP-01");
        all.breaks(path().packet(true, neighbour(DEVICE, OWN, stray, 136)), "NAN-IP-01");
        AirSession asked = path().packet(false, neighbour(OWN, DEVICE, identifier(OWN), 135)).pass(FAST);
        all.keeps(asked.packet(true, neighbour(DEVICE, OWN, identifier(DEVICE), 136)), "NAN-IP-02");
        all.breaks(path().packet(false, neighbour(OWN, DEVICE, identifier(OWN), 135)).pass(FAST), "NAN-IP-02");
        all.keeps(echoes(FAST), "NAN-IP-03");
        all.breaks(path().packet(true, ip(DEVICE, OWN, identifier(DEVICE), ICMPV6, Bytes.hex("0104000000000000"))),
                "NAN-IP-03");
        all.breaks(silence(), "NAN-IP-03");
        all.keeps(echoes(FAST), "NAN-APP-01");
        all.breaks(silence(), "NAN-APP-01");
        all.keeps(echoes(FAST), "NAN-APP-02");
        all.breaks(echoes(Duration.ofMillis(900)), "NAN-APP-02");
    }

    private static AirSession path() {
        return new AirSession().play(Dialogues.openDataPath(Dialogues.CLEAN)).step("aware.datapath", Map.of(),
                Map.of("result", "open"));
    }

    private static AirSession echoes(Duration roundTrip) {
        AirSession session = path();
        for (int i = 0; i < ROUNDS; i++) {
            session.packet(false, datagram(OWN, DEVICE, 40_000, PORT, i)).pass(roundTrip)
                    .packet(true, datagram(DEVICE, OWN, PORT, 40_000, i)).pass(FAST);
        }
        return session;
    }

    private static AirSession silence() {
        AirSession session = path();
        for (int i = 0; i < ROUNDS; i++) {
            session.packet(false, datagram(OWN, DEVICE, 40_000, PORT, i)).pass(Duration.ofSeconds(1));
        }
        return session;
    }

    private static Bytes datagram(MacAddress from, MacAddress to, int source, int target, int number) {
        return ip(from, to, identifier(from), UDP, new BytesWriter().u16be(source).u16be(target).u16be(12).u16be(0)
                .u16be(0).u16be(number).toBytes());
    }

    /** Asks for, or tells, where the device is. */
    private static Bytes neighbour(MacAddress from, MacAddress to, Bytes identifier, int type) {
        return ip(from, to, identifier, ICMPV6, Bytes.of(type, 0, 0, 0, 0, 0, 0, 0)
                .concat(linkLocal(identifier(DEVICE))));
    }

    private static Bytes ip(MacAddress from, MacAddress to, Bytes identifier, int next, Bytes payload) {
        return to.bytes().concat(from.bytes()).concat(Bytes.of(0x86, 0xDD, 0x60, 0, 0, 0))
                .concat(Bytes.of(payload.length() >> 8, payload.length(), next, 255))
                .concat(linkLocal(identifier)).concat(linkLocal(identifier(to))).concat(payload);
    }

    private static Bytes linkLocal(Bytes identifier) {
        return Bytes.hex("fe80000000000000").concat(identifier);
    }

    /** Modified EUI-64 (RFC 4291 appendix A). */
    private static Bytes identifier(MacAddress mac) {
        Bytes octets = mac.bytes();
        return Bytes.of(octets.u8(0) ^ 2, octets.u8(1), octets.u8(2), 0xFF, 0xFE, octets.u8(3), octets.u8(4),
                octets.u8(5));
    }
}
