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
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A DHCPv4 client (RFC 2131) on a host's link. One client makes one exchange at a time; every option of every answer is
 * kept in the {@link DhcpLease}.
 */
public final class DhcpClient {

    /** REQUESTs for one offer before the client begins anew (RFC 2131 §3.1 step 5 suggests four). */
    private static final int REQUESTS = 4;

    private static final Set<DhcpMessageType> ANSWERS = EnumSet.of(DhcpMessageType.ACK, DhcpMessageType.NAK);

    private final IpHost host;
    private final DhcpSettings settings;
    private final ReentrantLock one = new ReentrantLock();

    public DhcpClient(IpHost host, DhcpSettings settings) {
        this.host = host;
        this.settings = settings;
    }

    /**
     * DISCOVER, OFFER, REQUEST, ACK, all within {@code timeout}; then the address is the host's, unless it was asked
     * for as another client.
     *
     * @throws IpException {@link IpFailure#NO_REPLY} when no server offers or acknowledges, {@link IpFailure#NAK} when
     *                     one refuses. The message says what came near
     */
    public DhcpLease acquire(Duration timeout) throws IpException, InterruptedException {
        one.lockInterruptibly();
        try (DhcpExchange exchange = new DhcpExchange(host, settings, timeout)) {
            DhcpLease lease = exchange(exchange);
            exchange.noteOddities();
            if (settings.hardwareAddress().isEmpty()) {
                host.addAddress(new LocalAddress(lease.address(), lease.prefixLength(), LocalAddress.Origin.DHCP));
            }
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
                    ANSWERS, DhcpClient::ackLack, REQUESTS);
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

    /**
     * Extends a lease: REQUEST with ciaddr, in RENEWING to the server alone, in REBINDING to all (RFC 2131 §4.3.2).
     *
     * @throws IpException {@link IpFailure#NAK} when the server refuses, {@link IpFailure#NO_REPLY} when none answers
     */
    public DhcpLease renew(DhcpLease lease, boolean rebind, Duration timeout)
            throws IpException, InterruptedException {
        String asked = (rebind ? "DHCP rebinding of " : "DHCP renewal of ") + lease.address().getHostAddress();
        one.lockInterruptibly();
        try (DhcpExchange exchange = new DhcpExchange(host, settings, timeout)) {
            exchange.begin();
            exchange.from(lease.address());
            if (!rebind) {
                exchange.to(lease.serverIdentifier());
            }
            DhcpAnswer answer = exchange.transact(message(DhcpMessageType.REQUEST).ciaddr(lease.address()),
                    ANSWERS, DhcpClient::ackLack, Integer.MAX_VALUE)
                    .orElseThrow(() -> exchange.silence(asked, "acknowledgement"));
            refuseNak(asked, answer.message());
            exchange.noteOddities();
            return DhcpLeases.renewed(lease, answer, exchange.beganNanos(), exchange.lastSent());
        } finally {
            one.unlock();
        }
    }

    /**
     * Asks once for an address from an earlier life: REQUEST with option 50 and no server (INIT-REBOOT, RFC 2131
     * §4.3.2). The answer, ACK or NAK; empty when none came, which is right for a server that knows no such client.
     */
    public Optional<DhcpMessage> reboot(Inet4Address address, Duration timeout)
            throws IpException, InterruptedException {
        one.lockInterruptibly();
        try (DhcpExchange exchange = new DhcpExchange(host, settings, timeout)) {
            exchange.begin();
            Optional<DhcpMessage> answer = exchange.transact(message(DhcpMessageType.REQUEST)
                    .option(DhcpOption.REQUESTED_IP_ADDRESS, address), ANSWERS, _ -> "", 1)
                    .map(DhcpAnswer::message);
            exchange.noteOddities();
            return answer;
        } finally {
            one.unlock();
        }
    }

    /** Tells all servers that somebody else uses the address (RFC 2131 §3.1 step 5); there is no answer. */
    public void decline(DhcpLease lease) throws IpException, InterruptedException {
        end(lease, identified(DhcpMessageType.DECLINE).option(DhcpOption.REQUESTED_IP_ADDRESS, lease.address())
                .option(DhcpOption.SERVER_IDENTIFIER, lease.serverIdentifier()), false);
    }

    /** Gives the address back to its server (RFC 2131 §4.4.6); there is no answer. */
    public void release(DhcpLease lease) throws IpException, InterruptedException {
        end(lease, identified(DhcpMessageType.RELEASE).ciaddr(lease.address())
                .option(DhcpOption.SERVER_IDENTIFIER, lease.serverIdentifier()), true);
    }

    private void end(DhcpLease lease, DhcpMessageBuilder message, boolean release)
            throws IpException, InterruptedException {
        one.lockInterruptibly();
        try (DhcpExchange exchange = new DhcpExchange(host, settings, Duration.ofSeconds(1))) {
            exchange.begin();
            if (release) {
                exchange.from(lease.address());
                exchange.to(lease.serverIdentifier());
            }
            exchange.send(message);
        } finally {
            one.unlock();
            host.removeAddress(lease.address());
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
        DhcpMessageBuilder builder = identified(type)
                .flags(settings.broadcast() ? DhcpMessage.BROADCAST_FLAG : 0)
                .option(DhcpOption.MAXIMUM_DHCP_MESSAGE_SIZE,
                        Bytes.of(host.mtu() >> 8, host.mtu()));
        settings.hostName().ifPresent(name -> builder.option(DhcpOption.HOST_NAME,
                Bytes.wrap(name.getBytes(StandardCharsets.US_ASCII))));
        if (!settings.requestedOptions().isEmpty()) {
            builder.option(DhcpOption.PARAMETER_REQUEST_LIST,
                    Bytes.of(settings.requestedOptions().stream().mapToInt(Integer::intValue).toArray()));
        }
        return builder;
    }

    /** What DECLINE and RELEASE may say of the client (RFC 2131 table 5). */
    private DhcpMessageBuilder identified(DhcpMessageType type) {
        DhcpMessageBuilder builder = DhcpMessage.build(DhcpMessage.BOOTREQUEST, type)
                .client(settings.hardwareAddress().orElse(host.macAddress()));
        settings.clientIdentifier().ifPresent(id -> builder.option(DhcpOption.CLIENT_IDENTIFIER, id));
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
