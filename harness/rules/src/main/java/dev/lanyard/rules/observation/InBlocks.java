package dev.lanyard.rules.observation;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorded;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.cdc.NtbInputSize;
import dev.lanyard.wire.cdc.NtbParameters;
import dev.lanyard.wire.ntb.Ntb;
import dev.lanyard.wire.ntb.NtbFormat;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.StandardRequests;
import dev.lanyard.wire.usb.TransferType;
import java.util.function.Consumer;

/** Picks transfer blocks out of a pass over the events, and follows what was negotiated before each. */
final class InBlocks {

    private static final int UNKNOWN = -1;

    private final CdcFunction function;
    private final Consumer<Seen<InBlock>> consumer;
    private NtbFormat format = NtbFormat.NTB16;
    private boolean crc;
    private long maxSize;
    private long inputSize;
    private int maxDatagrams;
    private int expectedSequence = UNKNOWN;

    InBlocks(CdcFunction function, Consumer<Seen<InBlock>> consumer) {
        this.function = function;
        this.consumer = consumer;
    }

    void add(Recorded recorded) {
        if (!(recorded.event() instanceof Event.Transfer transfer)) {
            return;
        }
        if (transfer.type() == TransferType.CONTROL && transfer.setup() != null && transfer.isOk()) {
            follow(transfer.setup(), transfer.data());
        } else if (isBlock(transfer)) {
            Ntb block = Ntb.decode(transfer.data(), format);
            consumer.accept(Seen.at(recorded, new InBlock(block, format, crc, inputSize, maxDatagrams,
                    expectedSequence)));
            expectedSequence = block.header().wSequence() + 1 & 0xFFFF;
        }
    }

    private void follow(SetupPacket setup, Bytes data) {
        CdcRequest request = CdcRequest.of(setup).orElse(null);
        if (request == CdcRequest.SET_NTB_FORMAT) {
            format = setup.wValue() == 1 ? NtbFormat.NTB32 : NtbFormat.NTB16;
        } else if (request == CdcRequest.SET_CRC_MODE) {
            crc = setup.wValue() == 1;
        } else if (request == CdcRequest.GET_NTB_PARAMETERS && data.length() >= NtbParameters.LENGTH) {
            boolean untouched = inputSize == maxSize;
            maxSize = NtbParameters.decode(data).dwNtbInMaxSize();
            inputSize = untouched ? maxSize : inputSize;
        } else if (request == CdcRequest.SET_NTB_INPUT_SIZE && data.has(0, 4)) {
            // A size out of range changes nothing, whatever the status says.
            long size = data.u32le(0);
            boolean taken = size >= NtbParameters.LEAST_MAX_SIZE && size <= maxSize;
            inputSize = taken ? size : inputSize;
            maxDatagrams = taken ? NtbInputSize.decode(data).wNtbInMaxDatagrams() : maxDatagrams;
        } else if (setup.bmRequestType() == 0 && setup.bRequest() == StandardRequests.SET_CONFIGURATION) {
            reset();
        } else if (isSelection(setup)) {
            if (setup.wValue() == 0) {
                reset();
            } else if (expectedSequence != 0) {
                // Whether selecting it again begins anew is not said.
                expectedSequence = UNKNOWN;
            }
        }
    }

    /** What alternate setting 0 does to the function (NCM 1.0 §7.2, unchecked). */
    private void reset() {
        format = NtbFormat.NTB16;
        crc = false;
        inputSize = maxSize;
        maxDatagrams = 0;
        expectedSequence = 0;
    }

    private boolean isSelection(SetupPacket setup) {
        return setup.bmRequestType() == StandardRequests.TO_INTERFACE
                && setup.bRequest() == StandardRequests.SET_INTERFACE
                && function.data().filter(data -> data.bInterfaceNumber() == setup.wIndex()).isPresent();
    }

    private boolean isBlock(Event.Transfer transfer) {
        return transfer.type() == TransferType.BULK && transfer.isOk() && !transfer.data().isEmpty()
                && function.dataAlternate()
                        .filter(data -> data.bulkIn().bEndpointAddress() == transfer.endpointAddress()).isPresent();
    }
}
