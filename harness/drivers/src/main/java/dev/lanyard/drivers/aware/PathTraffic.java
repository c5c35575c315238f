package dev.lanyard.drivers.aware;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.ieee80211.DataFrame;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.ieee80211.SecurityHeader;
import dev.lanyard.wire.nan.datapath.DataPathHandshake;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import dev.lanyard.wire.nan.security.GroupIntegrity;
import dev.lanyard.wire.nan.security.ProtectedFrames;
import dev.lanyard.wire.net.MacAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;

/**
 * Open data paths: their keys, the frames on them, and their end.
 *
 * <p>The keys are those of a pair of data interfaces (ND-TKSA), whatever the number of data paths between them. A
 * further data path goes under the keys that there are, be it open, or secured with the same or a weaker cipher suite; a
 * stronger one replaces them for all (hostap; implementation-derived). New keys also take the place of old ones when the
 * other end has lost those: it then asks without protection, or with another ND-PMK. Nothing replaces keys before the
 * handshake is authenticated, and no handshake installs its key twice.
 */
final class PathTraffic {

    /** How long a device with the fault of NAN-NDL-06 bears that nothing is said. */
    private static final Duration IMPATIENCE = Duration.ofSeconds(3);
    private static final int UNSPECIFIED = 1;
    private static final int QOS_DATA = 0x0088;
    private static final int ETHERNET_HEADER = 14;
    private static final int SNAP = 8;

    private final Station station;
    private final PathMessages messages;
    private final PathSender sender;
    private final PathSessions sessions;
    private final EventLog events;
    private final OwnGroupKeys groupKeys;

    PathTraffic(Station station, PathMessages messages, PathSender sender, PathSessions sessions, EventLog events,
                OwnGroupKeys groupKeys) {
        this.station = station;
        this.groupKeys = groupKeys;
        this.messages = messages;
        this.sender = sender;
        this.sessions = sessions;
        this.events = events;
    }

    /** A data path was agreed on. */
    void open(PathSession path) {
        Optional<PathSession> older = sessions.open().filter(one -> one != path && one.peer == path.peer
                && one.peerNdi().equals(path.peerNdi())).findFirst();
        if (path.secured()) {
            station.keys.keep(KeySink.Kind.TK, path.keys.tk());
            path.frames = older.filter(one -> keepsKeys(one, path)).map(one -> one.frames)
                    .orElseGet(() -> ProtectedFrames.of(path.keys.tk()));
            installGroupKeys(path, older);
            sessions.open().filter(one -> one.peer == path.peer && one.peerNdi().equals(path.peerNdi()))
                    .forEach(one -> {
                        one.frames = path.frames;
                        one.peerGroups = path.peerGroups;
                    });
        } else if (!station.seam.breaks("NAN-SEC-12")) {
            // What is open goes under the keys that the two interfaces have.
            older.ifPresent(one -> {
                path.frames = one.frames;
                path.peerGroups = one.peerGroups;
                path.suite = one.suite;
                path.gaveGroupKeys = one.gaveGroupKeys;
            });
        }
        if (station.seam.breaks("NAN-NDL-06")) {
            station.after(IMPATIENCE, () -> end(path));
        }
        station.engage(1);
        path.link = new NdiLink(station.loop, station.ndi(), frame -> transmit(path, frame), () -> end(path));
        AwareDataPath made = describe(path);
        if (!path.initiator) {
            events.add(number -> new AwareEvent.DataPathOpened(number, path.handle, made));
        }
    }

    /** A key that is there already keeps its packet numbers: whoever gives it again must not open it for replays. */
    private void installGroupKeys(PathSession path, Optional<PathSession> older) {
        older.ifPresent(one -> path.peerGroups = one.peerGroups);
        path.peerGroupKeys.gtk().ifPresent(gtk -> {
            ProtectedFrames before = path.peerGroups.get(gtk.id());
            if (before == null || !before.isUnder(gtk.octets(), gtk.id())) {
                station.keys.keep(KeySink.Kind.TK, gtk.octets());
                path.peerGroups.put(gtk.id(), ProtectedFrames.ofGroup(gtk.octets(), gtk.id()));
            }
        });
        path.peerGroupKeys.igtk().filter(igtk -> path.peer.group.filter(one -> one.isUnder(igtk.octets(), igtk.id()))
                .isEmpty()).ifPresent(igtk -> path.peer.group = Optional.of(GroupIntegrity.of(igtk.octets(), igtk.id(),
                        igtk.packetNumber())));
    }

    private boolean keepsKeys(PathSession older, PathSession path) {
        boolean underThem = path.carrier.isPresent() || path.peer.paired.isPresent();
        return older.frames != null && older.suite.isPresent() && underThem && older.pmk.equals(path.pmk)
                && !station.seam.breaks("NAN-SEC-12")
                && !DataPathHandshake.upgrades(older.suite.get(), path.suite.orElseThrow());
    }

    /** The data path as its user sees it. */
    AwareDataPath describe(PathSession path) {
        Bytes identifier = path.peerInterfaceId.orElseGet(() -> PathMessages.interfaceId(path.peerNdi()));
        return new AwareDataPath(path.id, path.link, Optional.of(path.peerNdi()),
                linkLocal(identifier), path.port, path.protocol, path.frames != null, path.countered);
    }

    private static Inet6Address linkLocal(Bytes identifier) {
        try {
            return (Inet6Address) InetAddress.getByAddress(Bytes.hex("fe80000000000000").concat(identifier).toArray());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an interface identifier has 8 octets", e);
        }
    }

    /** Sends an Ethernet frame. */
    private void transmit(PathSession path, Bytes frame) {
        MacAddress to = MacAddress.at(frame, 0);
        Bytes payload = new BytesWriter().u24be(0xAAAA03).u24be(0).u16be(frame.u16be(12))
                .bytes(frame.from(ETHERNET_HEADER)).toBytes();
        FrameHeader header = new FrameHeader(QOS_DATA, 0, to.isGroup() ? to : path.peerNdi(), station.ndi(),
                station.clusterId(), station.nextSequence() << 4);
        boolean plain = path.frames == null || station.seam.breaks("NAN-SEC-07")
                || station.seam.breaks("NAN-SEC-12") && sessions.open().anyMatch(one -> !one.secured());
        ProtectedFrames frames = to.isGroup() && path.gaveGroupKeys ? groupKeys.frames(path.suite.orElseThrow())
                : path.frames;
        station.sendInSlot("data", plain ? header.encode().concat(Bytes.of(0, 0)).concat(payload)
                : frames.protect(header, 0, payload));
    }

    /** A data frame came in; {@code octets} is the whole of it. */
    void received(DataFrame frame, Bytes octets) {
        MacAddress from = frame.header().address2();
        boolean forMe = frame.header().address1().equals(station.ndi()) || frame.header().address1().isGroup();
        Optional<PathSession> path = sessions.open().filter(one -> forMe && from.equals(one.peerNdi()))
                .findFirst();
        path.flatMap(one -> payload(one, frame, octets)).filter(payload -> payload.has(0, SNAP)).ifPresent(payload ->
                path.get().link.received(new BytesWriter().mac(frame.header().address1()).mac(from)
                        .u16be(payload.u16be(6)).bytes(payload.from(SNAP)).toBytes()));
    }

    private static Optional<Bytes> payload(PathSession path, DataFrame frame, Bytes octets) {
        if (path.frames == null) {
            return frame.header().isProtected() ? Optional.empty() : Optional.of(frame.payload());
        }
        boolean underGroupKey = frame.header().address1().isGroup() && !path.peerGroups.isEmpty();
        ProtectedFrames frames = underGroupKey ? path.peerGroups.get(frame.security().map(SecurityHeader::keyId)
                .orElse(0)) : path.frames;
        return frames != null && frames.open(octets) instanceof ProtectedFrames.Data data ? Optional.of(data.payload())
                : Optional.empty();
    }

    /** A Termination came. */
    void terminated(PathSession path, boolean secret) {
        // Also while it is being set up: there is nobody yet whose word could be told from another's.
        boolean authentic = secret || path.frames == null && !path.secured();
        if (!authentic || station.seam.breaks("NAN-NDP-07")) {
            return;
        }
        close(path, "the other device ended the data path");
    }

    /** Ends a data path from this end. */
    void end(PathSession path) {
        if (path.state == PathState.OPEN) {
            sender.sendPlain("ndp-termination", NanActionFrame.DATA_PATH_TERMINATION, path, messages.termination(path,
                    UNSPECIFIED));
            close(path, "ended by this end");
        }
    }

    /** Ends a data path without a word. */
    void close(PathSession path, String why) {
        boolean wasOpen = path.state == PathState.OPEN;
        path.timer.cancel();
        if (path.take(PathState.Event.TERMINATION) && wasOpen) {
            station.engage(-1);
            path.link.ended(why);
            events.add(number -> new AwareEvent.DataPathClosed(number, path.id, why));
        }
        if (sessions.stream().allMatch(PathSession::isEnded)) {
            groupKeys.forget();
        }
    }
}
