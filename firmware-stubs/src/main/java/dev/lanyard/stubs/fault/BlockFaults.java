package dev.lanyard.stubs.fault;

import static dev.lanyard.stubs.fault.Fault.fault;
import static dev.lanyard.stubs.fault.LinkDefects.block;
import static dev.lanyard.stubs.fault.LinkDefects.rebuilt;
import static dev.lanyard.stubs.fault.LinkDefects.transfer;
import static dev.lanyard.stubs.fault.RequestFaults.parameter;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.ntb.Ntb;
import dev.lanyard.wire.ntb.NtbEdit;
import dev.lanyard.wire.ntb.NtbEdit.EntryField;
import dev.lanyard.wire.ntb.NtbEdit.HeaderField;
import dev.lanyard.wire.ntb.NtbEdit.NdpField;
import java.util.List;

/** Faults of the transfer blocks that an NCM accessory sends. */
final class BlockFaults {

    /** Inside the header of a block of either format, and as well aligned as a datagram has to be. */
    private static final int IN_HEADER = 6;
    private static final int SHORT_TABLE = 12;
    private static final int SHORT_DATAGRAM = 8;
    /** Where the fields of the NTB parameter structure are (NCM 1.0 table 6-3). */
    private static final int IN_MAX_SIZE = 4;
    private static final int NDP_IN_DIVISOR = 8;
    private static final int NDP_IN_ALIGNMENT = 12;

    static final List<Fault> ALL = List.of(
            fault("NCM-NTB-01", "wHeaderLength is four more than the header has.")
                    .of(Model.NCM)
                    .does(transfer(BlockFaults::longHeader)),
            fault("NCM-NTB-02", "wBlockLength is 100 more than the transfer has.")
                    .of(Model.NCM)
                    .does(transfer(honest -> NtbEdit.of(honest)
                            .header(HeaderField.BLOCK_LENGTH, honest.length() + 100).build())),
            fault("NCM-NTB-03", "dwNtbInMaxSize is 1024, and blocks hold whole frames all the same.")
                    .of(Model.NCM)
                    .breaks("NCM-REQ-04", "a size that one frame exceeds is below the least that may be named")
                    .breaks("HOST-LINUX-03", HostReasons.REPLACED)
                    .does(parameter(IN_MAX_SIZE, 0, 4, 0, 0)),
            fault("NCM-NTB-04", "wSequence is 0 in every block.")
                    .of(Model.NCM)
                    .does(block(edit -> edit.header(HeaderField.SEQUENCE, 0))),
            fault("NCM-NTB-05", "wLength of the first table is 12: room for one datagram and nothing else.")
                    .of(Model.NCM)
                    .breaks("NCM-NTB-06", "the null entry that is there is not counted in wLength")
                    .does(block(edit -> edit.ndp(0, NdpField.LENGTH, SHORT_TABLE))),
            fault("NCM-NTB-06", "The datagram pointer tables have no null entry.")
                    .of(Model.NCM)
                    .breaks("NCM-NTB-05", "a table of one datagram without null entry is shorter than a table can be")
                    .does(rebuilt(structure -> structure.nullEntry(false))),
            fault("NCM-NTB-07", "wNdpInAlignment is 64, and tables stand at multiples of 4.")
                    .of(Model.NCM)
                    .does(parameter(NDP_IN_ALIGNMENT, 64, 0)),
            fault("NCM-NTB-08", "wNdpInDivisor is 64, and payloads stand at multiples of 4.")
                    .of(Model.NCM)
                    .does(parameter(NDP_IN_DIVISOR, 64, 0)),
            fault("NCM-NTB-09", "The first datagram of each block begins inside the block's header.")
                    .of(Model.NCM)
                    .does(block(edit -> edit.entry(0, 0, EntryField.DATAGRAM_INDEX, IN_HEADER))),
            fault("NCM-NTB-10", "The first datagram of each block has 8 octets.")
                    .of(Model.NCM)
                    .does(block(edit -> edit.entry(0, 0, EntryField.DATAGRAM_LENGTH, SHORT_DATAGRAM))),
            fault("NCM-NTB-11", "The first table of each block names itself as the next one.")
                    .of(Model.NCM)
                    .does(transfer(honest -> NtbEdit.of(honest).ndp(0, NdpField.NEXT_NDP_INDEX,
                            Ntb.decode(honest).ndps().getFirst().offset()).build())),
            fault("NCM-NTB-12", "The tables' signature promises a CRC behind each datagram, which nobody asked for.")
                    .of(Model.NCM)
                    .does(transfer(honest -> NtbEdit.of(honest).ndp(0, NdpField.SIGNATURE,
                            Ntb.decode(honest).format().ndpSignature(true)).build())));

    private BlockFaults() {}

    private static Bytes longHeader(Bytes honest) {
        return NtbEdit.of(honest)
                .header(HeaderField.HEADER_LENGTH, Ntb.decode(honest).header().wHeaderLength() + 4).build();
    }
}
