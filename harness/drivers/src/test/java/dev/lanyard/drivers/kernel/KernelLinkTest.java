package dev.lanyard.drivers.kernel;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanyard.drivers.cdc.ListRecorder;
import dev.lanyard.drivers.debt.Debt;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.ip.KernelPeer;
import dev.lanyard.drivers.ip.PingResult;
import dev.lanyard.drivers.ip.echo.UdpEcho;
import dev.lanyard.drivers.ip.echo.UdpEchoPlan;
import dev.lanyard.drivers.ip.echo.UdpEchoResult;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.MonotonicClock;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcap4j.core.Pcaps;

/** Against a pair of this kernel's own interfaces, one of which is in another network. */
class KernelLinkTest {

    private static final Inet4Address PEER = Inet4Address.ofLiteral(KernelPeer.ADDRESS);
    private static final Duration SECONDS = Duration.ofSeconds(20);

    @TempDir
    private Path notes;

    private final ListRecorder recorder = new ListRecorder();
    private final LinkControl control = new SocketControl();
    private final SysfsInterfaces sysfs = new SysfsInterfaces(SysfsInterfaces.ROOT);
    private KernelPeer peer;
    private String name;
    private KernelLink link;

    @BeforeEach
    void up() throws IOException, InterruptedException {
        String lack = KernelPeer.lack();
        assumeTrue(lack.isEmpty(), lack);
        try {
            Pcaps.libVersion();
        } catch (LinkageError e) {
            assumeTrue(false, "libpcap is not installed");
        }
        peer = new KernelPeer();
        name = peer.nearInterface();
        KernelPeer.host("ip", "link", "set", name, "down");
        KernelPeer.host("sysctl", "-qw", "net.ipv6.conf." + name + ".disable_ipv6=0");
        link = new KernelLink(here(), recorder, borrowed(), control, sysfs);
    }

    @AfterEach
    void down() throws InterruptedException {
        if (link != null) {
            link.close();
            peer.close();
        }
    }

    private KernelInterface here() {
        return sysfs.list().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }

    private BorrowedInterface borrowed() {
        return new BorrowedInterface(here(), sysfs, control, KernelDebts.SETTINGS, notes);
    }

    private String ipv6Disabled() throws IOException {
        return Files.readString(KernelDebts.SETTINGS.resolve("ipv6/conf/" + name + "/disable_ipv6")).strip();
    }

    private List<Path> filesOfNotes() throws IOException {
        try (var files = Files.list(notes)) {
            return files.toList();
        }
    }

    @Test
    void theAccessoryIsReachedAndEveryFrameIsEvidenceOnce() throws Exception {
        link.raise();
        await().atMost(SECONDS).until(link::isUp);
        assertEquals("1", ipv6Disabled(), "the operating system says nothing of its own");

        try (IpHost host = new IpHost(link, MonotonicClock.system(), recorder)) {
            host.addAddress(Inet4Address.ofLiteral("192.168.77.2"), 24);
            assertInstanceOf(PingResult.Reply.class, host.ping(PEER, 1472, SECONDS));
        }

        List<Event.Frame> pings = recorder.of(Event.Frame.class).stream()
                .filter(frame -> frame.data().length() == 1514).toList();
        assertEquals(List.of(false, true), pings.stream().map(Event.Frame::received).toList());
        assertEquals(link.macAddress().bytes(), pings.getFirst().data().slice(6, 6));
    }

    @Test
    void whatWasChangedIsPutBack() throws Exception {
        link.raise();
        assertTrue(control.isUp(name));
        assertEquals(1, filesOfNotes().size(), "a note tells what is owed");

        link.close();

        assertFalse(control.isUp(name));
        assertEquals("0", ipv6Disabled());
        assertEquals(List.of(), filesOfNotes());
        assertEquals(1, recorder.of(Event.Detached.class).size());
        assertThrows(UsbException.class, link::raise);
        assertThrows(IOException.class, () -> link.send(new byte[60]));
    }

    @Test
    void whatWasUpStaysUp() throws Exception {
        control.setUp(name, true);

        link.raise();
        link.close();

        assertTrue(control.isUp(name));
    }

    @Test
    void whatAKilledRunOwesIsPaidByTheNext() throws Exception {
        BorrowedInterface killed = borrowed();
        killed.takeUp();
        killed.address("192.168.77.9", 24);
        assertTrue(KernelPeer.host("ip", "-4", "address", "show", "dev", name).contains("192.168.77.9/24"));
        assertEquals(List.of(), BorrowedInterface.leftOver(notes), "the debtor lives");
        Path file = filesOfNotes().getFirst();
        Files.writeString(file, Files.readString(file).replaceFirst("(?m)^started=.*$", "started=long ago"));
        Debt debt = BorrowedInterface.leftOver(notes).getFirst();
        assertEquals(name, BorrowedInterface.nameIn(debt));

        assertEquals(List.of(), BorrowedInterface.repay(debt, sysfs, control, KernelDebts.SETTINGS));

        assertFalse(control.isUp(name));
        assertEquals("0", ipv6Disabled());
        assertEquals("", KernelPeer.host("ip", "-4", "address", "show", "dev", name));
        assertEquals(List.of(), filesOfNotes());
    }

    @Test
    void socketsOfTheSystemEchoFromAnAddressThatGoesWithTheLink() throws Exception {
        peer.serve(notes.resolve("echo.log"), "perl",
                Path.of("../../fixtures/virtual-lab/guest/udp-echo").toAbsolutePath().toString(), "7");
        InetSocketAddress echo = new InetSocketAddress(PEER, 7);
        link.raise();
        Inet4Address own = Inet4Address.ofLiteral("192.168.77.9");
        link.systemAddress(own, 24);
        MonotonicClock clock = MonotonicClock.system();
        await().atMost(SECONDS).until(() -> UdpEcho.run(UdpEchoPlan.of(echo, 1, List.of(64), 1, SECONDS), clock,
                taker -> new SystemUdp(own, clock, taker)).received() == 1);

        UdpEchoResult result = UdpEcho.run(new UdpEchoPlan(echo, 60, List.of(1, 7, 64, 1472), 8, SECONDS, SECONDS, null), clock,
                taker -> new SystemUdp(own, clock, taker));

        assertTrue(result.isClean(), result.toString());
        assertTrue(recorder.of(Event.Frame.class).stream().anyMatch(frame -> frame.received()
                && frame.data().length() == 1514), "what the system receives is evidence too");
        link.close();
        assertEquals("", KernelPeer.host("ip", "-4", "address", "show", "dev", name));
    }

    @Test
    void anotherInterfaceOfTheSameNameOwesNothing() throws Exception {
        borrowed().takeUp();
        Path file = filesOfNotes().getFirst();
        Files.writeString(file, Files.readString(file).replaceFirst("(?m)^started=.*$", "started=long ago")
                .replaceFirst("(?m)^index=.*$", "index=999999"));

        assertEquals(List.of(), BorrowedInterface.repay(BorrowedInterface.leftOver(notes).getFirst(), sysfs, control,
                KernelDebts.SETTINGS));

        assertTrue(control.isUp(name), "not touched");
    }

    @Test
    void theCarrierIsTheStateOfTheLink() throws Exception {
        link.raise();
        await().atMost(SECONDS).until(link::isUp);

        peer.inside("ip", "link", "set", peer.farInterface(), "down");
        await().atMost(SECONDS).until(() -> !link.isUp());
        peer.inside("ip", "link", "set", peer.farInterface(), "up");
        await().atMost(SECONDS).until(link::isUp);

        assertEquals(List.of(true, false, true),
                recorder.of(Event.LinkState.class).stream().map(Event.LinkState::up).toList());
    }

    @Test
    void anInterfaceThatVanishesEndsTheLink() throws Exception {
        link.raise();
        await().atMost(SECONDS).until(link::isUp);

        peer.inside("ip", "link", "del", peer.farInterface());

        await().atMost(SECONDS).until(link.detached()::isDone);
        assertEquals(List.of(false), recorder.of(Event.Detached.class).stream().map(Event.Detached::expected).toList());
        assertFalse(link.isUp());
        link.close();
        assertEquals(List.of(), filesOfNotes(), "what is gone owes nothing");
    }

    @Test
    void framesToGroupsComeThroughWithoutPromiscuity() throws Exception {
        link.raise();
        await().atMost(SECONDS).until(link::isUp);

        assertFalse(KernelPeer.host("ip", "-d", "link", "show", "dev", name).contains("promiscuity 1"));
        assertTrue(KernelPeer.host("ip", "-d", "link", "show", "dev", name).contains("allmulti 1"),
                KernelPeer.host("ip", "-d", "link", "show", "dev", name));
    }
}
