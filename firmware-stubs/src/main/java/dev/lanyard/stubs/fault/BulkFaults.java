package dev.lanyard.stubs.fault;

import static dev.lanyard.stubs.fault.BulkDefects.change;
import static dev.lanyard.stubs.fault.BulkDefects.hasDatagram;
import static dev.lanyard.stubs.fault.BulkDefects.lose;
import static dev.lanyard.stubs.fault.BulkDefects.wedgeAfter;
import static dev.lanyard.stubs.fault.Fault.fault;

import dev.lanyard.stubs.cdc.FunctionSettings;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.ntb.Ntb;
import dev.lanyard.wire.ntb.NtbEdit;
import dev.lanyard.wire.ntb.NtbEdit.EntryField;
import dev.lanyard.wire.ntb.NtbFormat;
import java.time.Duration;
import java.util.List;

/** Faults in taking what the host sends, and in ending what is sent to it. */
final class BulkFaults {

    private static final int PACKET = 512;
    private static final int ETHERNET_HEADER = 14;
    private static final int LARGEST_BLOCK = 16_384;
    /** So many buffers are lost before none is left. */
    private static final int BUFFERS = 8;
    private static final int SOME_FRAMES = 300;
    private static final String ONE_PACKET = "such a block has more packets than one, of which only the first is taken";

    static final List<Fault> ALL = List.of(
            fault("ECM-DATA-01", "Frames of whole packets of 512 octets are lost.")
                    .does(BulkDefects.loseFrames(frame -> frame.length % PACKET == 0)),
            fault("ECM-DATA-02", "No zero-length packet follows a frame of whole packets.")
                    .of(Model.ECM)
                    .does(BulkDefects.withoutZeroPackets()),
            fault("ECM-DATA-03", "A transfer of whole packets and one zero octet is lost.")
                    .of(Model.ECM)
                    .does(lose(transfer -> transfer.length() % PACKET == 1 && transfer.u8(transfer.length() - 1) == 0)),
            fault("ECM-DATA-04", "After a zero-length packet nothing is taken any more.")
                    .doing(() -> wedgeAfter(1, Bytes::isEmpty)),
            fault("ECM-DATA-09", "After a frame of more than 1514 octets nothing is taken any more.")
                    .doing(() -> wedgeAfter(1, BulkFaults::isTooLong)),
            fault("ECM-DATA-10", "After a frame of less than 14 octets nothing is taken any more.")
                    .doing(() -> wedgeAfter(1, BulkFaults::isRunt)),
            fault("NCM-NTB-13", "No zero-length packet follows a block of whole packets.")
                    .of(Model.NCM)
                    .does(BulkDefects.withoutZeroPackets()),
            fault("NCM-NTB-14", "Blocks whose table stands before the datagrams are lost.")
                    .of(Model.NCM)
                    .does(lose(BulkDefects::isTableFirst)),
            fault("NCM-NTB-15", "Only the first datagram of a table is taken.")
                    .of(Model.NCM)
                    .does(change(BulkFaults::firstDatagram)),
            fault("NCM-NTB-16", "Blocks with chained tables are lost.")
                    .of(Model.NCM)
                    .does(lose(transfer -> Ntb.decode(transfer).ndps().size() > 1)),
            fault("NCM-NTB-17", "Blocks whose length field is 0 are lost.")
                    .of(Model.NCM)
                    .does(lose(transfer -> Ntb.decode(transfer).header().blockLength() == 0)),
            fault("NCM-NTB-18", "Blocks with one octet behind them are lost.")
                    .of(Model.NCM)
                    .does(lose(transfer -> Ntb.decode(transfer).header().blockLength() + 1 == transfer.length())),
            fault("NCM-NTB-19", "Only the first packet of a block is taken.")
                    .of(Model.NCM)
                    .breaks("ECM-DATA-01", ONE_PACKET)
                    .breaks("NCM-NTB-20", ONE_PACKET)
                    .breaks("NCM-NTB-22", ONE_PACKET)
                    .breaks("HOST-LINUX-04", ONE_PACKET)
                    .does(change(transfer -> transfer.truncate(PACKET))),
            fault("NCM-NTB-20", "Blocks that are filled up with zeros are lost.")
                    .of(Model.NCM)
                    .breaks("HOST-LINUX-04", HostReasons.PART)
                    .does(lose(BulkDefects::isFilled)),
            fault("HOST-LINUX-04", "Blocks that are filled up with zeros are lost, as Linux sends them.")
                    .of(Model.NCM)
                    .breaks("NCM-NTB-20", HostReasons.PART)
                    .does(lose(BulkDefects::isFilled)),
            fault("NCM-NTB-21", "The buffer of a malformed block is lost, and after eight of them none is left.")
                    .of(Model.NCM)
                    .doing(() -> wedgeAfter(BUFFERS, BulkDefects::isMalformed)),
            fault("NCM-NTB-22", "A block of exactly dwNtbOutMaxSize is lost.")
                    .of(Model.NCM)
                    .does(lose(transfer -> transfer.length() == LARGEST_BLOCK)),
            fault("NCM-NTB-23", "Blocks of both formats are taken, whichever is selected.")
                    .of(Model.NCM)
                    .doing(BulkDefects::eitherFormat),
            fault("NCM-NTB-24", "Every frame is held back for 150 ms.")
                    .of(Model.NCM)
                    .does(held(Duration.ofMillis(150))),
            fault("NCM-NTB-25", "Under load the bulk OUT endpoint takes nothing for two seconds.")
                    .of(Model.NCM)
                    .doing(() -> BulkDefects.restAfter(SOME_FRAMES, Duration.ofSeconds(2))),
            fault("HOST-LINUX-05", "Under load the bulk OUT endpoint stops taking anything.")
                    .breaks("NCM-NTB-25", Model.NCM, "an endpoint that takes nothing any more keeps the host waiting")
                    .doing(() -> BulkDefects.stopAfter(SOME_FRAMES)));

    private BulkFaults() {}

    /** Of an ECM transfer, or a block. */
    private static boolean isTooLong(Bytes transfer) {
        return isBlock(transfer) ? hasDatagram(transfer, length -> length > FunctionSettings.MAX_SEGMENT_SIZE)
                : transfer.length() > FunctionSettings.MAX_SEGMENT_SIZE;
    }

    private static boolean isRunt(Bytes transfer) {
        return isBlock(transfer) ? hasDatagram(transfer, length -> length < ETHERNET_HEADER)
                : !transfer.isEmpty() && transfer.length() < ETHERNET_HEADER;
    }

    /** No Ethernet frame of ours goes to an address that begins like a block's signature. */
    private static boolean isBlock(Bytes transfer) {
        return transfer.has(0, 4) && NtbFormat.ofNthSignature(transfer.u32le(0)).isPresent();
    }

    private static Bytes firstDatagram(Bytes transfer) {
        Ntb block = Ntb.decode(transfer);
        if (!block.defects().isEmpty() || block.ndps().getFirst().datagramEntries().size() < 2) {
            return transfer;
        }
        return NtbEdit.of(transfer).entry(0, 1, EntryField.DATAGRAM_INDEX, 0)
                .entry(0, 1, EntryField.DATAGRAM_LENGTH, 0).build();
    }

    private static Defect held(Duration time) {
        return new Defect() {
            @Override
            public Duration hold(byte[] frame) {
                return time;
            }
        };
    }
}
