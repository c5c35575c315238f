package dev.lanyard.stubs.fault;

import dev.lanyard.stubs.usb.ControlRequest;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.ntb.Ntb;
import dev.lanyard.wire.ntb.NtbBuilder;
import dev.lanyard.wire.ntb.NtbFormat;
import dev.lanyard.wire.usb.StandardRequests;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Bulk transfers of the host that an accessory takes wrongly, or not at all. */
final class BulkDefects {

    private static final int ZEROS = 128;
    private static final Duration FOR_GOOD = Duration.ofHours(1);

    private BulkDefects() {}

    /** Loses transfers of the host. */
    static Defect lose(Predicate<Bytes> which) {
        return change(transfer -> which.test(transfer) ? Bytes.EMPTY : transfer);
    }

    /** Takes something else than the host sent. */
    static Defect change(UnaryOperator<Bytes> change) {
        return new Defect() {
            @Override
            public Optional<Bytes> fromHost(Bytes transfer) {
                return Optional.of(change.apply(transfer));
            }
        };
    }

    /** Loses frames of the host. */
    static Defect loseFrames(Predicate<byte[]> which) {
        return new Defect() {
            @Override
            public Optional<byte[]> frameFromHost(byte[] frame) {
                return which.test(frame) ? Optional.empty() : Optional.of(frame);
            }
        };
    }

    /** Ends no transfer of whole packets to the host. */
    static Defect withoutZeroPackets() {
        return new Defect() {
            @Override
            public boolean endsInZeroPacket() {
                return false;
            }
        };
    }

    /** Remembers things until the host selects an alternate setting or configures the device. */
    abstract static class Forgetful implements Defect {

        abstract void forget();

        @Override
        public Optional<ControlRequest> request(ControlRequest request) {
            int bmRequestType = request.setup().bmRequestType();
            int bRequest = request.setup().bRequest();
            if (bmRequestType == StandardRequests.TO_INTERFACE && bRequest == StandardRequests.SET_INTERFACE
                    || bmRequestType == 0 && bRequest == StandardRequests.SET_CONFIGURATION) {
                forget();
            }
            return Optional.of(request);
        }
    }

    /** Takes nothing any more after so many transfers of this kind. */
    static Defect wedgeAfter(int count, Predicate<Bytes> which) {
        return new Forgetful() {
            private int seen;

            @Override
            void forget() {
                seen = 0;
            }

            @Override
            public Optional<Bytes> fromHost(Bytes transfer) {
                if (seen >= count) {
                    return Optional.empty();
                }
                seen += which.test(transfer) ? 1 : 0;
                return Optional.of(transfer);
            }
        };
    }

    /** Keeps the host waiting for so long after so many frames, once. */
    static Defect restAfter(int frames, Duration time) {
        return new Forgetful() {
            private int taken;
            private boolean rested;

            @Override
            void forget() {
                taken = 0;
                rested = false;
            }

            @Override
            public Optional<byte[]> frameFromHost(byte[] frame) {
                taken++;
                return Optional.of(frame);
            }

            @Override
            public Duration rest(Bytes transfer) {
                boolean due = taken >= frames && !rested;
                rested |= due;
                return due ? time : Duration.ZERO;
            }
        };
    }

    /** Stops receiving after so many frames. */
    static Defect stopAfter(int frames) {
        return restAfter(frames, FOR_GOOD);
    }

    /** Follows which format the host has selected. */
    private abstract static class FormatAware extends Forgetful {

        NtbFormat selected = NtbFormat.NTB16;

        @Override
        void forget() {
            // Selecting alternate setting 1 leaves the format as it is; 0 resets it, and so does this.
        }

        @Override
        public Optional<ControlRequest> request(ControlRequest request) {
            if (CdcRequest.of(request.setup()).equals(Optional.of(CdcRequest.SET_NTB_FORMAT))) {
                selected = request.setup().wValue() == 1 ? NtbFormat.NTB32 : NtbFormat.NTB16;
            } else if (request.setup().bmRequestType() == StandardRequests.TO_INTERFACE
                    && request.setup().bRequest() == StandardRequests.SET_INTERFACE && request.setup().wValue() == 0) {
                selected = NtbFormat.NTB16;
            }
            return Optional.of(request);
        }
    }

    /** Takes blocks of either format, whichever is selected. */
    static Defect eitherFormat() {
        return new FormatAware() {
            @Override
            public Optional<Bytes> fromHost(Bytes transfer) {
                Ntb block = Ntb.decode(transfer, selected);
                if (!block.defects().isEmpty() || block.format() == selected || block.datagrams().isEmpty()) {
                    return Optional.of(transfer);
                }
                NtbBuilder builder = new NtbBuilder(selected).sequence(block.header().wSequence());
                block.datagrams().forEach(builder::add);
                return Optional.of(builder.build());
            }
        };
    }

    /** Whether the block is malformed. */
    static boolean isMalformed(Bytes transfer) {
        return !transfer.isEmpty() && !Ntb.decode(transfer).defects().isEmpty();
    }

    /** Whether the block's first table stands before its datagrams. */
    static boolean isTableFirst(Bytes transfer) {
        Ntb block = Ntb.decode(transfer);
        return !block.ndps().isEmpty() && block.ndps().getFirst().entries().stream()
                .anyMatch(entry -> entry.datagramIndex() > block.ndps().getFirst().offset());
    }

    /** Whether zeros fill the block up. */
    static boolean isFilled(Bytes transfer) {
        Ntb block = Ntb.decode(transfer);
        long end = block.ndps().stream().mapToLong(table -> Math.max(table.offset() + table.wLength(),
                table.datagramEntries().stream().mapToLong(e -> e.datagramIndex() + e.datagramLength()).max().orElse(0)))
                .max().orElse(Long.MAX_VALUE);
        return block.defects().isEmpty() && block.blockLength() - end >= ZEROS;
    }

    /** Whether some datagram of the block has such a length. */
    static boolean hasDatagram(Bytes transfer, Predicate<Long> length) {
        return Ntb.decode(transfer).ndps().stream().flatMap(table -> table.datagramEntries().stream())
                .anyMatch(entry -> length.test(entry.datagramLength()));
    }
}
