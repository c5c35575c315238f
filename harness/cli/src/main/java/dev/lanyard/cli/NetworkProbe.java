package dev.lanyard.cli;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.cdc.CdcDriver;
import dev.lanyard.drivers.cdc.CdcDrivers;
import dev.lanyard.drivers.cdc.CdcOptions;
import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.ip.PingResult;
import dev.lanyard.drivers.ip.dhcp.DhcpClient;
import dev.lanyard.drivers.ip.dhcp.DhcpLease;
import dev.lanyard.drivers.ip.dhcp.DhcpSettings;
import dev.lanyard.drivers.ip.echo.UdpEcho;
import dev.lanyard.drivers.ip.echo.UdpEchoPlan;
import dev.lanyard.drivers.ip.mdns.MdnsClient;
import dev.lanyard.drivers.ip.mdns.MdnsFamily;
import dev.lanyard.drivers.ip.mdns.MdnsQuery;
import dev.lanyard.drivers.ip.mdns.MdnsService;
import dev.lanyard.drivers.kernel.KernelAccessory;
import dev.lanyard.drivers.kernel.KernelLink;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.runner.profile.Claim;
import dev.lanyard.runner.run.Accessories;
import dev.lanyard.runner.value.Literals;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tries what the network behind an accessory offers, as a host would: what answers is claimed, and so checked. What does
 * not answer within a few seconds is not.
 */
final class NetworkProbe {

    private static final Duration OPEN = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration LEASE = Duration.ofSeconds(5);
    private static final Duration RESOLVE = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(1);
    private static final String ECHO_SERVICE = "_echo._udp";
    /** A name that needs no quotes; others stand in no profile that nobody looked at. */
    private static final String HOST_NAME = "[A-Za-z0-9][A-Za-z0-9-]{0,62}\\.local\\.?";
    /** RFC 862. */
    private static final int ECHO_PORT = 7;
    /** RFC 3596 §2.1. */
    private static final int AAAA = 28;

    private final Set<Claim> claims = EnumSet.noneOf(Claim.class);
    private Optional<Inet4Address> address = Optional.empty();
    private Optional<String> leased = Optional.empty();
    private Optional<MdnsService> service = Optional.empty();
    private Optional<Integer> echo = Optional.empty();
    private String trouble = "";

    private NetworkProbe() {}

    /** Attaches {@code spec}, tries, and lets it go; an accessory that cannot be driven offers nothing. */
    static NetworkProbe of(AccessorySpec spec) throws InterruptedException {
        NetworkProbe probe = new NetworkProbe();
        try (Accessory accessory = Accessories.standard().create(spec)) {
            if (accessory instanceof KernelAccessory kernel) {
                probe.through(kernel);
            } else {
                probe.by(accessory);
            }
        } catch (UsbException e) {
            probe.trouble = e.getMessage();
        }
        return probe;
    }

    private void by(Accessory accessory) throws UsbException, InterruptedException {
        try (UsbConnection connection = accessory.open(OPEN);
                CdcDriver driver = CdcDrivers.probe(connection, CdcOptions.defaults(), Recorder.none(), OPEN);
                IpHost host = new IpHost(driver.link(), MonotonicClock.system(), Recorder.none())) {
            driver.selectAlternate(1, OPEN);
            lookAround(host);
        }
    }

    /** The interface is put back as it was. */
    private void through(KernelAccessory accessory) throws UsbException, InterruptedException {
        KernelLink link = accessory.openLink(Recorder.none(), OPEN);
        try (IpHost host = new IpHost(link, MonotonicClock.system(), Recorder.none())) {
            link.raise();
            long end = System.nanoTime() + OPEN.toNanos();
            while (!link.isUp()) {
                if (System.nanoTime() > end) {
                    throw new UsbException(UsbError.TIMEOUT, "waiting for a carrier on " + link.network(),
                            "none came within " + OPEN.toSeconds() + " s");
                }
                Thread.sleep(LOOK);
            }
            lookAround(host);
        } finally {
            link.close();
        }
    }

    /** What a profile says of what answered: lines of YAML. */
    String profile() {
        List<String> lines = new ArrayList<>();
        lines.add("claims: " + claims.stream().map(Literals::kebab).collect(Collectors.joining(", ", "[", "]")));
        address.ifPresent(own -> lines.add("network:\n  address: " + own.getHostAddress()
                + leased.map(host -> "\n  host-address: " + host).orElse("")));
        service.ifPresent(found -> lines.add("service:\n  type: " + ECHO_SERVICE
                + (found.host().matches(HOST_NAME) ? "\n  host: " + found.host() : "")));
        echo.ifPresent(port -> lines.add("echo:\n  port: " + port + "\n  p99: 500ms"));
        return String.join("\n", lines) + "\n";
    }

    /** What answered, for people. */
    String summary() {
        return trouble.isEmpty() ? claims.isEmpty() ? "nothing behind it answered"
                : "what answered was " + claims.stream().map(Literals::kebab).collect(Collectors.joining(", "))
                : "its network could not be tried: " + trouble;
    }

    private void lookAround(IpHost host) throws InterruptedException {
        Optional<DhcpLease> lease = tried(() -> new DhcpClient(host, DhcpSettings.of(false)).acquire(LEASE));
        lease.ifPresent(granted -> {
            claims.add(Claim.DHCP_SERVER);
            address = Optional.of(granted.serverIdentifier());
            leased = Optional.of(granted.address().getHostAddress() + "/" + granted.prefixLength());
        });
        Optional<MdnsService> found = tried(() -> {
            try (MdnsClient mdns = new MdnsClient(host, EnumSet.allOf(MdnsFamily.class))) {
                MdnsService one = mdns.resolve(ECHO_SERVICE, Optional.empty(), RESOLVE);
                if (one.addresses().stream().anyMatch(Inet6Address.class::isInstance)
                        || mdns.ask(MdnsQuery.once(one.host(), AAAA, MdnsQuery.Reply.UNICAST, ANSWER)).stream()
                                .flatMap(message -> message.answers().stream())
                                .anyMatch(record -> record.type() == AAAA)) {
                    claims.add(Claim.IPV6_LINK_LOCAL);
                }
                return one;
            }
        });
        if (address.isEmpty()) {
            address = found.flatMap(one -> one.addresses().stream().filter(Inet4Address.class::isInstance)
                    .map(Inet4Address.class::cast).findFirst());
        }
        if (lease.isPresent() && host.ping(address.orElseThrow(), 56, ANSWER) instanceof PingResult.Reply) {
            claims.add(Claim.PING);
        }
        if (lease.isPresent()) {
            for (int port : found.map(one -> List.of(one.port(), ECHO_PORT)).orElse(List.of(ECHO_PORT))) {
                if (echo.isEmpty() && echoes(host, port)) {
                    echo = Optional.of(port);
                    claims.add(Claim.UDP_ECHO);
                }
            }
        }
        // Scenarios expect the echo where the service says that it is.
        service = found.filter(one -> echo.isEmpty() || echo.get() == one.port());
        service.ifPresent(_ -> claims.add(Claim.MDNS));
    }

    private boolean echoes(IpHost host, int port) throws InterruptedException {
        InetSocketAddress to = new InetSocketAddress(address.orElseThrow(), port);
        return tried(() -> new UdpEcho(host).run(UdpEchoPlan.of(to, 3, List.of(64), 1, ANSWER.multipliedBy(3))))
                .filter(result -> result.received() > 0).isPresent();
    }

    /** Asks the network. */
    @FunctionalInterface
    private interface Question<T> {
        T ask() throws IpException, InterruptedException;
    }

    private static <T> Optional<T> tried(Question<T> question) throws InterruptedException {
        try {
            return Optional.of(question.ask());
        } catch (IpException e) {
            // No answer is an answer.
            return Optional.empty();
        }
    }
}
