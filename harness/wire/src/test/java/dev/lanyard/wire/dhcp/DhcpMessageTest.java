package dev.lanyard.wire.dhcp;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DhcpMessageTest {

    private static final MacAddress MAC = MacAddress.parse("02:4c:59:00:00:02");
    private static final Bytes OFFER = resource("dnsmasq-offer.hex");

    @Test
    void offerOfDnsmasqIsReadWithEveryOption() {
        DhcpMessage offer = DhcpMessage.decode(OFFER);
        assertEquals(List.of(), offer.defects());
        assertEquals(DhcpMessage.BOOTREPLY, offer.op());
        assertEquals(0x4fbbdb32L, offer.xid());
        assertTrue(offer.isBroadcast());
        assertEquals(MAC, offer.clientMac());
        assertEquals(Inet4Address.ofLiteral("192.168.77.56"), offer.yiaddr());
        assertEquals(Inet4Address.ofLiteral("192.168.77.1"), offer.siaddr());
        assertEquals(Optional.of(DhcpMessageType.OFFER), offer.type());
        assertEquals(List.of(53, 54, 51, 58, 59, 1, 28, 6),
                offer.options().stream().map(DhcpOption::code).toList());
        assertEquals(243, offer.options().get(1).offset());
        assertEquals(OptionalLong.of(7200), offer.u32(DhcpOption.IP_ADDRESS_LEASE_TIME));
        assertEquals(Optional.of(Inet4Address.ofLiteral("192.168.77.1")), offer.address(DhcpOption.SERVER_IDENTIFIER));
        assertEquals(List.of(Inet4Address.ofLiteral("192.168.77.9")),
                offer.addresses(DhcpOption.DOMAIN_NAME_SERVER));
        assertEquals(List.of(), offer.addresses(DhcpOption.ROUTER));
        assertEquals(OptionalLong.empty(), offer.u32(DhcpOption.ROUTER));
        assertEquals(OFFER, offer.raw());
    }

    @Test
    void discoverHasTheOctetsOfRfc2131() {
        Bytes raw = DhcpMessage.build(DhcpMessage.BOOTREQUEST, DhcpMessageType.DISCOVER).client(MAC).xid(0x11223344L)
                .secs(3).flags(DhcpMessage.BROADCAST_FLAG).option(55, Bytes.of(1, 3, 6)).build().raw();
        assertEquals(Bytes.hex("01010600 11223344 0003 8000" + "00".repeat(16) + "024c59000002" + "00".repeat(10 + 192)
                + "63825363 350101 3703010306 ff" + "00".repeat(51)), raw);
    }

    @Test
    void everyCutOfAMessageIsReadAndNamed() {
        for (int length = 0; length < OFFER.length(); length++) {
            DhcpMessage cut = DhcpMessage.decode(OFFER.truncate(length));
            boolean endCut = length < OFFER.length() - 14;
            assertEquals(endCut, !cut.defects().isEmpty(), length + ": " + cut.defects());
        }
    }

    @Test
    void optionsInOverloadedFieldsAreFound() {
        byte[] octets = DhcpMessage.build(2, DhcpMessageType.ACK).option(52, Bytes.of(3)).build().raw().toArray();
        Bytes.hex("03040a000001ff").copyTo(octets, 108);
        Bytes.hex("06040a000002").copyTo(octets, 44);
        DhcpMessage message = DhcpMessage.decode(Bytes.wrap(octets));
        assertEquals(Optional.of(Inet4Address.ofLiteral("10.0.0.1")), message.address(DhcpOption.ROUTER));
        assertEquals(DhcpOption.Field.SNAME, message.options().getLast().field());
        assertEquals(List.of("the sname field has no end option (255)"), message.defects());
    }

    @Test
    void longOptionsAreSplitAndJoinedAgain() {
        Bytes data = Bytes.wrap(new byte[600]);
        DhcpMessage message = DhcpMessage.build(1, DhcpMessageType.INFORM).option(60, data).build();
        assertEquals(4, message.options().size());
        assertEquals(Optional.of(data), message.option(60));
    }

    @Test
    void wrongCookieAndLengthsAreDefects() {
        byte[] octets = OFFER.toArray();
        octets[236] = 0;
        assertTrue(DhcpMessage.decode(Bytes.copyOf(octets)).defects().getFirst().contains("magic cookie is 00825363"));
        octets[236] = 0x63;
        octets[244] = (byte) 200;
        octets[2] = 17;
        List<String> defects = DhcpMessage.decode(Bytes.copyOf(octets)).defects();
        assertTrue(defects.getFirst().contains("option 54 at 243 says 200 octets, 55 follow"), defects.toString());
        assertTrue(defects.getLast().contains("hlen is 17"), defects.toString());
    }

    @Test
    void anyOctetsMakeAMessage() {
        SplittableRandom random = new SplittableRandom(2131);
        for (int i = 0; i < 20_000; i++) {
            byte[] octets = OFFER.truncate(random.nextInt(OFFER.length() + 1)).toArray();
            for (int flips = random.nextInt(8); flips > 0 && octets.length > 0; flips--) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt();
            }
            assertDoesNotThrow(() -> {
                DhcpMessage message = DhcpMessage.decode(Bytes.wrap(octets));
                for (DhcpOption option : message.options()) {
                    message.addresses(option.code());
                    message.u32(option.code());
                }
                assertFalse(message.toString().isEmpty());
            });
        }
    }

    static Bytes resource(String name) {
        try (InputStream in = DhcpMessageTest.class.getResourceAsStream(name)) {
            return Bytes.hex(new String(in.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("#.*", ""));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
