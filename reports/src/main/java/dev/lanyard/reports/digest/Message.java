package dev.lanyard.reports.digest;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorded;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.ntb.Ntb;
import dev.lanyard.wire.usb.DescriptorType;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.StandardRequests;
import dev.lanyard.wire.usb.TransferType;
import java.util.Optional;

/**
 * One thing that passed between host and accessory, as a ladder diagram shows it.
 *
 * @param sequence the event that it is
 * @param nanos    since the attempt began
 * @param label    a few words
 * @param detail   more of it; may be empty
 * @param from     who sent it where there are more than a host and an accessory, else null
 * @param to       whom it is for, or {@link #EVERYBODY}; null as {@code from}
 */
public record Message(long sequence, long nanos, Way way, Dialogue dialogue, String label, String detail, String from,
                      String to) {

    /** All who listen. */
    public static final String EVERYBODY = "everybody";

    /** In which direction it went. */
    public enum Way {
        TO_ACCESSORY,
        TO_HOST,
        /** A request and its answer. */
        BOTH,
        /** Something that happened at one end. */
        STATE
    }

    private static final int INTERFACE_STANDARD = StandardRequests.TO_INTERFACE;

    /** The message that {@code recorded} is; nothing for what belongs to no conversation. */
    public static Optional<Message> of(Recorded recorded) {
        return switch (recorded.event()) {
            case Event.Transfer e when e.setup() != null -> Optional.of(control(recorded, e));
            case Event.Transfer e when e.type() == TransferType.BULK && !e.status().equals("CANCELLED") ->
                    Optional.of(block(recorded, e));
            case Event.Notification e -> Optional.of(message(recorded, Way.TO_HOST, Dialogue.START_UP,
                    e.kind() + " " + e.wValue(), e.data().isEmpty() ? "" : e.data().truncate(16).toHex()));
            case Event.LinkState e -> Optional.of(message(recorded, Way.STATE, Dialogue.START_UP,
                    e.up() ? "link up" : "link down", e.cause()));
            case Event.Attached e -> Optional.of(message(recorded, Way.STATE, Dialogue.ENUMERATION,
                    "attached %04x:%04x".formatted(e.idVendor(), e.idProduct()), e.accessory()));
            case Event.Detached e -> Optional.of(message(recorded, Way.STATE, Dialogue.START_UP,
                    e.expected() ? "detached" : "vanished", e.reason()));
            case Event.Frame e -> {
                FrameText.Said said = FrameText.of(e.data());
                yield Optional.of(message(recorded, e.received() ? Way.TO_HOST : Way.TO_ACCESSORY, said.dialogue(),
                        said.label(), said.detail()));
            }
            case Event.AirFrame e -> {
                AirText.Said said = AirText.of(e);
                yield Optional.of(new Message(recorded.sequence(), recorded.nanos(), e.received() ? Way.TO_HOST
                        : Way.TO_ACCESSORY, said.dialogue(), said.label(), e.frequencyMhz() + " MHz", said.from(),
                        said.to()));
            }
            default -> Optional.empty();
        };
    }

    private static Message message(Recorded recorded, Way way, Dialogue dialogue, String label, String detail) {
        return new Message(recorded.sequence(), recorded.nanos(), way, dialogue, label, detail, null, null);
    }

    private static Message control(Recorded recorded, Event.Transfer e) {
        SetupPacket setup = e.setup();
        String answer = !e.isOk() ? " → " + e.status() : e.isIn() ? " → " + octets(e.data().length()) : "";
        Way way = e.isIn() || !e.isOk() ? Way.BOTH : Way.TO_ACCESSORY;
        Optional<CdcRequest> request = CdcRequest.of(setup);
        if (request.isPresent()) {
            return message(recorded, way, Dialogue.START_UP, request.get().title()
                    + (setup.wValue() == 0 ? "" : "(0x%04x)".formatted(setup.wValue())) + answer,
                    e.data().truncate(32).toHex());
        }
        int type = setup.bmRequestType() & 0x7F;
        String name = switch (setup.bRequest()) {
            case StandardRequests.GET_DESCRIPTOR -> "GET_DESCRIPTOR(" + descriptor(setup.wValue()) + ")";
            case StandardRequests.SET_CONFIGURATION -> "SET_CONFIGURATION(" + setup.wValue() + ")";
            case StandardRequests.GET_CONFIGURATION -> "GET_CONFIGURATION";
            case StandardRequests.SET_INTERFACE -> "SET_INTERFACE(" + setup.wIndex() + ", alternate "
                    + setup.wValue() + ")";
            case StandardRequests.GET_INTERFACE -> "GET_INTERFACE(" + setup.wIndex() + ")";
            case StandardRequests.GET_STATUS -> "GET_STATUS";
            case StandardRequests.CLEAR_FEATURE -> "CLEAR_FEATURE(" + setup.wValue() + ")";
            case StandardRequests.SET_FEATURE -> "SET_FEATURE(" + setup.wValue() + ")";
            case StandardRequests.SET_ADDRESS -> "SET_ADDRESS(" + setup.wValue() + ")";
            default -> null;
        };
        if (name == null || (setup.bmRequestType() & 0x60) != 0) {
            name = "request %02x %02x".formatted(setup.bmRequestType(), setup.bRequest());
        }
        boolean startsUp = type == INTERFACE_STANDARD || (setup.bmRequestType() & 0x60) != 0;
        return message(recorded, way, startsUp ? Dialogue.START_UP : Dialogue.ENUMERATION, name + answer,
                e.data().truncate(32).toHex());
    }

    private static String descriptor(int wValue) {
        int index = wValue & 0xFF;
        return switch (wValue >> 8) {
            case DescriptorType.DEVICE -> "device";
            case DescriptorType.CONFIGURATION -> "configuration " + index;
            case DescriptorType.STRING -> "string " + index;
            case DescriptorType.DEVICE_QUALIFIER -> "device qualifier";
            case DescriptorType.BOS -> "BOS";
            default -> "type 0x%02x".formatted(wValue >> 8);
        };
    }

    private static Message block(Recorded recorded, Event.Transfer e) {
        String status = e.isOk() ? "" : " " + e.status();
        Ntb block = Ntb.decode(e.data());
        boolean isBlock = !block.has(dev.lanyard.wire.ntb.NtbDefect.Kind.NTH_SIGNATURE)
                && !block.has(dev.lanyard.wire.ntb.NtbDefect.Kind.TRUNCATED_HEADER);
        int datagrams = isBlock ? block.datagrams().size() : 0;
        String what = isBlock ? "NTB " + block.header().wSequence() + ": " + datagrams
                + (datagrams == 1 ? " datagram, " : " datagrams, ") + octets(e.data().length())
                : "bulk transfer, " + octets(e.data().length());
        return message(recorded, e.isIn() ? Way.TO_HOST : Way.TO_ACCESSORY, Dialogue.BLOCKS, what + status,
                isBlock && !block.defects().isEmpty() ? "octet " + block.defects().getFirst().offset() + ": " + block.defects().getFirst().text() : "");
    }

    private static String octets(int count) {
        return count + (count == 1 ? " octet" : " octets");
    }
}
