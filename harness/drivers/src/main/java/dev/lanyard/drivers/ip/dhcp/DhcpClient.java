package dev.lanyard.drivers.ip.dhcp;

import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.drivers.ip.IpFailure;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.ip.LocalAddress;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.DeviceText;
import dev.lanyard.wire.dhcp.DhcpMessage;
import dev.lanyard.wire.dhcp.DhcpMessageBuilder;
import dev.lanyard.wire.dhcp.DhcpMessageType;
import dev.lanyard.wire.dhcp.DhcpOption;
import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A DHCPv4 client (RFC 2131) on a host's link. One client makes one exchange at a time; every option of every answer is
 * kept in the {@link DhcpLease}.
 */
public final class DhcpClient {

    /** REQUESTs for one offer before the client begins anew (RFC 2131 §3.1 step 5 suggests four). */
    private static final int REQUESTS = 4;

    private final IpHost host;
    private final DhcpSettings settings;
    private final ReentrantLock one = new ReentrantLock();

    public DhcpClient(IpHost host, DhcpSettings settings) {
        this.host = host;
        this.settings = settings;
    }

    /**
     * DISCOVER, OFFER, REQUEST, ACK, all within {@code timeout}; then the address is the host's.
     *
     * @throws IpException {@link IpFailure#NO_REPLY} when no server offers or acknowledges, {@link IpFailure#NAK} when
     *                     one refuses. The message says what came near
     */
    public DhcpLease acquire(Duration timeout) throws IpException, InterruptedException {
        one.lockInterruptibly();
        try (DhcpExchange exchange = new DhcpExchange(host, settings, timeout)) {
            DhcpLease lease = exchange(exchange);
            exchange.noteOddities();
            host.addAddress(new LocalAddress(lease.address(), lease.prefixLength(), LocalAddress.Origin.DHCP));
            return lease;
        } finally {
            one.unlock();
        }
    }

    private DhcpLease exchange(DhcpExchange exchange) throws IpException, InterruptedException {
        int discovers = 0;
        int requests = 0;
        while (true) {
            exchange.begin();
            DhcpAnswer offer = exchange.transact(discover(), EnumSet.of(DhcpMessageType.OFFER), DhcpClient::offerLack,
                    Integer.MAX_VALUE).orElseThrow(() -> exchange.silence("DHCP DISCOVER", "offer"));
            discovers += exchange.lastSent();
            Inet4Address server = offer.message().address(DhcpOption.SERVER_IDENTIFIER).orElseThrow();
            Inet4Address offered = offer.message().yiaddr();
            Optional<DhcpAnswer> answer = exchange.transact(request(offered, server),
                    EnumSet.of(DhcpMessageType.ACK, DhcpMessageType.NAK), DhcpClient::ackLack, REQUESTS);
            requests += exchange.lastSent();
            if (answer.isPresent()) {
                String asked = "DHCP REQUEST for " + offered.getHostAddress() + " from " + server.getHostAddress();
                DhcpMessage message = answer.get().message();
                refuseNak(asked, message);
                return DhcpLeases.of(offer, answer.get(), exchange.beganNanos(), discovers, requests);
            }
            if (exchange.isOver()) {
                throw exchange.silence("DHCP REQUEST for " + offered.getHostAddress() + " from "
                        + server.getHostAddress(), "acknowledgement");
            }
        }
    }

    private static void refuseNak(String asked, DhcpMessage message) throws IpException {
        if (message.type().orElseThrow() == DhcpMessageType.NAK) {
            throw new IpException(IpFailure.NAK, asked, message.option(DhcpOption.MESSAGE)
                    .map(text -> "it says " + DeviceText.quoted(text)).orElse("it gives no reason"));
        }
    }

    private DhcpMessageBuilder discover() {
        return message(DhcpMessageType.DISCOVER);
    }

    private DhcpMessageBuilder request(Inet4Address offered, Inet4Address server) {
        return message(DhcpMessageType.REQUEST)
                .option(DhcpOption.REQUESTED_IP_ADDRESS, offered)
                .option(DhcpOption.SERVER_IDENTIFIER, server);
    }

    private DhcpMessageBuilder message(DhcpMessageType type) {
        DhcpMessageBuilder builder = DhcpMessage.build(DhcpMessage.BOOTREQUEST, type)
                .client(host.macAddress())
                .flags(settings.broadcast() ? DhcpMessage.BROADCAST_FLAG : 0)
                .option(DhcpOption.MAXIMUM_DHCP_MESSAGE_SIZE,
                        Bytes.of(host.mtu() >> 8, host.mtu()));
        settings.clientIdentifier().ifPresent(id -> builder.option(DhcpOption.CLIENT_IDENTIFIER, id));
        settings.hostName().ifPresent(name -> builder.option(DhcpOption.HOST_NAME,
                Bytes.wrap(name.getBytes(StandardCharsets.US_ASCII))));
        if (!settings.requestedOptions().isEmpty()) {
            builder.option(DhcpOption.PARAMETER_REQUEST_LIST,
                    Bytes.of(settings.requestedOptions().stream().mapToInt(Integer::intValue).toArray()));
        }
        return builder;
    }

    /** What an OFFER lacks to be accepted; empty when nothing. */
    private static String offerLack(DhcpMessage offer) {
        if (offer.address(DhcpOption.SERVER_IDENTIFIER).isEmpty()) {
            return "has no server identifier (option 54)";
        }
        return addressLack(offer);
    }

    private static String ackLack(DhcpMessage answer) {
        return answer.type().orElseThrow() == DhcpMessageType.NAK ? "" : addressLack(answer);
    }

    private static String addressLack(DhcpMessage answer) {
        return answer.yiaddr().isAnyLocalAddress() || answer.yiaddr().isMulticastAddress()
                || answer.yiaddr().isLoopbackAddress()
                ? "offers " + answer.yiaddr().getHostAddress() + ", which no host can have" : "";
    }
}
