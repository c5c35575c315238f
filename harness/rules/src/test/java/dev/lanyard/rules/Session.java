package dev.lanyard.rules;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Evidence;
import dev.lanyard.evidence.Recorded;
import dev.lanyard.rules.observation.Stimulus;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.ClassRequest;
import dev.lanyard.wire.dhcp.DhcpMessage;
import dev.lanyard.wire.dhcp.DhcpMessageBuilder;
import dev.lanyard.wire.dhcp.DhcpMessageType;
import dev.lanyard.wire.dhcp.DhcpOption;
import dev.lanyard.wire.net.MacAddress;
import dev.lanyard.wire.ntb.NtbAlignment;
import dev.lanyard.wire.ntb.NtbBuilder;
import dev.lanyard.wire.ntb.NtbFormat;
import dev.lanyard.wire.usb.DeviceDescriptor;
import dev.lanyard.wire.usb.DeviceQualifierDescriptor;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.StandardRequests;
import dev.lanyard.wire.usb.StringDescriptor;
import dev.lanyard.wire.usb.TransferType;
import dev.lanyard.wire.usb.UsbSpeed;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Evidence of a whole session with an accessory that keeps every rule; tests change one field and see which rule
 * notices. Configuration, notifications and NTB parameters are those of Linux' gadgets.
 */
final class Session {

    private static final long MILLI = 1_000_000;
    private static final int CONTROL_INTERFACE = 0;
    private static final int DATA_INTERFACE = 1;

    static final String NCM_CONFIGURATION = """
            09025e000201048001 080b0002020d0008 0904000001020d0005 0524001001 0524060001
            0d240f0600000000ea05000000 06241a000111 07058203100009
            09040100000a000107 09040101020a000107 07058102000200 07050102000200""";
    static final String ECM_CONFIGURATION = """
            090258000201048001 080b000202060008 090400000102060005 0524001001 0524060001
            0d240f0600000000ea05000000 07058203100009
            09040100000a000000 09040101020a000007 07058102000200 07050102000200""";
    static final String SPEED = "a12a0000000008000000641900006419";
    static final String CONNECTED = "a100010000000000";
    static final String DISCONNECTED = "a100000000000000";
    static final Bytes REPORT_FRAME = Bytes.hex("""
            333300000016021122334451 86dd6000000000240001 fe80000000000000001122fffe334451
            ff020000000000000000000000000016 3a00050200000100 8f00c6ef00000001 04000000
            ff0200000000000000000001ff334451""");

    static final MacAddress HOST = MacAddress.parse("00:00:5E:00:53:10");
    static final MacAddress ACCESSORY = MacAddress.parse("00:00:5E:00:53:11");
    private static final NtbAlignment ALIGNMENT = new NtbAlignment(4, 0, 4);

    final List<Recorded> events = new ArrayList<>();
    private long nanos;
    private long transferId;

    Bytes configuration = Bytes.hex(NCM_CONFIGURATION);
    /** The answer to the short read; null: the configuration's own beginning. */
    Bytes shortRead;
    Bytes device = DeviceDescriptor.of(0x0200, 0xEF, 2, 1, 64, 0x1209, 1, 0x0100, 1, 2, 3, 1).encode();
    Bytes qualifier = DeviceQualifierDescriptor.of(0x0200, 0xEF, 2, 1, 64, 1).encode();
    String qualifierStatus = "OK";
    UsbSpeed speed = UsbSpeed.HIGH;
    Bytes languages = StringDescriptor.ofLanguages(StringDescriptor.ENGLISH_US).encode();
    /** One for each time that the device is attached. */
    List<String> serialNumbers = new ArrayList<>(List.of("LY-1"));
    String mac = "00005E005310";
    int macReads = 1;
    /** What reads of the address string after the first are answered with; null: the same. */
    String secondMac;
    String macStatus = "OK";
    /** A read of GetNtbParameters with this wLength, when it is not 0, and how many octets it is answered with. */
    int otherLength;
    int otherAnswer;
    /** What comes on the bulk IN endpoint, and on the notification endpoint, before alternate setting 1. */
    List<Bytes> idleData = new ArrayList<>();
    List<String> idleNotifications = new ArrayList<>();
    /** How long a read of the notification endpoint is pending before alternate setting 1. */
    long idleListenMillis;
    MacAddress source = ACCESSORY;
    MacAddress destination = HOST;
    /** Whether any frame comes from the accessory. */
    boolean received = true;
    /** Frames from the accessory besides those of DHCP and echo. */
    List<Bytes> frames = new ArrayList<>();
    Bytes ntbParameters = Bytes.hex("1c000300004000000400000004000000004000000400000004000000");
    String ntbParametersStatus = "OK";
    /** What comes on the notification endpoint after alternate 1, one entry per read. */
    List<String> notifications = new ArrayList<>(List.of(SPEED, CONNECTED));
    long notificationDelayMillis = 10;
    long listensAfterMillis;
    long openMillis = 3000;
    boolean reader = true;
    List<Bytes> blocks = new ArrayList<>(List.of(
            block(NtbFormat.NTB16).add(REPORT_FRAME).build(),
            block(NtbFormat.NTB16).add(REPORT_FRAME).add(REPORT_FRAME).sequence(1).build()));
    Consumer<DhcpMessageBuilder> offer = builder -> { };
    int dhcpOp = DhcpMessage.BOOTREPLY;
    long dhcpXid = 0x1234;
    boolean leaseTime = true;
    List<Integer> echoSizes = new ArrayList<>(List.of(0, 1, 17, 18, 64, 470, 471, 472, 1472));
    List<Integer> echoLosses = new ArrayList<>();
    boolean ended = true;
    Declarations declared = Declarations.NONE;
    /** What happens before the data path is opened. */
    Consumer<Session> early = session -> { };
    /** What else happens before alternate setting 0 is selected. */
    Consumer<Session> traffic = session -> { };
    /** What passes the link after all else, and again after the data path was closed and opened once more. */
    final List<LinkTalk.Line> lines = new ArrayList<>();
    final List<LinkTalk.Line> linesOfSecondLink = new ArrayList<>();

    /** A block that keeps the alignment of {@link #ntbParameters}. */
    static NtbBuilder block(NtbFormat format) {
        return new NtbBuilder(format).alignment(ALIGNMENT);
    }

    static Session ncm() {
        return new Session();
    }

    static Session ecm() {
        Session session = new Session();
        session.configuration = Bytes.hex(ECM_CONFIGURATION);
        session.notifications = new ArrayList<>(List.of(CONNECTED, SPEED));
        return session;
    }

    Evidence evidence() {
        return Evidence.of(play());
    }

    List<Recorded> play() {
        event(new Event.AttemptStarted("test", 1, "test:1", "none", Instant.EPOCH));
        for (String serialNumber : serialNumbers) {
            event(new Event.Attached("test:1", 0x1209, 1, speed));
            readDevice(serialNumber);
        }
        out(StandardRequests.setConfiguration(4), Bytes.EMPTY);
        if (configuration.toHex().contains("06241a")) {
            transfer(TransferType.CONTROL, 0x80, ClassRequest.getNtbParameters(CONTROL_INTERFACE).setup(), 28,
                    ntbParametersStatus, ntbParametersStatus.equals("OK") ? ntbParameters : Bytes.EMPTY);
            if (otherLength > 0) {
                in(ClassRequest.getNtbParameters(CONTROL_INTERFACE).setup().withLength(otherLength),
                        ntbParameters.concat(Bytes.wrap(new byte[64])).truncate(otherAnswer));
            }
        }
        early.accept(this);
        idle();
        openDataPath();
        dhcp();
        echo();
        traffic.accept(this);
        talk(lines);
        advance(openMillis);
        long pending = nanos;
        if (reader) {
            // The read that was pending all the time is withdrawn at the end.
            record(nanos, new Event.Transfer(++transferId, TransferType.INTERRUPT, 0x82, null, 16, "CANCELLED",
                    pending - openMillis * MILLI, false, Bytes.EMPTY));
        }
        select(0);
        if (!linesOfSecondLink.isEmpty()) {
            openDataPath();
            talk(linesOfSecondLink);
            select(0);
        }
        event(new Event.Detached("closed by the harness", true));
        if (ended) {
            event(new Event.AttemptEnded("PASSED", ""));
        }
        return events;
    }

    private void readDevice(String serialNumber) {
        in(StandardRequests.getDescriptor(1, 0, 0, 18), device);
        transfer(TransferType.CONTROL, 0x80, StandardRequests.getDescriptor(6, 0, 0, 10), 10, qualifierStatus,
                qualifierStatus.equals("OK") ? qualifier : Bytes.EMPTY);
        in(StandardRequests.getDescriptor(2, 0, 0, 9), shortRead == null ? configuration.truncate(9) : shortRead);
        in(StandardRequests.getDescriptor(2, 0, 0, configuration.u16le(2)), configuration);
        in(StandardRequests.getDescriptor(3, 0, 0, 255), languages);
        in(StandardRequests.getDescriptor(3, 3, 0x409, 255), StringDescriptor.of(serialNumber).encode());
        for (int i = 0; i < macReads; i++) {
            transfer(TransferType.CONTROL, 0x80, StandardRequests.getDescriptor(3, 6, 0x409, 255), 255, macStatus,
                    macStatus.equals("OK") ? StringDescriptor.of(i > 0 && secondMac != null ? secondMac : mac).encode()
                            : Bytes.EMPTY);
        }
    }

    private void idle() {
        for (String notification : idleNotifications) {
            transfer(TransferType.INTERRUPT, 0x82, null, 16, "OK", Bytes.hex(notification));
        }
        if (idleListenMillis > 0) {
            long pending = nanos;
            advance(idleListenMillis);
            record(nanos, new Event.Transfer(++transferId, TransferType.INTERRUPT, 0x82, null, 16, "CANCELLED",
                    pending, false, Bytes.EMPTY));
        }
        for (Bytes data : idleData) {
            transfer(TransferType.BULK, 0x81, null, 16_384, "OK", data);
        }
    }

    private void openDataPath() {
        select(1);
        long pending = nanos + listensAfterMillis * MILLI;
        advance(notificationDelayMillis);
        for (String notification : notifications) {
            advance(1);
            record(nanos, new Event.Transfer(++transferId, TransferType.INTERRUPT, 0x82, null, 16, "OK", pending, false,
                    Bytes.hex(notification)));
            pending = nanos;
        }
        for (Bytes block : blocks) {
            transfer(TransferType.BULK, 0x81, null, 16_384, "OK", block);
        }
        frames.forEach(frame -> event(new Event.Frame(true, frame)));
    }

    private void dhcp() {
        event(new Event.Frame(false, udp(false, 68, 67, DhcpMessage.build(1, DhcpMessageType.DISCOVER).xid(0x1234)
                .client(HOST).build().raw())));
        DhcpMessageBuilder builder = DhcpMessage.build(dhcpOp, DhcpMessageType.OFFER).xid(dhcpXid).client(HOST)
                .yiaddr(address(192, 168, 7, 2))
                .option(DhcpOption.SERVER_IDENTIFIER, address(192, 168, 7, 1))
                .option(DhcpOption.SUBNET_MASK, address(255, 255, 255, 0));
        if (leaseTime) {
            builder.optionU32(DhcpOption.IP_ADDRESS_LEASE_TIME, 3600);
        }
        offer.accept(builder);
        event(new Event.Frame(true, udp(true, 67, 68, builder.build().raw())));
    }

    /** An echo each second; {@code lost} is the one that does not come back. */
    Session echoes(int seconds, int lost) {
        for (int i = 0; i < seconds; i++) {
            Bytes payload = Bytes.of(i, i >> 8, i >> 16, 0);
            event(new Event.Frame(false, udp(false, 40_000, 4711, payload)));
            if (i != lost) {
                event(new Event.Frame(true, udp(true, 4711, 40_000, payload)));
            }
            advance(1000);
        }
        return this;
    }

    private void talk(List<LinkTalk.Line> said) {
        for (LinkTalk.Line line : said) {
            advance(line.afterMillis());
            event(new Event.Frame(line.received(), line.frame()));
        }
    }

    private void echo() {
        event(new Event.StepStarted("echo", "udp.echo", Map.of("to", "192.168.7.1:4711")));
        for (int size : echoSizes) {
            byte[] payload = new byte[size];
            java.util.Arrays.fill(payload, (byte) (size + 1));
            event(new Event.Frame(false, udp(false, 40_000, 4711, Bytes.copyOf(payload))));
            if (echoLosses.contains(size)) {
                continue;
            }
            event(new Event.Frame(true, udp(true, 4711, 40_000, Bytes.copyOf(payload))));
        }
    }

    /** A class request to the control interface, answered so. */
    Session answered(ClassRequest request, String hex) {
        transfer(TransferType.CONTROL, request.setup().isDeviceToHost() ? 0x80 : 0, request.setup(),
                request.setup().wLength(), "OK", request.setup().isDeviceToHost() ? Bytes.hex(hex) : request.data());
        return this;
    }

    Session accepted(ClassRequest request) {
        return answered(request, "");
    }

    /** A class request that ended with {@code status}. */
    Session refused(ClassRequest request, String status) {
        transfer(TransferType.CONTROL, request.setup().isDeviceToHost() ? 0x80 : 0, request.setup(),
                request.setup().wLength(), status, request.setup().isDeviceToHost() ? Bytes.EMPTY : request.data());
        return this;
    }

    Session refused(ClassRequest request) {
        return refused(request, "STALL");
    }

    /** Any control transfer. */
    Session control(SetupPacket setup, String status, String hex) {
        transfer(TransferType.CONTROL, setup.isDeviceToHost() ? 0x80 : 0, setup, setup.wLength(), status,
                Bytes.hex(hex));
        return this;
    }

    Session notified(String hex) {
        long pending = nanos;
        advance(1);
        record(nanos, new Event.Transfer(++transferId, TransferType.INTERRUPT, 0x82, null, 16, "OK", pending, false,
                Bytes.hex(hex)));
        return this;
    }

    /** A read of the notification endpoint that is pending for so long and ends so. */
    Session listens(long millis, String status) {
        long pending = nanos;
        advance(millis);
        record(nanos, new Event.Transfer(++transferId, TransferType.INTERRUPT, 0x82, null, 16, status, pending, false,
                Bytes.EMPTY));
        return this;
    }

    Session wrote(String hex) {
        transfer(TransferType.BULK, 0x01, null, Bytes.hex(hex).length(), "OK", Bytes.hex(hex));
        return this;
    }

    Session block(Bytes block) {
        transfer(TransferType.BULK, 0x81, null, 16_384, "OK", block);
        return this;
    }

    Session stimulus(Stimulus stimulus) {
        event(stimulus.event());
        return this;
    }

    Session waits(long millis) {
        advance(millis);
        return this;
    }

    /** A frame from the host, an address request for instance. */
    Session asks() {
        event(new Event.Frame(false, MacAddress.BROADCAST.bytes().concat(HOST.bytes()).concat(Bytes.of(0x08, 0x06))
                .concat(Bytes.wrap(new byte[28]))));
        return this;
    }

    /** A frame from the accessory to {@code destination}. */
    Session hears(MacAddress to) {
        event(new Event.Frame(true, to.bytes().concat(ACCESSORY.bytes()).concat(Bytes.of(0x08, 0x06))
                .concat(Bytes.wrap(new byte[28]))));
        return this;
    }

    /** A question and its answer. */
    Session talks() {
        return asks().hears(HOST);
    }

    Session configures(int value) {
        out(StandardRequests.setConfiguration(value), Bytes.EMPTY);
        return this;
    }

    /** Lets go and attaches again, up to the configuration; {@code abruptly} leaves alternate setting 1 selected. */
    Session comesBack(boolean abruptly) {
        if (!abruptly) {
            select(0);
        }
        event(new Event.Detached("closed by the harness", true));
        event(new Event.Attached("test:1", 0x1209, 1, speed));
        return configures(4);
    }

    Session opens() {
        select(1);
        return this;
    }

    Session closes() {
        select(0);
        return this;
    }

    void select(int alternate) {
        out(StandardRequests.setInterface(DATA_INTERFACE, alternate), Bytes.EMPTY);
    }

    void in(SetupPacket setup, Bytes data) {
        transfer(TransferType.CONTROL, 0x80, setup, setup.wLength(), "OK", data);
    }

    void out(SetupPacket setup, Bytes data) {
        transfer(TransferType.CONTROL, 0x00, setup, setup.wLength(), "OK", data);
    }

    void transfer(TransferType type, int endpoint, SetupPacket setup, int requested, String status,
                          Bytes data) {
        long submitted = nanos;
        advance(1);
        record(nanos, new Event.Transfer(++transferId, type, endpoint, setup, requested, status, submitted, false,
                data));
    }

    /** A bulk transfer that takes so long. */
    void bulk(int endpoint, int requested, String status, boolean zeroPacket, Bytes data, long millis) {
        long submitted = nanos;
        advance(millis);
        record(nanos, new Event.Transfer(++transferId, TransferType.BULK, endpoint, null, requested, status, submitted,
                zeroPacket, data));
    }

    void event(Event event) {
        if (!received && event instanceof Event.Frame frame && frame.received()) {
            return;
        }
        advance(1);
        record(nanos, event);
    }

    long nanos() {
        return nanos;
    }

    void advance(long millis) {
        nanos += millis * MILLI;
    }

    private void record(long at, Event event) {
        events.add(new Recorded(events.size() + 1, at, "test", event));
    }

    static Inet4Address address(int... octets) {
        try {
            return (Inet4Address) InetAddress.getByAddress(Bytes.of(octets).toArray());
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** A frame between host 192.168.7.2 and accessory 192.168.7.1. */
    Bytes udp(boolean received, int sourcePort, int destinationPort, Bytes payload) {
        Bytes accessory = Bytes.of(192, 168, 7, 1);
        Bytes host = Bytes.of(192, 168, 7, 2);
        int length = 8 + payload.length();
        Bytes udp = Bytes.of(sourcePort >> 8, sourcePort, destinationPort >> 8, destinationPort, length >> 8, length,
                0, 0).concat(payload);
        int total = 20 + length;
        Bytes ip = Bytes.of(0x45, 0, total >> 8, total, 0, 0, 0, 0, 64, 17, 0, 0)
                .concat(received ? accessory : host).concat(received ? host : accessory);
        Bytes addresses = received ? destination.bytes().concat(source.bytes())
                : ACCESSORY.bytes().concat(HOST.bytes());
        return addresses.concat(Bytes.of(0x08, 0x00)).concat(ip).concat(udp);
    }
}
