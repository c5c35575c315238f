package dev.lanyard.stubs.fault;

import static dev.lanyard.stubs.fault.Fault.fault;
import static dev.lanyard.stubs.fault.LinkDefects.block;
import static dev.lanyard.stubs.fault.LinkDefects.rebuilt;
import static dev.lanyard.stubs.fault.LinkDefects.transfer;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.ntb.Ntb;
import dev.lanyard.wire.ntb.NtbEdit;
import dev.lanyard.wire.ntb.NtbEdit.EntryField;
import dev.lanyard.wire.ntb.NtbEdit.HeaderField;
import java.util.List;

/** Faults of the transfer blocks that an NCM accessory sends. */
final class BlockFaults {

    /** Inside the header of a block of either format, and as well aligned as a datagram has to be. */
    private static final int IN_HEADER = 6;

    static final List<Fault> ALL = List.of(
            fault("NCM-NTB-01", "wHeaderLength is four more than the header has.")
                    .of(Model.NCM)
                    .does(transfer(BlockFaults::longHeader)),
            fault("NCM-NTB-02", "wBlockLength is 100 more than the transfer has.")
                    .of(Model.NCM)
                    .does(transfer(honest -> NtbEdit.of(honest)
                            .header(HeaderField.BLOCK_LENGTH, honest.length() + 100).build())),
            fault("NCM-NTB-06", "The datagram pointer tables have no null entry.")
                    .of(Model.NCM)
                    .does(rebuilt(structure -> structure.nullEntry(false))),
            fault("NCM-NTB-09", "The first datagram of each block begins inside the block's header.")
                    .of(Model.NCM)
                    .does(block(edit -> edit.entry(0, 0, EntryField.DATAGRAM_INDEX, IN_HEADER))));

    private BlockFaults() {}

    private static Bytes longHeader(Bytes honest) {
        return NtbEdit.of(honest)
                .header(HeaderField.HEADER_LENGTH, Ntb.decode(honest).header().wHeaderLength() + 4).build();
    }
}
