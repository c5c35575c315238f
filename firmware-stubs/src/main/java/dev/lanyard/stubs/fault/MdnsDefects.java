package dev.lanyard.stubs.fault;

import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Multicast DNS that is wrong, made of what the accessory's honest responder sends and gets. */
final class MdnsDefects {

    static final int FLUSH = 0x8000;

    private static final int PORT = 5353;
    private static final byte[] GROUP_4 = {(byte) 224, 0, 0, (byte) 251};
    private static final byte[] GROUP_6 = {(byte) 0xFF, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xFB};
    private static final MacAddress GROUP_4_MAC = new MacAddress(0x0100_5E00_00FBL);
    private static final MacAddress GROUP_6_MAC = new MacAddress(0x3333_0000_00FBL);

    private MdnsDefects() {}

    /** An mDNS message and the packet that carries it. */
    private record Carried(IpFrame packet, Message message) {

        boolean isResponse() {
            return message.getHeader().getFlag(Flags.QR);
        }
    }

    private static Optional<Carried> in(byte[] frame) {
        return IpFrame.udp(frame).filter(udp -> udp.sourcePort() == PORT || udp.destinationPort() == PORT)
                .flatMap(udp -> {
                    try {
                        return Optional.of(new Carried(udp, new Message(udp.udpPayload())));
                    } catch (IOException | RuntimeException e) {
                        return Optional.empty();
                    }
                });
    }

    private static Defect toHost(Function<Carried, Optional<byte[]>> change) {
        return NetworkDefects.frames(frame -> in(frame).map(change).orElseGet(() -> Optional.of(frame)));
    }

    /** Leaves out the first probe of each series, over either protocol: a series ends with a response. */
    static Defect withoutFirstProbe() {
        Set<Boolean> begun = new HashSet<>();
        return toHost(mdns -> {
            boolean ipv4 = mdns.packet().isIpv4();
            if (mdns.isResponse()) {
                begun.remove(ipv4);
                return Optional.of(mdns.packet().frame());
            }
            return begun.add(ipv4) ? Optional.empty() : Optional.of(mdns.packet().frame());
        });
    }

    /** Never sends what says goodbye. */
    static Defect withoutGoodbyes() {
        return toHost(mdns -> mdns.isResponse() && mdns.message().getSection(Section.ANSWER).stream()
                .anyMatch(record -> record.getTTL() == 0) ? Optional.empty() : Optional.of(mdns.packet().frame()));
    }

    /** Sends no response over IPv6. */
    static Defect silentOverIpv6() {
        return toHost(mdns -> mdns.isResponse() && !mdns.packet().isIpv4() ? Optional.empty()
                : Optional.of(mdns.packet().frame()));
    }

    /** Sends responses with this TTL or hop limit. */
    static Defect hopLimit(int hopLimit) {
        return toHost(mdns -> Optional.of(mdns.isResponse() ? mdns.packet().withHopLimit(hopLimit).frame()
                : mdns.packet().frame()));
    }

    /** Sends to the group what was for the asker alone. */
    static Defect multicastOnly() {
        return toHost(mdns -> {
            IpFrame packet = mdns.packet();
            if (!mdns.isResponse() || packet.isToGroup()) {
                return Optional.of(packet.frame());
            }
            return Optional.of(packet.toGroup(packet.isIpv4() ? GROUP_4_MAC : GROUP_6_MAC,
                    packet.isIpv4() ? GROUP_4 : GROUP_6).withPorts(PORT, PORT).frame());
        });
    }

    /** Sends each response to the group three times. */
    static Defect thrice() {
        return new Defect() {
            @Override
            public List<byte[]> framesToHost(byte[] frame) {
                boolean again = in(frame).filter(mdns -> mdns.isResponse() && mdns.packet().isToGroup()).isPresent();
                return again ? List.of(frame, frame.clone(), frame.clone()) : List.of(frame);
            }
        };
    }

    /** Changes the records of responses; null leaves one out, and what has no answers left is not sent. */
    static Defect records(UnaryOperator<Record> change) {
        return responses(message -> {
            Message made = new Message(message.getHeader().getID());
            made.getHeader().setFlag(Flags.QR);
            made.getHeader().setFlag(Flags.AA);
            message.getSection(Section.QUESTION).forEach(question -> made.addRecord(question, Section.QUESTION));
            for (int section : new int[] {Section.ANSWER, Section.ADDITIONAL}) {
                for (Record record : message.getSection(section)) {
                    Record kept = change.apply(record);
                    if (kept != null) {
                        made.addRecord(kept, section);
                    }
                }
            }
            return made;
        });
    }

    /** Changes responses; what has no answers left is not sent. */
    static Defect responses(UnaryOperator<Message> change) {
        return toHost(mdns -> {
            if (!mdns.isResponse()) {
                return Optional.of(mdns.packet().frame());
            }
            Message made = change.apply(mdns.message());
            return made.getSection(Section.ANSWER).isEmpty() ? Optional.empty()
                    : Optional.of(mdns.packet().withUdpPayload(made.toWire()).frame());
        });
    }

    /** Does not see the answers that a question names. */
    static Defect deafToKnownAnswers() {
        return fromHost(mdns -> !mdns.isResponse() && !mdns.message().getSection(Section.ANSWER).isEmpty(), mdns -> {
            mdns.message().removeAllRecords(Section.ANSWER);
            return Optional.of(mdns.packet().withUdpPayload(mdns.message().toWire()).frame());
        });
    }

    /** Does not see what others claim. */
    static Defect deafToClaims() {
        return fromHost(Carried::isResponse, mdns -> Optional.empty());
    }

    private static Defect fromHost(Predicate<Carried> which, Function<Carried, Optional<byte[]>> change) {
        return new Defect() {
            @Override
            public Optional<byte[]> frameFromHost(byte[] frame) {
                return in(frame).filter(which).map(change).orElseGet(() -> Optional.of(frame));
            }
        };
    }
}
