package dev.lanyard.stubs;

import dev.lanyard.stubs.net.NetworkSettings;
import dev.lanyard.stubs.usb.TestHost;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.net.MacAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/** An accessory with the addresses of the golden octets, and a host that has configured it. */
final class AccessoryFixture implements AutoCloseable {

    static final MacAddress HOST = MacAddress.parse("02:11:22:33:44:61");
    static final MacAddress OWN = MacAddress.parse("02:11:22:33:44:51");

    /** ARP request A: who has 192.168.78.1, tell 192.168.78.2. */
    static final Bytes ARP_REQUEST = Bytes.hex("ffffffffffff021122334461 0806 0001 0800 06 04 0001"
            + " 021122334461 c0a84e02 000000000000 c0a84e01");
    static final Bytes ARP_REPLY = Bytes.hex("021122334461021122334451 0806 0001 0800 06 04 0002"
            + " 021122334451 c0a84e01 021122334461 c0a84e02");

    final EmulatedAccessory accessory;
    final TestHost host;

    AccessoryFixture(Model kind) throws Exception {
        NetworkSettings network = new NetworkSettings(OWN,
                (Inet4Address) InetAddress.getByName("192.168.78.1"), 24, 100, 10, Duration.ofHours(1), "accessory",
                new NetworkSettings.Service("Accessory", "_echo._udp", 7, List.of("a=b")));
        accessory = new EmulatedAccessory(kind, new AccessoryIdentity(0x1209, 1, 0x0100, "Maker", "Product", "S1",
                HOST, network));
        host = new TestHost(accessory);
        host.configure();
    }

    @Override
    public void close() {
        accessory.close();
    }
}
