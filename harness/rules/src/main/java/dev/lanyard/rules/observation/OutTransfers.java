package dev.lanyard.rules.observation;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorded;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.ntb.Ntb;
import dev.lanyard.wire.ntb.NtbDefect;
import dev.lanyard.wire.ntb.NtbFormat;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.StandardRequests;
import dev.lanyard.wire.usb.TransferType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Everything that the host sent on the function's bulk OUT endpoint, found in one pass. */
public final class OutTransfers {

    /** From so many octets on, zeros at the end of a block are filling and not alignment. */
    static final int FILLED = 128;
    /** Frames of up to so many octets are ordinary. */
    static final int ORDINARY = 200;

    private static final int MAX = 100_000;
    private static final int MAX_EARLY = 1000;
    private static final int ETHERNET_HEADER = 14;
    private static final int LEAST_FRAME = 60;
    private static final int ECHO_PORT = 7;

    private final List<OutTransfer> all;

    private OutTransfers(List<OutTransfer> all) {
        this.all = all;
    }

    /** Those to the observed function; none where no function was seen. */
    static OutTransfers of(Observation seen) {
        if (seen.function().isEmpty()) {
            return new OutTransfers(List.of());
        }
        Pass pass = new Pass(seen.function().get().what());
        seen.forEachEvent(pass::add);
        return new OutTransfers(pass.sent.stream().map(pass::finished).toList());
    }

    /** In the order of their ends. */
    List<OutTransfer> all() {
        return all;
    }

    /** Without its octets: of those there can be more than fit. */
    private record Pending(long sequence, int path, long submittedNanos, long pending, int length, boolean zeroPacket,
                           String status, boolean unasked, Optional<OutTransfer.Block> block, int frameLength,
                           boolean endsInZero, List<Asked> asked) {}

    private static final class Asked {
        private final int frameLength;
        private long answeredNanos = -1;

        Asked(int frameLength) {
            this.frameLength = frameLength;
        }
    }

    /** One pass over the events. */
    private static final class Pass {

        private final CdcFunction function;
        private final int bulkOut;
        private final int packetSize;
        private final List<Pending> sent = new ArrayList<>();
        /** Requests that were not answered yet. */
        private final Map<Long, Asked> asked = new HashMap<>();
        /** Answers of which the request was not recorded yet: a transfer is recorded when it ends. */
        private final Map<Long, Long> early = new HashMap<>();
        private int path;
        private NtbFormat selected = NtbFormat.NTB16;
        private boolean unasked = true;
        private long lastEnd;

        private Pass(CdcFunction function) {
            this.function = function;
            this.bulkOut = function.dataAlternate().map(data -> data.bulkOut().bEndpointAddress()).orElse(-1);
            this.packetSize = function.dataAlternate().map(data -> data.bulkOut().maxPacketOctets())
                    .filter(p -> p > 0).orElse(1);
        }

        private OutTransfer finished(Pending one) {
            return new OutTransfer(one.sequence(), one.path(), one.submittedNanos(), one.pending(), one.length(),
                    one.length() > 0 && one.length() % packetSize == 0, one.zeroPacket(), one.status(), one.unasked(),
                    one.block(), one.frameLength(), one.endsInZero(), one.asked().stream()
                            .map(a -> new OutTransfer.Echo(a.frameLength, a.answeredNanos)).toList());
        }

        private void add(Recorded recorded) {
            switch (recorded.event()) {
                case Event.Attached _ -> reset();
                case Event.Transfer transfer when transfer.type() == TransferType.CONTROL && transfer.setup() != null ->
                        follow(transfer);
                case Event.Transfer transfer when transfer.type() == TransferType.BULK
                        && transfer.endpointAddress() == bulkOut -> send(recorded, transfer);
                case Event.Frame frame when frame.received() -> IpPacket.of(frame.data()).ifPresent(packet ->
                        answer(packet, recorded.nanos()));
                default -> { }
            }
        }

        private void reset() {
            path++;
            selected = NtbFormat.NTB16;
            unasked = true;
        }

        private void follow(Event.Transfer transfer) {
            SetupPacket setup = transfer.setup();
            Optional<CdcRequest> request = CdcRequest.of(setup);
            if (request.equals(Optional.of(CdcRequest.SET_ETHERNET_PACKET_FILTER))
                    || request.equals(Optional.of(CdcRequest.SET_CRC_MODE))) {
                unasked = false;
            }
            if (!transfer.isOk()) {
                return;
            }
            if (request.equals(Optional.of(CdcRequest.SET_NTB_FORMAT))) {
                selected = setup.wValue() == 1 ? NtbFormat.NTB32 : NtbFormat.NTB16;
            } else if (setup.bmRequestType() == 0 && setup.bRequest() == StandardRequests.SET_CONFIGURATION) {
                reset();
            } else if (setup.bmRequestType() == StandardRequests.TO_INTERFACE
                    && setup.bRequest() == StandardRequests.SET_INTERFACE
                    && function.data().filter(data -> data.bInterfaceNumber() == setup.wIndex()).isPresent()) {
                if (setup.wValue() == 0) {
                    reset();
                } else {
                    path++;
                }
            }
        }

        private void send(Recorded recorded, Event.Transfer transfer) {
            long pending = Math.max(0, recorded.nanos() - Math.max(transfer.submittedNanos(), lastEnd));
            lastEnd = Math.max(lastEnd, recorded.nanos());
            if (sent.size() >= MAX) {
                return;
            }
            Optional<OutTransfer.Block> block = Optional.empty();
            List<Bytes> frames = List.of();
            int frameLength = 0;
            boolean endsInZero = false;
            if (function.model() == CdcFunction.Model.NCM) {
                if (!transfer.data().isEmpty()) {
                    Ntb decoded = Ntb.decode(transfer.data(), selected);
                    block = Optional.of(block(decoded));
                    frames = decoded.datagrams();
                }
            } else if (!transfer.data().isEmpty()) {
                frameLength = frameLength(transfer.data());
                endsInZero = transfer.data().u8(frameLength - 1) == 0;
                frames = List.of(transfer.data().truncate(frameLength));
            }
            List<Asked> requests = new ArrayList<>();
            for (Bytes frame : frames) {
                IpPacket.of(frame).flatMap(packet -> key(packet, false)).ifPresent(key -> {
                    Asked one = new Asked(frame.length());
                    Long answered = early.remove(key);
                    if (answered != null && answered >= transfer.submittedNanos()) {
                        one.answeredNanos = answered;
                    } else {
                        asked.put(key, one);
                    }
                    requests.add(one);
                });
            }
            sent.add(new Pending(recorded.sequence(), path, transfer.submittedNanos(), pending, transfer.data().length(),
                    transfer.zeroPacket(), transfer.status(), unasked, block, frameLength, endsInZero, requests));
        }

        private OutTransfer.Block block(Ntb block) {
            List<Ntb.Entry> entries = block.ndps().stream().flatMap(table -> table.datagramEntries().stream()).toList();
            long first = entries.stream().mapToLong(Ntb.Entry::datagramIndex).min().orElse(Long.MAX_VALUE);
            long end = Math.max(entries.stream().mapToLong(e -> e.datagramIndex() + e.datagramLength()).max().orElse(0),
                    block.ndps().stream().mapToLong(table -> table.offset() + table.wLength()).max().orElse(0));
            Set<NtbDefect.Kind> defects = EnumSet.noneOf(NtbDefect.Kind.class);
            block.defects().forEach(defect -> defects.add(defect.kind()));
            return new OutTransfer.Block(block.format(), selected, block.header().blockLength(), block.ndps().size(),
                    !block.ndps().isEmpty() && block.ndps().getFirst().offset() < first, entries.size(),
                    entries.stream().mapToLong(Ntb.Entry::datagramLength).min().orElse(0),
                    entries.stream().mapToLong(Ntb.Entry::datagramLength).max().orElse(0),
                    Math.max(0, block.blockLength() - end), block.transfer().length() - block.blockLength(), defects);
        }

        /** What the IP header says; a frame that was padded to the least length counts as whole. */
        private static int frameLength(Bytes transfer) {
            int named = transfer.length();
            if (transfer.has(ETHERNET_HEADER, 20) && transfer.u16be(12) == 0x0800) {
                named = ETHERNET_HEADER + transfer.u16be(ETHERNET_HEADER + 2);
            } else if (transfer.has(ETHERNET_HEADER, 40) && transfer.u16be(12) == 0x86DD) {
                named = ETHERNET_HEADER + 40 + transfer.u16be(ETHERNET_HEADER + 4);
            }
            return named < ETHERNET_HEADER || named > transfer.length() || transfer.length() <= LEAST_FRAME
                    ? transfer.length() : named;
        }

        private void answer(IpPacket packet, long nanos) {
            key(packet, true).ifPresent(key -> {
                Asked one = asked.remove(key);
                if (one != null) {
                    one.answeredNanos = nanos;
                } else if (early.size() < MAX_EARLY) {
                    early.put(key, nanos);
                }
            });
        }

        /** What request and answer have in common. */
        private static Optional<Long> key(IpPacket packet, boolean answer) {
            Bytes octets = packet.payload();
            if (packet.fragment() || !octets.has(0, 8)) {
                return Optional.empty();
            }
            int type = octets.u8(0);
            boolean echo = packet.protocol() == IpPacket.ICMP && type == (answer ? 0 : 8)
                    || packet.protocol() == IpPacket.ICMPV6 && type == (answer ? 129 : 128);
            if (echo) {
                return Optional.of((long) octets.from(8).hashCode() << 32 | octets.u32be(4));
            }
            boolean udp = packet.protocol() == IpPacket.UDP && octets.u16be(answer ? 0 : 2) == ECHO_PORT;
            return udp ? Optional.of((long) octets.from(8).hashCode() << 32 | octets.u16be(answer ? 2 : 0))
                    : Optional.empty();
        }
    }
}
