package dev.lanyard.runner.profile;

import dev.lanyard.drivers.console.SerialSettings;
import dev.lanyard.rules.KnownIssue;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.Range;
import dev.lanyard.runner.value.ByteSize;
import dev.lanyard.runner.value.ByteTemplate;
import dev.lanyard.runner.value.CountTemplate;
import dev.lanyard.runner.value.Endpoint;
import dev.lanyard.runner.value.Ipv4Interface;
import dev.lanyard.runner.value.RuleId;
import dev.lanyard.wire.net.MacAddress;
import java.net.Inet4Address;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is declared about an accessory: a file of {@code device-profiles/}. */
public record Profile(
        @Doc("the profile's name") String profile,
        @Doc("one line about the accessory") Optional<String> title,
        @Doc("the accessories it is taken for when none is named: SCHEME:WHICH") @Default("[]")
        List<String> accessories,
        @Doc("how the accessory is connected: usb or wifi-aware") Transport transport,
        @Doc("its network function, of every USB accessory: ecm or ncm") Optional<Function> function,
        @Doc("what it says it can do") @Default("[]") List<Claim> claims,
        @Doc("its USB identity") Optional<Identity> identity,
        @Doc("its end of the link") @Default("{}") LinkFacts link,
        @Doc("its addresses") Optional<Network> network,
        @Doc("the service it announces") Optional<Service> service,
        @Doc("its UDP echo") Optional<Echo> echo,
        @Doc("a port that takes UDP datagrams without answering") Optional<Sink> sink,
        @Doc("a discovery protocol of its own") Optional<Discovery> discovery,
        @Doc("what it is in Wi-Fi Aware") Optional<Aware> aware,
        @Doc("its serial console, captured whenever the accessory is tested; console: {} is that of the same USB device")
        Optional<Console> console,
        @Doc("rules that it is known to break") @Default("[]") List<Issue> knownIssues,
        @Doc("what scenarios use as ${secret.NAME} and nobody may read: by name") @Default("{}")
        Map<String, SecretSource> secrets) {

    public Profile {
        if (transport == Transport.USB && function.isEmpty()) {
            throw new IllegalArgumentException("an accessory on USB has a function: ecm or ncm");
        }
        if (transport == Transport.WIFI_AWARE && aware.isEmpty()) {
            throw new IllegalArgumentException("a Wi-Fi Aware accessory has a section aware with its services");
        }
        Optional<String> pin = aware.flatMap(Aware::pairing).flatMap(Aware.Pairing::secret);
        if (pin.isPresent() && !secrets.containsKey(pin.get())) {
            throw new IllegalArgumentException("aware.pairing.secret names " + pin.get()
                    + ", which is no entry of secrets");
        }
        for (String name : secrets.keySet()) {
            if (!name.matches("[a-z][a-z0-9-]{0,49}")) {
                throw new IllegalArgumentException("the name of a secret begins with a small letter and goes on with "
                        + "small letters, digits and hyphens");
            }
        }
    }

    /** A rule that the accessory is known to break: no finding until it expires. */
    public record Issue(
            @Doc("the rule") RuleId rule,
            @Doc("why that is so for now") String reason,
            @Doc("where its mending is followed") String ticket,
            @Doc("the last day on which it is no finding: 2026-12-31") LocalDate expires) {

        /** As rules know it. */
        public KnownIssue known() {
            return new KnownIssue(rule.id(), reason, ticket, expires);
        }
    }

    /** Names the device (USB 2.0 §9.6.1). */
    public record Identity(
            @Doc("idVendor, such as 0x1209") @Range(min = "0", max = "65535") int vendorId,
            @Doc("idProduct") @Range(min = "0", max = "65535") int productId,
            @Doc("string iManufacturer") Optional<String> manufacturer,
            @Doc("string iProduct") Optional<String> product,
            @Doc("string iSerialNumber") Optional<String> serial) {}

    /** The link as it should be. */
    public record LinkFacts(
            @Doc("how soon after alternate 1 it says that the link is up") @Default("1s") Duration within,
            @Doc("the address it gives the host (iMACAddress)") Optional<MacAddress> hostMac,
            @Doc("its own address") Optional<MacAddress> accessoryMac,
            @Doc("the largest IP packet") @Default("1500B") ByteSize mtu,
            @Doc("how long it must be unplugged to notice it and introduce itself anew") @Default("0ms")
            Duration unplugged) {

        /** Of an accessory that notices at once that it is unplugged. */
        public LinkFacts(Duration within, Optional<MacAddress> hostMac, Optional<MacAddress> accessoryMac, ByteSize mtu) {
            this(within, hostMac, accessoryMac, mtu, Duration.ZERO);
        }
    }

    /** IPv4 as the accessory has it. */
    public record Network(
            @Doc("its own address") Inet4Address address,
            @Doc("an address with prefix that a host may take without asking") Optional<Ipv4Interface> hostAddress,
            @Doc("how soon its DHCP server grants an address") @Default("5s") Duration dhcpWithin) {}

    /** A DNS-SD service (RFC 6763). */
    public record Service(
            @Doc("the service type: _echo._udp") String type,
            @Doc("the instance name") Optional<String> instance,
            @Doc("the host name with .local") Optional<String> host,
            @Doc("how soon it is resolved") @Default("5s") Duration within) {}

    /** A UDP echo (RFC 862). */
    public record Echo(
            @Doc("the port") @Range(min = "1", max = "65535") int port,
            @Doc("the largest payload") @Default("1472B") ByteSize maxPayload,
            @Doc("the round-trip time that half of the datagrams keep") @Default("50ms") Duration p50,
            @Doc("the round-trip time that 99 of 100 datagrams keep") @Default("50ms") Duration p99,
            @Doc("how many datagrams may be under way at once") @Default("8")
            @Range(min = "1", max = "4096") int window,
            @Doc("for how long the soak suite echoes") @Default("1h") Duration soak,
            @Doc("tells how many datagrams came to the echo") Optional<Counter> counter) {}

    /** Takes UDP datagrams and answers none (RFC 863). */
    public record Sink(
            @Doc("the port") @Range(min = "1", max = "65535") int port,
            @Doc("tells how many datagrams came") Counter counter) {}

    /** A port that tells how many datagrams came to another one. */
    public record Counter(
            @Doc("the port that is asked") @Range(min = "1", max = "65535") int port,
            @Doc("what is asked: hexadecimal digits and 'text'") ByteTemplate question,
            @Doc("what an answer looks like: # for the number in decimal digits, ## for each octet of it, ?? and *")
            CountTemplate answer) {}

    /** A serial console. */
    public record Console(
            @Doc("where it is: a device file such as /dev/serial/by-id/…, or usb:1-2.3, usb:VID:PID or "
                    + "usb:VID:PID/SERIAL for the port of that device; without it, the port of the accessory itself "
                    + "(CDC-ACM)") Optional<String> port,
            @Doc("its speed") @Default("115200") @Range(min = "1", max = "20000000") int baud,
            @Doc("bits of a character") @Default("8") @Range(min = "5", max = "8") int dataBits,
            @Doc("the parity bit") @Default("none") SerialSettings.Parity parity,
            @Doc("stop bits") @Default("1") @Range(min = "1", max = "2") int stopBits,
            @Doc("whether RTS and CTS hold the other end back") @Default("false") boolean rtsCts,
            @Doc("how DTR stands while the console is open; resets some boards") Optional<Boolean> dtr,
            @Doc("how RTS stands while the console is open; resets some boards") Optional<Boolean> rts,
            @Doc("how long it may be away, as after a reset, before the evidence says that it does not come back")
            @Default("30s") @Range(min = "0ms", max = "1h") Duration reconnect) {

        /** As the driver takes it. */
        public SerialSettings settings() {
            return new SerialSettings(baud, dataBits, parity, stopBits, rtsCts, dtr, rts);
        }

        /** The accessory's own, driven as most are. */
        public static Console own() {
            return new Console(Optional.empty(), 115_200, 8, SerialSettings.Parity.NONE, 1, false, Optional.empty(),
                    Optional.empty(), Duration.ofSeconds(30));
        }
    }

    /** A question to a group or to everybody that the accessory answers. */
    public record Discovery(
            @Doc("the group and the port") Endpoint to,
            @Doc("what is asked: hexadecimal digits and 'text'") ByteTemplate question,
            @Doc("what an answer looks like: also ?? for any octet and * for any number of them")
            ByteTemplate answer,
            @Doc("the port, for broadcasts") @Range(min = "1", max = "65535") int port) {}
}
