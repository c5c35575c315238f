package dev.lanyard.stubs.fault;

import static dev.lanyard.stubs.fault.Fault.fault;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Faults of the accessory's ICMP and UDP echoes. */
final class EchoFaults {

    private static final int ECHO_PORT = 7;
    private static final int ECHO_REPLY = 0;
    private static final int ECHO_REQUEST = 8;
    private static final int LARGEST_REPLY = 1000;
    private static final int LOST_OF = 97;
    private static final int DOUBLED_OF = 10;
    private static final int PINGS_IT_BEARS = 500;
    private static final int DATAGRAMS_OF_A_BLOCK = 12;
    private static final Duration HOLD = Duration.ofMillis(250);

    static final List<Fault> ALL = List.of(
            fault("NET-ICMP-01", "Echo replies carry 1000 octets at most.")
                    .does(replies(reply -> reply.truncated(Math.min(reply.frame().length - reply.body(),
                            LARGEST_REPLY)))),
            fault("NET-ICMP-02", "Echo replies have TTL 1.")
                    .does(replies(reply -> reply.withHopLimit(1))),
            fault("NET-ICMP-03", "After 500 echo requests UDP is dead.")
                    .doing(EchoFaults::deafAfterPings),
            fault("NET-UDP-02", "One UDP echo of 97 is lost.")
                    .doing(EchoFaults::loses),
            fault("NET-UDP-03", "One UDP echo of 10 comes twice.")
                    .doing(EchoFaults::doubles),
            fault("NET-UDP-04", "UDP echoes are held back for 250 ms.")
                    .does(new Defect() {
                        @Override
                        public Duration hold(byte[] frame) {
                            return isEcho(frame) ? HOLD : Duration.ZERO;
                        }
                    }),
            fault("NET-UDP-05", "A fragment stops UDP for good.")
                    .doing(EchoFaults::wedgedByFragments),
            fault("NET-UDP-06", "UDP datagrams are taken whatever their checksum is.")
                    .does(new Defect() {
                        @Override
                        public Optional<byte[]> frameFromHost(byte[] frame) {
                            return Optional.of(IpFrame.udp(frame).filter(IpFrame::isIpv4)
                                    .map(udp -> udp.withoutUdpChecksum().frame()).orElse(frame));
                        }
                    }),
            fault("NET-UDP-07", "Every UDP port echoes.")
                    .doing(EchoFaults::echoesAnyPort),
            fault("NET-UDP-08", "Of a block only the first 12 datagrams are taken.")
                    .of(Model.NCM)
                    .doing(EchoFaults::dropsTail));

    private EchoFaults() {}

    private interface Change {
        IpFrame of(IpFrame reply);
    }

    private static Defect replies(Change change) {
        return NetworkDefects.frames(frame -> Optional.of(IpFrame.in(frame).filter(packet -> packet.isIpv4()
                && packet.protocol() == IpFrame.ICMP && frame[packet.body()] == ECHO_REPLY)
                .map(reply -> change.of(reply).frame()).orElse(frame)));
    }

    private static boolean isEcho(byte[] frame) {
        return IpFrame.udp(frame).filter(udp -> udp.sourcePort() == ECHO_PORT).isPresent();
    }

    private static Defect loses() {
        AtomicInteger count = new AtomicInteger();
        return NetworkDefects.frames(frame -> isEcho(frame) && count.incrementAndGet() % LOST_OF == 0
                ? Optional.empty() : Optional.of(frame));
    }

    private static Defect doubles() {
        AtomicInteger count = new AtomicInteger();
        return new Defect() {
            @Override
            public List<byte[]> framesToHost(byte[] frame) {
                return isEcho(frame) && count.incrementAndGet() % DOUBLED_OF == 0 ? List.of(frame, frame.clone())
                        : List.of(frame);
            }
        };
    }

    private static Defect deafAfterPings() {
        AtomicInteger pings = new AtomicInteger();
        return new Defect() {
            @Override
            public Optional<byte[]> frameFromHost(byte[] frame) {
                boolean ping = IpFrame.in(frame).filter(packet -> packet.isIpv4()
                        && packet.protocol() == IpFrame.ICMP && frame[packet.body()] == ECHO_REQUEST).isPresent();
                boolean deaf = (ping ? pings.incrementAndGet() : pings.get()) > PINGS_IT_BEARS;
                return deaf && IpFrame.udp(frame).isPresent() ? Optional.empty() : Optional.of(frame);
            }
        };
    }

    private static Defect wedgedByFragments() {
        return new Defect() {
            private boolean wedged;

            @Override
            public Optional<byte[]> frameFromHost(byte[] frame) {
                wedged |= IpFrame.in(frame).filter(IpFrame::isFragment).isPresent();
                return wedged && IpFrame.udp(frame).isPresent() ? Optional.empty() : Optional.of(frame);
            }
        };
    }

    /** Brings what is for another port to the echo, and gives the answer that port. */
    private static Defect echoesAnyPort() {
        return new Defect() {
            private final Map<Integer, Integer> portsOfAskers = new HashMap<>();

            @Override
            public Optional<byte[]> frameFromHost(byte[] frame) {
                Optional<IpFrame> udp = IpFrame.udp(frame).filter(packet -> !packet.isToGroup()
                        && packet.destinationPort() < 1024 && packet.destinationPort() != ECHO_PORT
                        && packet.destinationPort() != 67);
                udp.ifPresent(packet -> portsOfAskers.put(packet.sourcePort(), packet.destinationPort()));
                return Optional.of(udp.map(packet -> packet.withPorts(packet.sourcePort(), ECHO_PORT).frame())
                        .orElse(frame));
            }

            @Override
            public Optional<byte[]> frameToHost(byte[] frame) {
                return Optional.of(IpFrame.udp(frame).filter(packet -> packet.sourcePort() == ECHO_PORT
                        && portsOfAskers.containsKey(packet.destinationPort()))
                        .map(packet -> packet.withPorts(portsOfAskers.get(packet.destinationPort()),
                                packet.destinationPort()).frame()).orElse(frame));
            }
        };
    }

    private static Defect dropsTail() {
        return new Defect() {
            private int inThisBlock;

            @Override
            public Optional<Bytes> fromHost(Bytes transfer) {
                inThisBlock = 0;
                return Optional.of(transfer);
            }

            @Override
            public Optional<byte[]> frameFromHost(byte[] frame) {
                return ++inThisBlock > DATAGRAMS_OF_A_BLOCK ? Optional.empty() : Optional.of(frame);
            }
        };
    }
}
