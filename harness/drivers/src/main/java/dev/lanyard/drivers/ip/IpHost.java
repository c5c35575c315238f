package dev.lanyard.drivers.ip;

import dev.lanyard.drivers.link.Link;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * A small IP host in user space, at the harness' end of a {@link Link}: ARP, IPv4, IPv6 with neighbour discovery, ICMP
 * echo, UDP, group membership. It lets a scenario speak with an accessory without touching the machine's own network.
 *
 * <p>It answers ARP requests, neighbour solicitations and echo requests for its own addresses. Everything on the
 * networks of its addresses is reached on the link; nothing else is, unless a gateway is set.
 *
 * <p>Threads: UDP datagrams are delivered on the link driver's thread; everything else waits in a bounded queue for the
 * host's own virtual thread. Full queues drop, are counted in {@link #counters}, and noted in the evidence. Blocking
 * calls end by their own deadline, and at once when the link is gone ({@link IpFailure#DETACHED}) or the host closed.
 *
 * <p>UDP headers are read and written in place; ARP and neighbour discovery go through pcap4j.
 *
 * <p>The host listens to the link from construction to {@link #close}, and does not close it.
 */
public final class IpHost implements AutoCloseable {

    private static final int LONGEST_PING = 65_507;
    private static final Duration RISE_REPORT_DELAY = Duration.ofMillis(10);

    private final Link link;
    private final Recorder recorder;
    private final MacAddress self;
    private final Life life;
    private final Counters counters = new Counters();
    private final AddressTable table = new AddressTable();
    private final Output output;
    private final Neighbours neighbours;
    private final NeighbourProtocols protocols;
    private final Groups groups;
    private final UdpSockets sockets;
    private final Icmp icmp;
    private final Tcp tcp;
    private final Overheard overheard;
    private final Dispatcher dispatcher;
    private final Taps taps = new Taps();
    private final ReentrantLock linkLocalLock = new ReentrantLock();
    private volatile Inet6Address linkLocal;
    private final int mtu;

    public IpHost(Link link, MonotonicClock clock, Recorder recorder) {
        this.link = link;
        this.recorder = recorder;
        self = link.macAddress();
        mtu = link.mtu();
        life = new Life(clock);
        output = new Output(link, life, counters);
        neighbours = new Neighbours(self, life, output, table);
        protocols = new NeighbourProtocols(self, life, output, table, neighbours, recorder);
        Router router = new Router(self, table, neighbours, this::linkLocalAddress);
        sockets = new UdpSockets(life, output, table, router, neighbours, counters, mtu);
        PacketSender sender = new PacketSender(output, mtu);
        icmp = new Icmp(self, life, output, table, router, sender, sockets);
        tcp = new Tcp(life, router, sender, mtu);
        overheard = new Overheard(life);
        Receiver receiver = new Receiver(self, clock, table, counters, sockets, icmp, tcp, protocols, overheard, recorder);
        dispatcher = new Dispatcher(clock, "ip-host " + self, receiver);
        groups = new Groups(self, output, table, dispatcher);
        receiver.start(dispatcher, groups);
        dispatcher.start();
        link.listen(new LinkEvents(receiver));
    }

    /** The MAC address of the harness' end of the link. */
    public MacAddress macAddress() {
        return self;
    }

    /** The largest IP packet in octets. */
    public int mtu() {
        return mtu;
    }

    public MonotonicClock clock() {
        return life.clock();
    }

    public Recorder recorder() {
        return recorder;
    }

    /** Gives the host a static address; whether somebody else has it is not asked. */
    public void addAddress(InetAddress address, int prefixLength) {
        addAddress(new LocalAddress(address, prefixLength, LocalAddress.Origin.STATIC));
    }

    public void addAddress(LocalAddress address) {
        if (address.address().isMulticastAddress() || address.address().isAnyLocalAddress()) {
            throw new IllegalArgumentException("not an address of a host: " + address);
        }
        table.add(address);
    }

    /** Takes an address from the host; false when it had none such. */
    public boolean removeAddress(InetAddress address) {
        return table.remove(address);
    }

    public List<LocalAddress> addresses() {
        return table.addresses();
    }

    /** Sends everything that is not on the link to {@code gateway}; null for nowhere, as at first. */
    public void gateway(InetAddress gateway) {
        table.gateway(gateway);
    }

    /**
     * The IPv6 link-local address, made from the MAC address (EUI-64). The first call detects duplicates (RFC 4862
     * §5.4), which takes a second; calls that send to link-local addresses or IPv6 groups make it themselves.
     *
     * @throws IpException {@link IpFailure#ADDRESS_IN_USE} when somebody objects
     */
    public Inet6Address linkLocalAddress(Duration timeout) throws IpException, InterruptedException {
        if (linkLocal != null) {
            return linkLocal;
        }
        long deadline = life.deadline(timeout);
        linkLocalLock.lockInterruptibly();
        try {
            if (linkLocal == null) {
                Inet6Address address = IpAddresses.linkLocal(self);
                InetAddress solicited = IpAddresses.solicitedNode(address);
                groups.join(solicited);
                boolean free = false;
                try {
                    protocols.detectDuplicate(address, deadline);
                    free = true;
                } finally {
                    if (!free) {
                        groups.leave(solicited);
                    }
                }
                table.add(new LocalAddress(address, 64, LocalAddress.Origin.LINK_LOCAL));
                linkLocal = address;
            }
            return linkLocal;
        } finally {
            linkLocalLock.unlock();
        }
    }

    /**
     * Sends one echo request with {@code payloadOctets} octets of data and checks the reply: source, identifier,
     * sequence number and every octet. Packets longer than the MTU go in fragments.
     */
    public PingResult ping(InetAddress target, int payloadOctets, Duration timeout) throws InterruptedException {
        if (payloadOctets < 0 || payloadOctets > LONGEST_PING) {
            throw new IllegalArgumentException("echo requests carry 0..65507 octets: " + payloadOctets);
        }
        return icmp.ping(target, payloadOctets, life.deadline(timeout));
    }

    /**
     * Makes an echo request that the caller brings to the accessory in its own way: inside a transfer of its making.
     * Finds the target's MAC address first, within {@code timeout}.
     *
     * @param payloadOctets what fits one packet
     * @param endsInZero    the last octet of the payload is 0, else it is as it happens
     */
    public EchoRequest prepareEcho(InetAddress target, int payloadOctets, boolean endsInZero, Duration timeout)
            throws IpException, InterruptedException {
        if (payloadOctets < (endsInZero ? 1 : 0) || payloadOctets > LONGEST_PING) {
            throw new IllegalArgumentException("echo requests carry 0..65507 octets: " + payloadOctets);
        }
        return icmp.prepare(target, payloadOctets, endsInZero, life.deadline(timeout));
    }

    /**
     * Finds the MAC address to which packets for {@code target} go: from the cache, or by ARP or neighbour
     * solicitation; for groups and broadcasts by rule.
     */
    public MacAddress resolve(InetAddress target, Duration timeout) throws IpException, InterruptedException {
        if (target instanceof Inet6Address && target.isLinkLocalAddress()) {
            linkLocalAddress(timeout);
        }
        String asked = "address resolution of " + target.getHostAddress();
        AddressTable.Hop hop = table.route(asked, target);
        return hop.groupMac().isPresent() ? hop.groupMac().get()
                : neighbours.resolve(asked, hop.source(), hop.next(), life.deadline(timeout));
    }

    /** Forgets all neighbours, so that the next packet to each begins with a question. */
    public void forgetNeighbours() {
        neighbours.clear();
    }

    /**
     * Opens a TCP connection.
     *
     * @throws IpException {@link IpFailure#UNREACHABLE} when nothing listens there, {@link IpFailure#NO_REPLY} when
     *                     nobody answers
     */
    public TcpConnection connect(InetSocketAddress to, Duration timeout) throws IpException, InterruptedException {
        return tcp.connect(to, life.deadline(timeout));
    }

    /** Opens a UDP port; 0 for any free one. */
    public UdpSocket open(int localPort) throws IpException {
        return sockets.open(localPort);
    }

    /**
     * Listens to a group until the result is closed. The first to join makes the host send a membership report (IGMPv3,
     * MLDv2), the last to leave another.
     */
    public Membership join(InetAddress group) throws IpException, InterruptedException {
        groups.join(group);
        return new Membership(group, () -> groups.leave(group));
    }

    /** Datagrams to groups that came in lately, joined or not: what the accessory says of itself unasked. */
    public Overheard overheard() {
        return overheard;
    }

    /** Shows all frames that come in and that {@code wanted} likes, until the result is closed. */
    public FrameTap tap(Predicate<Bytes> wanted) {
        FrameTap tap = new FrameTap(life, taps, wanted);
        taps.add(tap);
        return tap;
    }

    /**
     * Sends a frame as it is, at once: for what no honest host sends.
     *
     * @param asked what the caller is about, for the message of a failure
     */
    public void sendFrame(String asked, Bytes frame) throws IpException, InterruptedException {
        output.sendNow(asked, frame.toArray());
    }

    public IpCounters counters() {
        return counters.snapshot();
    }

    /** Completes with the reason when the link is gone; never when the harness closes the host. */
    public CompletableFuture<String> detached() {
        return life.detached();
    }

    /** Ends all waiting calls and sockets and lets go of the link. Idempotent. */
    @Override
    public void close() {
        end(IpFailure.CLOSED, "the host was closed");
        link.listen((buffer, offset, length) -> { });
        dispatcher.close();
    }

    private void end(IpFailure failure, String reason) {
        if (life.end(failure, reason)) {
            sockets.endAll(new IpException(failure, "receiving", reason));
            IpCounters seen = counters.snapshot();
            if (seen.dispatchDrops() + seen.socketDrops() > 0) {
                recorder.record("ip", new Event.Note(Event.Severity.BLIND, "the host dropped " + seen.dispatchDrops()
                        + " frames and " + seen.socketDrops() + " datagrams because its queues were full"));
            }
        }
    }

    /** Takes what the link says, on the driver's thread. */
    private final class LinkEvents implements Link.Listener {

        private final Receiver receiver;

        LinkEvents(Receiver receiver) {
            this.receiver = receiver;
        }

        @Override
        public void frame(byte[] buffer, int offset, int length) {
            receiver.frame(buffer, offset, length);
            taps.frame(life.clock().nanos(), buffer, offset, length);
        }

        @Override
        public void linkState(boolean up) {
            neighbours.clear();
            if (up) {
                dispatcher.later(RISE_REPORT_DELAY, groups::reportAll);
            }
        }

        @Override
        public void detached(String reason) {
            end(IpFailure.DETACHED, reason);
        }
    }
}
