package dev.lanyard.drivers.aware;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.Elements;
import dev.lanyard.wire.ieee80211.UnknownElement;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.DataPath;
import dev.lanyard.wire.nan.attribute.DeviceCapability;
import dev.lanyard.wire.nan.attribute.ElementContainer;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.Ndc;
import dev.lanyard.wire.nan.attribute.Ndl;
import dev.lanyard.wire.nan.attribute.NdlQos;
import dev.lanyard.wire.nan.attribute.NdpAttribute;
import dev.lanyard.wire.nan.attribute.NdpExtension;
import dev.lanyard.wire.nan.attribute.NdpeTlv;
import dev.lanyard.wire.nan.attribute.ScheduleEntry;
import dev.lanyard.wire.nan.attribute.TimeBitmap;
import dev.lanyard.wire.net.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The attributes of the messages that set up and end a data path. */
final class PathMessages {

    /** What every data path asks for. */
    static final NdlQos QOS = new NdlQos(12, NdlQos.NO_LIMIT);

    private final Station station;
    private final Announcements say;

    PathMessages(Station station, Announcements say) {
        this.station = station;
        this.say = say;
    }

    List<NanAttribute> request(PathSession path) {
        List<NanAttribute> attributes = begin(path, DataPath.REQUEST, DataPath.CONTINUED, 0,
                DataPath.CONFIRM_REQUIRED | DataPath.PUBLISH_ID_PRESENT, true);
        path.handshake.ifPresent(handshake -> attributes.addAll(handshake.attributes()));
        attributes.add(say.availability());
        attributes.add(Ndl.of(path.token, DataPath.REQUEST, DataPath.CONTINUED, 0, Ndl.QOS_PRESENT));
        attributes.add(QOS);
        attributes.add(radioElements());
        return attributes;
    }

    /** {@code ndlStatus} continued makes a counter proposal. */
    List<NanAttribute> response(PathSession path, int ndlStatus) {
        boolean more = path.secured() || ndlStatus == DataPath.CONTINUED;
        List<NanAttribute> attributes = begin(path, DataPath.RESPONSE, more ? DataPath.CONTINUED : DataPath.ACCEPTED, 0,
                DataPath.RESPONDER_NDI_PRESENT, true);
        path.handshake.ifPresent(handshake -> attributes.addAll(handshake.attributes()));
        attributes.add(say.availability());
        attributes.add(ndc());
        attributes.add(Ndl.of(path.token, DataPath.RESPONSE, ndlStatus, 0, Ndl.NDC_PRESENT | Ndl.QOS_PRESENT));
        attributes.add(QOS);
        attributes.add(radioElements());
        return attributes;
    }

    private static Ndc ndc() {
        return new Ndc(new MacAddress(Nan.CLUSTER_BASE.value() | 0x42), Ndc.SELECTED, List.of(new ScheduleEntry(0,
                TimeBitmap.of(16, 512, 0, Bytes.of(0xFE)))));
    }

    /** {@code announcement} of a secured one whose key is another: CSIA and SCIA. */
    List<NanAttribute> refusal(PathSession path, int reason, List<NanAttribute> announcement) {
        List<NanAttribute> attributes = new ArrayList<>(List.of(say.capability(), Announcements.extension(),
                attribute(path, DataPath.RESPONSE, DataPath.REJECTED, reason,
                        announcement.isEmpty() ? 0 : DataPath.SECURITY_PRESENT, false)));
        attributes.addAll(announcement);
        attributes.add(Ndl.of(path.token, DataPath.RESPONSE, DataPath.REJECTED, reason, 0));
        return attributes;
    }

    List<NanAttribute> confirm(PathSession path) {
        List<NanAttribute> attributes = begin(path, DataPath.CONFIRM,
                path.secured() ? DataPath.CONTINUED : DataPath.ACCEPTED, 0, 0, false);
        path.handshake.ifPresent(handshake -> attributes.addAll(handshake.attributes()));
        attributes.add(say.availability());
        if (path.countered) {
            attributes.add(ndc());
            attributes.add(Ndl.of(path.token, DataPath.CONFIRM, DataPath.ACCEPTED, 0, Ndl.NDC_PRESENT));
        }
        return attributes;
    }

    /** The Confirm of an initiator that does not take the counter proposal. */
    List<NanAttribute> decline(PathSession path, int reason) {
        return List.of(say.capability(), Announcements.extension(),
                attribute(path, DataPath.CONFIRM, DataPath.REJECTED, reason, 0, false), say.availability(),
                Ndl.of(path.token, DataPath.CONFIRM, DataPath.REJECTED, reason, 0));
    }

    List<NanAttribute> installment(PathSession path) {
        List<NanAttribute> attributes = begin(path, DataPath.SECURITY_INSTALL, DataPath.ACCEPTED, 0, 0, false);
        path.handshake.ifPresent(handshake -> attributes.addAll(handshake.attributes()));
        attributes.add(say.availability());
        return attributes;
    }

    List<NanAttribute> termination(PathSession path, int reason) {
        List<NanAttribute> attributes = new ArrayList<>(List.of(say.capability(), Announcements.extension(),
                attribute(path, DataPath.TERMINATE, DataPath.REJECTED, reason, 0, false)));
        attributes.add(say.availability());
        return attributes;
    }

    private List<NanAttribute> begin(PathSession path, int type, int status, int reason, int control,
                                     boolean addresses) {
        return new ArrayList<>(List.of(say.capability(), Announcements.extension(), attribute(path, type, status,
                reason, control | (path.secured() ? DataPath.SECURITY_PRESENT : 0), addresses)));
    }

    /** NDPE where both sides know it, otherwise NDP. */
    private NanAttribute attribute(PathSession path, int type, int status, int reason, int control,
                                   boolean addresses) {
        OptionalInt publishId = (control & DataPath.PUBLISH_ID_PRESENT) != 0 ? OptionalInt.of(path.publishId)
                : OptionalInt.empty();
        Optional<MacAddress> ndi = (control & DataPath.RESPONDER_NDI_PRESENT) != 0 ? Optional.of(path.responderNdi)
                : Optional.empty();
        int typeAndStatus = type | status << 4;
        boolean extended = (station.settings.capabilities() & DeviceCapability.NDPE) != 0
                && path.peer.capability.map(DeviceCapability::supportsNdpe).orElse(true);
        if (!extended) {
            return new NdpAttribute(path.token, typeAndStatus, reason, path.initiatorNdi, path.id, control, publishId,
                    ndi, Optional.empty());
        }
        List<NdpeTlv> tlvs = new ArrayList<>();
        if (addresses) {
            tlvs.add(new NdpeTlv.InterfaceIdentifier(interfaceId(station.ndi())));
            path.service.filter(service -> service.port().isPresent() && !path.initiator)
                    .ifPresent(service -> tlvs.add(new NdpeTlv.Service(say.serviceInfo(service))));
        }
        return new NdpExtension(path.token, typeAndStatus, reason, path.initiatorNdi, path.id, control, publishId, ndi,
                tlvs);
    }

    /** Modified EUI-64 (RFC 4291 appendix A). */
    static Bytes interfaceId(MacAddress address) {
        Bytes mac = address.bytes();
        return Bytes.of(mac.u8(0) ^ 2, mac.u8(1), mac.u8(2), 0xFF, 0xFE, mac.u8(3), mac.u8(4), mac.u8(5));
    }

    /** HT and VHT capabilities as hostap's frames have them. */
    private static ElementContainer radioElements() {
        return new ElementContainer(0, Elements.of(
                new UnknownElement(45, Bytes.hex("7e101bffff000000000000000000000100000000000000000000")),
                new UnknownElement(191, Bytes.hex("fa048003aaaa0000aaaa0000"))));
    }
}
