package dev.lanyard.rules.catalogue;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.OutTransfer;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.cdc.EthernetNetworkingDescriptor;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Ethernet frames that the host sends, over ECM and NCM alike, and what the accessory makes of them. */
public final class OutFrameRules {

    private static final int ETHERNET_HEADER = 14;
    private static final int SMALLEST_ECHO = 42;
    private static final int LARGEST = 1514;
    private static final int FULL_SPEED_PACKET = 64;

    /** Rules ECM-DATA-* about the OUT direction. */
    public static final List<Rule> RULES = List.of(
            rule("ECM-DATA-01", "Frames of every length from 42 to 1514 octets are taken, whole packets among them.")
                    .obligation(Obligation.MUST, Source.unchecked("ECM 1.20", "§3.3.1"))
                    .fieldFailures("embassy-rs/embassy#5521")
                    .remediation("Take a zero-length packet for the end of a transfer of whole packets, and size the "
                            + "buffer for the largest frame and one octet more.")
                    .judgedBy(seen -> Each.function(seen, _ -> everyLength(Echoes.of(seen)))),
            rule("ECM-DATA-03", "One zero octet behind a frame of whole packets is tolerated, and a zero that belongs to "
                    + "the frame stays.")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("Linux", "drivers/net/usb/usbnet.c; "
                            + "zephyrproject-rtos/zephyr#6368"))
                    .hosts(HostPlatform.LINUX, HostPlatform.ANDROID)
                    .fieldFailures("zephyrproject-rtos/zephyr#6368")
                    .remediation("Hand the transfer on as it is: the protocols above know their lengths. Do not cut off "
                            + "what may be data.")
                    .judgedBy(seen -> Each.onlyFor(Model.ECM, seen, _ -> extraOctet(Echoes.of(seen)))),
            rule("ECM-DATA-04", "A zero-length packet alone is ignored.")
                    .obligation(Obligation.MUST, Source.unchecked("ECM 1.20", "§3.3.1"))
                    .tolerated(HostPlatform.LINUX, "usbnet appends an octet to a transfer of whole packets and "
                            + "cdc_ncm fills such blocks up, so neither ever sends a zero-length packet.")
                    .remediation("Arm the endpoint again when a transfer without octets ends.")
                    .judgedBy(seen -> Each.function(seen, _ -> Echoes.of(seen).survives("zero-length packets",
                            one -> one.length() == 0, 1))),
            rule("ECM-DATA-09", "A frame longer than wMaxSegmentSize does no harm.")
                    .obligation(Obligation.RECOMMENDED, Source.unchecked("ECM 1.20", "§5.4"))
                    .remediation("Drop what does not fit the buffer up to the end of the transfer, without stall.")
                    .judgedBy(seen -> Each.function(seen, _ -> tooLong(seen))),
            rule("ECM-DATA-10", "A frame shorter than an Ethernet header does no harm.")
                    .obligation(Obligation.RECOMMENDED, Source.unchecked("ECM 1.20", "§3.3.1"))
                    .remediation("Drop frames of less than 14 octets before their header is read.")
                    .judgedBy(seen -> Each.function(seen, _ -> Echoes.of(seen).survives("frames of less than 14 octets",
                            OutFrameRules::isRunt, 1))));

    private OutFrameRules() {}

    private static Finding everyLength(Echoes echoes) {
        Echoes.Fates fates = echoes.frames(LARGEST);
        if (!fates.lost().isEmpty()) {
            return fates.finding("frames", "octets", "");
        }
        TreeSet<Integer> missing = IntStream.concat(IntStream.of(SMALLEST_ECHO, LARGEST),
                IntStream.rangeClosed(1, LARGEST / FULL_SPEED_PACKET).map(packets -> packets * FULL_SPEED_PACKET))
                .boxed().collect(Collectors.toCollection(TreeSet::new));
        missing.removeAll(fates.taken().keySet());
        return missing.isEmpty() ? fates.finding("frames", "octets", "")
                : Finding.unseen("echo requests in frames of " + missing.size() + " lengths that matter were not sent, "
                        + missing.first() + " octets among them");
    }

    private static Finding extraOctet(Echoes echoes) {
        Echoes.Fates extra = echoes.fates(one -> one.extra() == 1, OutTransfer::frameLength);
        Echoes.Fates zero = echoes.fates(one -> one.extra() == 0 && one.endsInZero(), OutTransfer::frameLength);
        // Where frames of that length are lost whatever they end in, the zero is not to blame.
        zero.lost().keySet().removeAll(echoes.fates(one -> one.extra() == 0 && !one.endsInZero(),
                OutTransfer::frameLength).lost().keySet());
        if (!extra.lost().isEmpty()) {
            return extra.finding("frames with a zero octet behind them,", "octets without it,", "");
        }
        if (!zero.lost().isEmpty()) {
            return zero.finding("frames that end in a zero octet of their own,", "octets,", "");
        }
        return extra.finding("frames with a zero octet behind them", "octets", "no frame with an octet behind it was "
                + "sent as an echo request");
    }

    private static Finding tooLong(Observation seen) {
        Optional<Integer> most = seen.function().flatMap(f -> f.what().ethernet())
                .map(EthernetNetworkingDescriptor::wMaxSegmentSize);
        return most.map(limit -> Echoes.of(seen).survives("frames of more than " + limit + " octets",
                one -> one.block().map(block -> block.longest() > limit && block.defects().isEmpty())
                        .orElse(one.frameLength() > limit), 1))
                .orElseGet(() -> Finding.unseen("no whole Ethernet Networking functional descriptor tells the limit (see "
                        + "ECM-DESC-06)"));
    }

    private static boolean isRunt(OutTransfer one) {
        return one.block().map(block -> block.datagrams() > 0 && block.shortest() < ETHERNET_HEADER)
                .orElse(one.length() > 0 && one.length() < ETHERNET_HEADER);
    }
}
