package dev.lanyard.rules.catalogue;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.evidence.Event;
import dev.lanyard.rules.Finding;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.OutTransfer;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.ntb.Ntb;
import dev.lanyard.wire.usb.DescriptorType;
import dev.lanyard.wire.usb.EndpointDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** How bulk transfers end, and how long they take. */
public final class TransferRules {

    private static final long PATIENCE_NANOS = 1_000_000_000L;
    /** A deadline of five seconds ends a little before or after its time. */
    private static final long WATCHDOG_NANOS = 4_900_000_000L;

    /** Rules NCM-NTB-*, ECM-DATA-* and HOST-LINUX-* about transfers as such. */
    public static final List<Rule> RULES = List.of(
            rule("ECM-DATA-02", "A frame of whole packets is followed by a zero-length packet.")
                    .obligation(Obligation.MUST, Source.unchecked("ECM 1.20", "§3.3.1"))
                    .fieldFailures("libusb/libusb#1254")
                    .remediation("Send a zero-length packet behind every frame whose length is a multiple of "
                            + "wMaxPacketSize.")
                    .judgedBy(seen -> Each.onlyFor(Model.ECM, seen, _ -> ends(seen, "frames",
                            TransferRules::frameBehind))),
            rule("NCM-NTB-13", "A block of whole packets, shorter than the input size, is followed by a zero-length "
                    + "packet.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§3.2.1"))
                    .remediation("Send a zero-length packet behind such a block, or lengthen it by a few octets.")
                    .judgedBy(seen -> Each.onlyFor(Model.NCM, seen, _ -> ends(seen, "blocks",
                            TransferRules::blockBehind))),
            rule("NCM-NTB-24", "A lone datagram is not held back for company for more than 20 ms.")
                    .obligation(Obligation.QUALITY, Source.of("hathach/tinyusb#2068", ""))
                    .hosts(HostPlatform.APPLE)
                    .fieldFailures("hathach/tinyusb#2068", "hathach/tinyusb#2227")
                    .remediation("Send what there is as soon as the host reads, and gather only while an earlier block is "
                            + "under way.")
                    .judgedBy(seen -> Each.onlyFor(Model.NCM, seen, _ -> held(seen))),
            rule("NCM-NTB-25", "The bulk OUT endpoint never keeps the host waiting for more than a second.")
                    .obligation(Obligation.MUST, Source.of("zephyrproject-rtos/zephyr#102857",
                            "raspberrypi/rpi-usb-gadget#27"))
                    .hosts(HostPlatform.LINUX)
                    .fieldFailures("zephyrproject-rtos/zephyr#102857", "raspberrypi/rpi-usb-gadget#27",
                            "espressif/esp-usb#107")
                    .remediation("Arm the endpoint again as soon as a buffer is free, and drop datagrams rather than stop "
                            + "receiving.")
                    .judgedBy(seen -> Each.onlyFor(Model.NCM, seen, _ -> waits(seen, PATIENCE_NANOS))),
            rule("HOST-LINUX-05", "Linux' transmit watchdog never strikes: no write waits for 5 s.")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("Linux", "drivers/net/usb/usbnet.c, NETDEV WATCHDOG"))
                    .hosts(HostPlatform.LINUX, HostPlatform.ANDROID)
                    .fieldFailures("zephyrproject-rtos/zephyr#102857", "raspberrypi/linux#3430")
                    .remediation("Never leave the bulk OUT endpoint unarmed: Linux does not recover from it.")
                    .judgedBy(seen -> Each.function(seen, _ -> waits(seen, WATCHDOG_NANOS))));

    private static final long HELD_NANOS = 20_000_000;
    private static final int LOAD = 1000;
    private static final int LONE = 5;
    private static final int MAX_PROOFS = 10;
    private static final int ADDRESSES = 12;
    private static final int ETHERNET_HEADER = 14;

    private TransferRules() {}

    /**
     * Looks at all reads of the bulk IN endpoint: one that ended with whole packets was ended by a zero-length packet;
     * one in which something follows whole packets shows that it was missing.
     *
     * @param behind where in a read, whose packets have that size, something else begins at a packet's border
     */
    private static Finding ends(Observation seen, String what, BiFunction<Bytes, Integer, Optional<String>> behind) {
        Optional<EndpointDescriptor> in = seen.function().flatMap(f -> f.what().dataAlternate()).map(d -> d.bulkIn())
                .filter(endpoint -> endpoint.maxPacketOctets() > 0);
        if (in.isEmpty()) {
            return Finding.unseen("no pair of bulk endpoints is known (see ECM-DESC-21)");
        }
        int packet = in.get().maxPacketOctets();
        Each each = new Each(what + " of whole packets");
        List<Long> ended = new ArrayList<>();
        seen.forEachEvent(recorded -> {
            if (!(recorded.event() instanceof Event.Transfer read) || !read.isOk() || read.data().isEmpty()
                    || read.endpointAddress() != in.get().bEndpointAddress()) {
                return;
            }
            Optional<String> fault = behind.apply(read.data(), packet);
            boolean whole = read.data().length() % packet == 0 && read.data().length() < read.requestedLength();
            if (fault.isPresent() || whole) {
                each.add(recorded.sequence(), fault);
            }
            if (fault.isEmpty() && whole && ended.size() < MAX_PROOFS) {
                ended.add(recorded.sequence());
            }
        });
        return each.broken().orElseGet(() -> ended.isEmpty()
                ? Finding.unseen("none of the " + what + " that came has a multiple of " + packet + " octets")
                : Finding.kept(each.count() + " " + what + " of whole packets ended in a zero-length packet", ended));
    }

    private static Optional<String> blockBehind(Bytes read, int packet) {
        Ntb first = Ntb.decode(read);
        long named = first.header().blockLength();
        boolean another = named > 0 && named % packet == 0 && read.has((int) Math.min(named, read.length()), 4)
                && first.header().signature() == read.u32le((int) named);
        return another ? Optional.of("a block of " + named + " octets and the next one came as one transfer")
                : Optional.empty();
    }

    /** The frame's own header tells where it ends; the next one is to the same host. */
    private static Optional<String> frameBehind(Bytes read, int packet) {
        int length = 0;
        if (read.has(ETHERNET_HEADER, 20) && read.u16be(12) == 0x0800) {
            length = ETHERNET_HEADER + read.u16be(16);
        } else if (read.has(ETHERNET_HEADER, 40) && read.u16be(12) == 0x86DD) {
            length = ETHERNET_HEADER + 40 + read.u16be(18);
        }
        boolean another = length > 0 && length % packet == 0 && read.has(length, ETHERNET_HEADER)
                && read.slice(length + 6, 6).equals(read.slice(6, 6));
        return another && read.has(0, ADDRESSES)
                ? Optional.of("a frame of " + length + " octets and the next one came as one transfer")
                : Optional.empty();
    }

    private static Finding held(Observation seen) {
        List<OutTransfer> lone = seen.outTransfers().stream().filter(one -> one.echoes().size() == 1
                && one.isAnswered() && one.block().filter(block -> block.datagrams() == 1).isPresent()).toList();
        if (lone.size() < LONE) {
            return Finding.unseen("fewer than " + LONE + " lone datagrams were answered");
        }
        // The fastest counts: a slow harness makes some answers late, and holding back makes all of them late.
        OutTransfer fastest = lone.stream().min((a, b) -> Long.compare(roundTrip(a), roundTrip(b))).orElseThrow();
        long bus = 2 * controlNanos(seen).orElse(0);
        String text = "the fastest of %d lone echo requests took %.1f ms".formatted(lone.size(), roundTrip(fastest) / 1e6);
        List<Long> proof = List.of(fastest.sequence());
        return roundTrip(fastest) > HELD_NANOS + bus
                ? Finding.broken(text + ", and a control transfer %.1f ms".formatted(bus / 2e6), proof)
                : Finding.neverBroken(text, proof);
    }

    private static long roundTrip(OutTransfer one) {
        return one.echoes().getFirst().answeredNanos() - one.submittedNanos();
    }

    /** How long the way to the accessory and back takes at least. */
    private static OptionalLong controlNanos(Observation seen) {
        return Stream.of(DescriptorType.DEVICE, DescriptorType.CONFIGURATION, DescriptorType.STRING)
                .flatMap(type -> seen.descriptorReads(type).stream()).filter(read -> read.what().isOk())
                .mapToLong(TransferRules::took).min();
    }

    private static long took(Seen<Event.Transfer> read) {
        return read.nanos() - read.what().submittedNanos();
    }

    private static Finding waits(Observation seen, long patience) {
        List<OutTransfer> sent = seen.outTransfers().stream().filter(one -> !one.status().equals("DETACHED")).toList();
        Optional<OutTransfer> longest = sent.stream()
                .max((a, b) -> Long.compare(a.pendingNanos(), b.pendingNanos()));
        long datagrams = sent.stream().mapToLong(one -> one.block().map(block -> (long) block.datagrams()).orElse(1L))
                .sum();
        if (longest.isEmpty()) {
            return Finding.unseen("nothing was sent on the bulk OUT endpoint");
        }
        String text = "the longest of %d writes waited %.1f ms".formatted(sent.size(),
                longest.get().pendingNanos() / 1e6);
        List<Long> proof = List.of(longest.get().sequence());
        if (longest.get().pendingNanos() > patience) {
            return Finding.broken(text, proof);
        }
        return datagrams < LOAD ? Finding.unseen("only " + datagrams + " datagrams were sent, which is no load")
                : Finding.neverBroken(text + " under a load of " + datagrams + " datagrams", proof);
    }
}
