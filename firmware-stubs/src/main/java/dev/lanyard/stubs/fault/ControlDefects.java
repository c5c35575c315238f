package dev.lanyard.stubs.fault;

import dev.lanyard.stubs.usb.ControlRequest;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.usb.SetupPacket;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Control requests that are answered wrong. */
final class ControlDefects {

    private ControlDefects() {}

    /** Requests of this kind. */
    static Predicate<SetupPacket> request(CdcRequest kind) {
        return setup -> CdcRequest.of(setup).equals(Optional.of(kind));
    }

    /** Standard requests with this code. */
    static Predicate<SetupPacket> standard(int bRequest) {
        return setup -> setup.type() == SetupPacket.Type.STANDARD && setup.bRequest() == bRequest;
    }

    /** Answers with something else; wLength still cuts it. */
    static Defect answer(Predicate<SetupPacket> which, UnaryOperator<Bytes> change) {
        return new Defect() {
            @Override
            public Optional<ControlRequest> request(ControlRequest request) {
                return Optional.of(which.test(request.setup()) ? request.replyingThrough(change) : request);
            }
        };
    }

    /** Stalls. */
    static Defect stall(Predicate<SetupPacket> which) {
        return take(which, ControlRequest::stall);
    }

    /** Accepts without doing anything. */
    static Defect accept(Predicate<SetupPacket> which) {
        return take(which, ControlRequest::accept);
    }

    /** Never answers. */
    static Defect ignore(Predicate<SetupPacket> which) {
        return take(which, _ -> { });
    }

    /** Answers in the firmware's place. */
    static Defect take(Predicate<SetupPacket> which, java.util.function.Consumer<ControlRequest> answer) {
        return new Defect() {
            @Override
            public Optional<ControlRequest> request(ControlRequest request) {
                if (!which.test(request.setup())) {
                    return Optional.of(request);
                }
                answer.accept(request);
                return Optional.empty();
            }
        };
    }
}
