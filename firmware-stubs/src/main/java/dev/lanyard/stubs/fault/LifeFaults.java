package dev.lanyard.stubs.fault;

import static dev.lanyard.stubs.fault.ControlDefects.accept;
import static dev.lanyard.stubs.fault.ControlDefects.standard;
import static dev.lanyard.stubs.fault.Fault.fault;

import dev.lanyard.stubs.usb.ControlRequest;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.StandardRequests;
import java.util.List;
import java.util.Optional;

/** Faults over the life of an accessory: attach, reset, configuration, halt, pulled plug. */
final class LifeFaults {

    private static final int STALE = 512;
    private static final int WAKEUP_STATUS = 2;

    static final List<Fault> ALL = List.of(
            fault("LIFE-01", "The accessory carries frames at its first attach alone.")
                    .doing(WorksOnce::new),
            fault("LIFE-02", "After a reset in the middle of traffic the accessory carries no frames any more.")
                    .doing(() -> new StatefulDefect() {
                        @Override
                        public void detached() {
                            if (isOpen()) {
                                fallSilent();
                            }
                        }
                    }),
            fault("LIFE-03", "After configuration 0 the accessory carries no frames any more.")
                    .doing(() -> new StatefulDefect() {
                        @Override
                        Optional<ControlRequest> handle(ControlRequest request) {
                            if (isConfiguration(request.setup()) && request.setup().wValue() == 0) {
                                fallSilent();
                            }
                            return Optional.of(request);
                        }
                    }),
            fault("LIFE-04", "SET_CONFIGURATION of the selected configuration does nothing.")
                    .doing(() -> new StatefulDefect() {
                        @Override
                        Optional<ControlRequest> handle(ControlRequest request) {
                            boolean same = isConfiguration(request.setup()) && configuration() != 0
                                    && request.setup().wValue() == configuration();
                            if (same) {
                                request.accept();
                            }
                            return same ? Optional.empty() : Optional.of(request);
                        }
                    }),
            fault("LIFE-05", "CLEAR_FEATURE(ENDPOINT_HALT) is accepted, and the endpoint stays halted.")
                    .does(accept(standard(StandardRequests.CLEAR_FEATURE)
                            .and(setup -> setup.recipient() == SetupPacket.Recipient.ENDPOINT))),
            fault("LIFE-07", "What was received of a transfer when the plug was pulled stands before the next one.")
                    .doing(StalePrefix::new),
            fault("LIFE-08", "Remote wake-up can be enabled, though bmAttributes does not advertise it.")
                    .doing(WakesUp::new));

    private LifeFaults() {}

    private static final class WorksOnce extends StatefulDefect {

        @Override
        public void attached() {
            super.attached();
            if (attaches() > 1) {
                fallSilent();
            }
        }
    }

    private static final class StalePrefix extends StatefulDefect {

        private boolean stale;

        @Override
        public void detached() {
            stale |= isOpen();
        }

        @Override
        public Optional<Bytes> fromHost(Bytes transfer) {
            boolean prefixed = stale;
            stale = false;
            return Optional.of(prefixed ? Bytes.wrap(new byte[STALE]).concat(transfer) : transfer);
        }
    }

    private static final class WakesUp extends StatefulDefect {

        private boolean enabled;

        @Override
        Optional<ControlRequest> handle(ControlRequest request) {
            SetupPacket setup = request.setup();
            if (setup.bmRequestType() == StandardRequests.TO_DEVICE
                    && setup.bRequest() == StandardRequests.SET_FEATURE
                    && setup.wValue() == StandardRequests.DEVICE_REMOTE_WAKEUP) {
                enabled = true;
                request.accept();
                return Optional.empty();
            }
            boolean status = setup.bmRequestType() == SetupPacket.DEVICE_TO_HOST
                    && setup.bRequest() == StandardRequests.GET_STATUS;
            return Optional.of(status && enabled
                    ? request.replyingThrough(honest -> Octets.with(honest, 0, honest.u8(0) | WAKEUP_STATUS)) : request);
        }
    }
}
