package dev.lanyard.rules.lint;

import dev.lanyard.evidence.UsbCapture;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.air.Air;
import dev.lanyard.rules.air.AirDeclarations;
import dev.lanyard.rules.air.AirFrame;
import dev.lanyard.rules.air.AirKeys;
import dev.lanyard.rules.air.AirMonitor;
import dev.lanyard.rules.air.Device;
import dev.lanyard.rules.air.Hearing;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.capture.CaptureException;
import dev.lanyard.wire.capture.CaptureInterface;
import dev.lanyard.wire.capture.CaptureReader;
import dev.lanyard.wire.capture.LinkType;
import dev.lanyard.wire.capture.RadioHeader;
import dev.lanyard.wire.ieee80211.Radiotap;
import dev.lanyard.wire.ieee80211.RadiotapHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Judges what a capture holds of Wi-Fi Aware, in one pass and constant memory. Reading and decoding run ahead of the
 * judges in a thread of their own.
 *
 * @param file        the capture
 * @param packets     how many packets were read
 * @param awareFrames how many of them are frames of Wi-Fi Aware that were judged
 * @param undecrypted how many encrypted frames of Wi-Fi Aware devices no key opened
 * @param badFcs      how many frames the radio had received damaged; they are not judged
 * @param startNanos  when the first packet was captured, since 1970
 * @param air         what is known at the end, and what rules were broken
 * @param hasUsb      there are USB packets too
 * @param ethernet    frames of Ethernet; they are judged beside the USB transfers of their device
 * @param otherLinks  packets of link types that nothing here reads, by type
 * @param failures    rules whose judge failed, which is a fault of the harness, and where
 * @param damage      why the capture could not be read to its end
 */
public record CaptureLint(Path file, long packets, long awareFrames, long undecrypted, long badFcs, long startNanos,
                          Air air, boolean hasUsb, long ethernet, Map<Integer, Long> otherLinks,
                          Map<String, String> failures, Optional<String> damage) {

    public CaptureLint {
        failures = Map.copyOf(failures);
        otherLinks = Map.copyOf(otherLinks);
    }

    /**
     * Reads {@code file} to its end, or to where it is damaged.
     *
     * @param listener is shown every frame of Wi-Fi Aware with its sender
     * @throws CaptureException when it is no capture at all
     */
    public static CaptureLint of(Path file, Collection<Rule> rules, AirKeys keys, AirDeclarations declared,
                                 BiConsumer<AirFrame, Device> listener) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new Pass(file, CaptureReader.open(in), new AirMonitor(rules, keys, declared), listener).run();
        }
    }

    /** One reading; what it counts is written by the thread that reads, and read when that has ended. */
    private static final class Pass {
        private final Path file;
        private final CaptureReader reader;
        private final AirMonitor monitor;
        private final Hearing hearing = Hearing.remembering();
        private final RadiotapHeaders headers = new RadiotapHeaders();
        private final Map<Integer, Long> otherLinks = new TreeMap<>();
        private long startNanos;
        private long badFcs;
        private boolean hasUsb;
        private long ethernet;

        Pass(Path file, CaptureReader reader, AirMonitor monitor, BiConsumer<AirFrame, Device> listener) {
            this.file = file;
            this.reader = reader;
            this.monitor = monitor;
            monitor.onFrame(listener);
        }

        CaptureLint run() throws IOException {
            Optional<String> damage = Optional.empty();
            try {
                ReadAhead.all("capture-reader", this::next, monitor::add);
            } catch (CaptureException e) {
                damage = Optional.of(e.getMessage());
            }
            return new CaptureLint(file, reader.packetsRead(), monitor.awareFrames(), monitor.undecrypted(), badFcs,
                    startNanos, monitor.end(), hasUsb, ethernet, otherLinks, monitor.failures(), damage);
        }

        private Hearing.Heard next() throws IOException {
            while (reader.advance()) {
                Hearing.Heard heard = hear(reader.octets());
                if (heard != null) {
                    return heard;
                }
            }
            return null;
        }

        private Hearing.Heard hear(Bytes packet) {
            if (reader.packetsRead() == 1) {
                startNanos = reader.epochNanos();
            }
            CaptureInterface from = reader.receiver();
            return switch (from.linkType()) {
                case LinkType.IEEE802_11_RADIOTAP -> radiotap(packet, from.fcsLength());
                case LinkType.IEEE802_11, LinkType.IEEE802_11_PRISM, LinkType.IEEE802_11_AVS, LinkType.PPI ->
                        RadioHeader.decode(from.linkType(), packet).map(header -> hear(header, from.fcsLength()))
                                .orElse(null);
                case LinkType.ETHERNET -> {
                    ethernet++;
                    yield null;
                }
                default -> {
                    if (UsbCapture.isUsb(from.linkType())) {
                        hasUsb = true;
                    } else {
                        otherLinks.merge(from.linkType(), 1L, Long::sum);
                    }
                    yield null;
                }
            };
        }

        private Hearing.Heard hear(RadioHeader header, int fcsOfInterface) {
            if (header.linkType() == LinkType.IEEE802_11_RADIOTAP) {
                return radiotap(header.frame(), fcsOfInterface);
            }
            if (header.linkType() != LinkType.IEEE802_11) {
                badFcs += header.badFcs() ? 1 : 0;
                return null;
            }
            return hear(header.frame(), header.frequencyMhz(), header.hasFcs() ? 4 : fcsOfInterface, header.badFcs());
        }

        private Hearing.Heard radiotap(Bytes packet, int fcsOfInterface) {
            headers.read(packet);
            int flags = headers.flags();
            return hear(packet.from(Math.min(headers.length(), packet.length())), headers.frequency(),
                    (flags & Radiotap.FLAG_FCS_AT_END) != 0 ? 4 : fcsOfInterface, (flags & Radiotap.FLAG_BAD_FCS) != 0);
        }

        private Hearing.Heard hear(Bytes octets, OptionalInt frequencyMhz, int fcs, boolean bad) {
            if (bad) {
                badFcs++;
                return null;
            }
            return hearing.hear(reader.packetsRead(), reader.epochNanos(), frequencyMhz,
                    fcs == 0 ? octets : octets.truncate(Math.max(0, octets.length() - fcs)));
        }
    }
}
