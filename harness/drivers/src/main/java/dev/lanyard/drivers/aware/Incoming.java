package dev.lanyard.drivers.aware;

import dev.lanyard.drivers.radio.Radio;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.ActionBody;
import dev.lanyard.wire.ieee80211.DataFrame;
import dev.lanyard.wire.ieee80211.Dot11Frame;
import dev.lanyard.wire.ieee80211.FrameDefect;
import dev.lanyard.wire.ieee80211.ManagementFrame;
import dev.lanyard.wire.ieee80211.ProtectedBody;
import dev.lanyard.wire.nan.attribute.NanAvailability;
import dev.lanyard.wire.nan.attribute.SharedKeyDescriptor;
import dev.lanyard.wire.nan.attribute.UnknownAttribute;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import dev.lanyard.wire.nan.frame.NanBeacon;
import dev.lanyard.wire.nan.frame.NanFrame;
import dev.lanyard.wire.nan.frame.PasnFrame;
import dev.lanyard.wire.nan.frame.ServiceDiscoveryFrame;
import dev.lanyard.wire.nan.security.ProtectedFrames;
import dev.lanyard.wire.net.MacAddress;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What comes in from the radio: whether it is for this device and authentic, and which part of the stack takes it. */
final class Incoming {

    private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);
    /** Entries at which devices were seen to reset (espressif/esp-idf#17529). */
    private static final int TOO_MANY = 6;

    private final Station station;
    private final Neighbours neighbours;
    private final DataPaths paths;
    private final Takers takers;

    /** Who takes what passed. {@code secret} says that it was authentic under a key. */
    interface Takers {
        void beacon(NanBeacon beacon, Radio.Reception reception);

        void discovery(ServiceDiscoveryFrame frame, boolean secret);

        void pasn(PasnFrame frame);

        /** The device breaks down. */
        void breakDown();
    }

    Incoming(Station station, Neighbours neighbours, DataPaths paths, Takers takers) {
        this.station = station;
        this.neighbours = neighbours;
        this.paths = paths;
        this.takers = takers;
    }

    /** A frame came in. */
    void received(Radio.Reception reception) {
        try {
            switch (Dot11Frame.decode(reception.octets())) {
                case ManagementFrame frame -> management(frame, reception);
                case DataFrame frame -> paths.received(frame, reception.octets());
                default -> { }
            }
        } catch (RuntimeException e) {
            LOG.error("{}: a received frame made the stack fail; it is passed over", station.settings.name(), e);
        }
    }

    private void management(ManagementFrame frame, Radio.Reception reception) {
        MacAddress to = frame.header().address1();
        MacAddress from = frame.header().address2();
        boolean overNdi = to.equals(station.ndi()) && !to.equals(station.nmi());
        if (!to.equals(station.nmi()) && !overNdi && !to.isGroup()) {
            return;
        }
        if (from.isGroup() || from.equals(station.nmi()) || from.equals(station.ndi())) {
            // A reflection of an own frame, or from nobody.
            station.reject();
        } else if (frame.body() instanceof ProtectedBody) {
            opened(from, overNdi, reception.octets()).ifPresentOrElse(opened ->
                    NanFrame.of(opened.frame()).filter(nan -> !overNdi || nan instanceof NanActionFrame)
                            .ifPresent(nan -> nan(nan, reception, true)), station::reject);
        } else if (frame.body() instanceof ActionBody action && action.category() == ActionBody.PROTECTED_DUAL) {
            ofGroup(frame, from).ifPresentOrElse(nan -> nan(nan, reception, true), station::reject);
        } else {
            NanFrame.of(frame).ifPresent(nan -> nan(nan, reception, false));
        }
    }

    /** Decrypts a frame under the NM-TK of a pairing, or between data interfaces under theirs. */
    private Optional<ProtectedFrames.Management> opened(MacAddress from, boolean overNdi, Bytes octets) {
        List<ProtectedFrames> keys = overNdi ? paths.keysOf(from) : neighbours.known(from)
                .flatMap(one -> one.paired).map(PairedKeys::frames).stream().toList();
        return keys.stream().map(one -> one.open(octets)).filter(ProtectedFrames.Management.class::isInstance)
                .map(ProtectedFrames.Management.class::cast).findFirst();
    }

    /**
     * A frame of category 9 that can be read: to one device it had to be encrypted, to a group it has the code of its
     * group. All who have that key can make the code, so only messages pass, and nothing about keys or data paths.
     */
    private Optional<NanFrame> ofGroup(ManagementFrame frame, MacAddress from) {
        boolean authentic = frame.header().address1().isGroup() && neighbours.known(from).flatMap(one -> one.group)
                .filter(group -> group.accepts(frame)).isPresent();
        return authentic ? NanFrame.of(frame).filter(ServiceDiscoveryFrame.class::isInstance)
                .filter(nan -> nan.first(SharedKeyDescriptor.class).isEmpty()) : Optional.empty();
    }

    private void nan(NanFrame frame, Radio.Reception reception, boolean secret) {
        if (!(frame instanceof NanBeacon) && frame.defects().stream()
                .anyMatch(defect -> defect.code() == FrameDefect.Code.OVERRUN)) {
            station.reject();
            return;
        }
        if (station.seam.breaks("NAN-ATTR-05") && frame.attributes().values().stream()
                .anyMatch(UnknownAttribute.class::isInstance)) {
            return;
        }
        if (station.seam.breaks("NAN-AV-05") && frame.attributes().values().stream()
                .anyMatch(one -> one instanceof NanAvailability said && said.entries().size() >= TOO_MANY)) {
            takers.breakDown();
            return;
        }
        if (!(frame instanceof NanBeacon) && isCurrent(frame)) {
            station.talk();
        }
        switch (frame) {
            case NanBeacon beacon -> takers.beacon(beacon, reception);
            case ServiceDiscoveryFrame sdf when isCurrent(sdf) -> takers.discovery(sdf, secret);
            case NanActionFrame naf when isCurrent(naf) -> paths.received(naf, secret);
            case PasnFrame pasn when isCurrent(pasn) -> takers.pasn(pasn);
            default -> { }
        }
    }

    /** Of the own cluster, or outside clusters. */
    private boolean isCurrent(NanFrame frame) {
        MacAddress cluster = frame.header().address3();
        return cluster.equals(station.clusterId()) || cluster.equals(MacAddress.BROADCAST);
    }
}
