package dev.lanyard.rules.observation;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorded;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.ntb.Ntb;
import dev.lanyard.wire.ntb.NtbFormat;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.StandardRequests;
import dev.lanyard.wire.usb.TransferType;
import java.util.Optional;
import java.util.function.Consumer;

/** Picks transfer blocks out of a pass over the events, and follows what was negotiated before each. */
final class InBlocks {

    private final CdcFunction function;
    private final Consumer<Seen<InBlock>> consumer;
    private NtbFormat format = NtbFormat.NTB16;

    InBlocks(CdcFunction function, Consumer<Seen<InBlock>> consumer) {
        this.function = function;
        this.consumer = consumer;
    }

    void add(Recorded recorded) {
        if (!(recorded.event() instanceof Event.Transfer transfer)) {
            return;
        }
        if (transfer.type() == TransferType.CONTROL && transfer.setup() != null && transfer.isOk()) {
            follow(transfer.setup());
        } else if (isBlock(transfer)) {
            consumer.accept(Seen.at(recorded, new InBlock(Ntb.decode(transfer.data(), format), format)));
        }
    }

    private void follow(SetupPacket setup) {
        Optional<CdcRequest> request = CdcRequest.of(setup);
        if (request.filter(CdcRequest.SET_NTB_FORMAT::equals).isPresent()) {
            format = setup.wValue() == 1 ? NtbFormat.NTB32 : NtbFormat.NTB16;
        } else if (setup.bmRequestType() == 0 && setup.bRequest() == StandardRequests.SET_CONFIGURATION
                || isAlternateZero(setup)) {
            // Either resets the function (NCM 1.0 §7.2, unchecked).
            format = NtbFormat.NTB16;
        }
    }

    private boolean isAlternateZero(SetupPacket setup) {
        return setup.bmRequestType() == StandardRequests.TO_INTERFACE
                && setup.bRequest() == StandardRequests.SET_INTERFACE && setup.wValue() == 0
                && function.data().filter(data -> data.bInterfaceNumber() == setup.wIndex()).isPresent();
    }

    private boolean isBlock(Event.Transfer transfer) {
        return transfer.type() == TransferType.BULK && transfer.isOk() && !transfer.data().isEmpty()
                && function.dataAlternate()
                        .filter(data -> data.bulkIn().bEndpointAddress() == transfer.endpointAddress()).isPresent();
    }
}
