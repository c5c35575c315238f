package dev.lanyard.wire.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.GadgetConfigurations;
import dev.lanyard.wire.capture.CaptureException;
import dev.lanyard.wire.capture.CapturePacket;
import dev.lanyard.wire.capture.CaptureReader;
import dev.lanyard.wire.capture.LinkType;
import dev.lanyard.wire.capture.RadioHeader;
import dev.lanyard.wire.capture.UsbPcapPacket;
import dev.lanyard.wire.capture.UsbmonPacket;
import dev.lanyard.wire.cdc.CdcFunctionFinder;
import dev.lanyard.wire.cdc.DescriptorText;
import dev.lanyard.wire.cdc.NotificationStream;
import dev.lanyard.wire.cdc.NtbParameters;
import dev.lanyard.wire.dhcp.DhcpMessage;
import dev.lanyard.wire.ieee80211.Dot11Frame;
import dev.lanyard.wire.ieee80211.FrameDefect;
import dev.lanyard.wire.ieee80211.ManagementFrame;
import dev.lanyard.wire.ieee80211.Radiotap;
import dev.lanyard.wire.ieee80211.RadiotapHeaders;
import dev.lanyard.wire.nan.AwareFixtures;
import dev.lanyard.wire.nan.attribute.AttributeList;
import dev.lanyard.wire.nan.dialogue.Dialogue;
import dev.lanyard.wire.nan.dialogue.Dialogues;
import dev.lanyard.wire.nan.frame.FrameView;
import dev.lanyard.wire.nan.frame.NanFrame;
import dev.lanyard.wire.ntb.Ntb;
import dev.lanyard.wire.ntb.NtbBuilder;
import dev.lanyard.wire.ntb.NtbFormat;
import dev.lanyard.wire.usb.ConfigurationTree;
import dev.lanyard.wire.usb.DescriptorParser;
import dev.lanyard.wire.usbip.OperationRequest;
import dev.lanyard.wire.usbip.UrbMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** A parser of untrusted octets, what it promises, and where to start. */
enum Target {

    /** 802.11 frames: no exception, the same octets back, and a JSON view of whatever came out. */
    FRAME(4096) {
        @Override
        String examine(Bytes octets) {
            boolean fcs = octets.length() % 2 == 1;
            Dot11Frame frame = Dot11Frame.decode(octets, fcs);
            assertEquals(octets, frame.encode(), "encoded again");
            Map<String, Object> view = FrameView.of(frame);
            Optional<NanFrame> nan = frame instanceof ManagementFrame management ? NanFrame.of(management)
                    : Optional.empty();
            nan.ifPresent(one -> {
                assertEquals(octets, one.encode(), "encoded again as a frame of Wi-Fi Aware");
                one.defects().forEach(defect -> inside(defect, octets));
            });
            frame.defects().forEach(defect -> inside(defect, octets));
            TreeSet<String> shape = new TreeSet<>();
            collectKinds(view, shape);
            return shape.toString();
        }

        @Override
        List<Bytes> seeds() {
            List<Bytes> seeds = new ArrayList<>(AwareFixtures.hostapFrames().values());
            for (Dialogue dialogue : Dialogues.all().values()) {
                dialogue.frames().forEach(frame -> seeds.add(frame.octets()));
            }
            // Elements in fragments: whole, empty, and one that continues nothing.
            Bytes beacon = Bytes.hex("80" + "00".repeat(23) + "00".repeat(12));
            Bytes full = Bytes.wrap(new byte[255]);
            seeds.add(beacon.concat(Bytes.hex("ddff")).concat(full).concat(Bytes.hex("f2ff")).concat(full)
                    .concat(Bytes.hex("f2020102")));
            seeds.add(beacon.concat(Bytes.hex("ddff")).concat(full).concat(Bytes.hex("f200f20107")));
            return seeds;
        }
    },

    /** NAN attributes: no exception, the same octets back. */
    ATTRIBUTES(2048) {
        @Override
        String examine(Bytes octets) {
            List<FrameDefect> defects = new ArrayList<>();
            AttributeList attributes = AttributeList.decode(octets, 0, defects);
            assertEquals(octets, attributes.encode(), "encoded again");
            defects.forEach(defect -> inside(defect, octets));
            TreeSet<String> shape = new TreeSet<>();
            attributes.entries().forEach(entry -> collectKinds(FrameView.attribute(entry), shape));
            defects.forEach(defect -> shape.add(defect.code().name()));
            return shape.toString();
        }

        @Override
        List<Bytes> seeds() throws IOException {
            List<Bytes> seeds = new ArrayList<>();
            FRAME.seeds().forEach(frame -> NanFrame.decode(frame).ifPresent(nan -> {
                seeds.add(nan.attributes().encode());
                nan.attributes().entries().forEach(entry -> seeds.add(entry.octets()));
            }));
            return seeds;
        }
    },

    /** Headers that radio captures put before frames. */
    RADIO_HEADER(512) {
        @Override
        String examine(Bytes octets) {
            Radiotap radiotap = Radiotap.decode(octets);
            assertTrue(radiotap.length() <= octets.length(), "the header ends inside the packet");
            assertEquals(octets.truncate(radiotap.length()), radiotap.encode(), "encoded again");
            RadiotapHeaders headers = new RadiotapHeaders();
            for (int time = 1; time <= 2; time++) {
                headers.read(octets);
                assertEquals(List.of(radiotap.length(), radiotap.flags(), radiotap.frequency()),
                        List.of(headers.length(), headers.flags(), headers.frequency()), "read " + time + " times");
            }
            StringBuilder shape = new StringBuilder();
            radiotap.fields().forEach(field -> shape.append(field.bit()).append(' '));
            shape.append(radiotap.tsft().isPresent()).append(radiotap.frequency().isPresent())
                    .append(radiotap.antennaSignal().isPresent()).append(radiotap.frameHasFcs());
            radiotap.defects().forEach(defect -> shape.append(defect.code()));
            for (int linkType : new int[] {LinkType.IEEE802_11_PRISM, LinkType.IEEE802_11_AVS, LinkType.PPI}) {
                shape.append(RadioHeader.decode(linkType, octets).isPresent());
            }
            return shape.toString();
        }

        @Override
        List<Bytes> seeds() {
            return List.of(Radiotap.minimal().encode(), Radiotap.received(1, 2437, -40).encode(),
                    Bytes.hex("0000260000000080" + "2f4000a0" + "20080000" + "00000000" + "0011223344556677"
                            + "1002" + "8509a000c9000000" + "c900"),
                    Bytes.hex("0000180069000000" + "0200140001020304" + "05060708" + "0000" + "0200" + "8509" + "8000"
                            + "0000c400"),
                    Bytes.hex("0000004400000090").concat(Bytes.wrap(new byte[136])),
                    Bytes.hex("8021100100000040").concat(Bytes.wrap(new byte[56])));
        }
    },

    /** Pairing and data path in every state in which they wait: no exception, and no key from a frame that is none. */
    ENGINES(2048) {
        @Override
        String examine(Bytes octets) {
            ENGINES_IN_WAIT.renew();
            return ENGINES_IN_WAIT.feed(octets);
        }

        @Override
        List<Bytes> seeds() {
            return ENGINES_IN_WAIT.genuine();
        }
    },

    /** Capture files: packets, then the end or an error that says what is damaged. */
    CAPTURE(8192) {
        @Override
        String examine(Bytes octets) throws IOException {
            StringBuilder shape = new StringBuilder();
            try {
                CaptureReader reader = CaptureReader.open(new ByteArrayInputStream(octets.toArray()));
                shape.append(reader.getClass().getSimpleName());
                long packets = 0;
                for (Optional<CapturePacket> next = reader.next(); next.isPresent(); next = reader.next()) {
                    packets++;
                    shape.append(reader.interfaceOf(next.get()).linkType() % 16);
                    assertEquals(packets, reader.packetsRead(), "packets counted");
                }
            } catch (CaptureException damaged) {
                shape.append(damaged.getMessage().replaceAll("[0-9a-f]*[0-9][0-9a-f]*", "#"));
            }
            return shape.length() > 120 ? shape.substring(0, 120) : shape.toString();
        }

        @Override
        List<Bytes> seeds() throws IOException {
            List<Bytes> seeds = new ArrayList<>();
            Bytes packet = Bytes.hex("00112233445566778899aabbccdd");
            seeds.add(Bytes.hex("d4c3b2a1020004000000000000000000ffff00007f000000" + "010000000200000008000000"
                    + "08000000" + "0000080000000000"));
            seeds.add(Bytes.hex("a1b23c4d000200040000000000000000000000400000007f" + "0000000100000002" + "0000000e"
                    + "0000000e").concat(packet));
            try (Stream<Path> captures = Files.list(AwareFixtures.FOLDER.resolve("captures"))) {
                for (Path capture : captures.filter(file -> file.toString().endsWith(".pcapng")).sorted().limit(3)
                        .toList()) {
                    seeds.add(Bytes.wrap(Files.readAllBytes(capture)));
                }
            }
            seeds.add(Bytes.wrap(gzip(seeds.getFirst())));
            return seeds;
        }
    },

    /** Descriptors, blocks, notifications and records of USB, and the messages that carry them. */
    USB(4096) {
        @Override
        String examine(Bytes octets) {
            TreeSet<String> shape = new TreeSet<>();
            ConfigurationTree tree = DescriptorParser.configuration(octets);
            tree.defects().forEach(defect -> shape.add(defect.code().name()));
            CdcFunctionFinder.find(tree).forEach(function -> shape.add("function"));
            DescriptorParser.chain(octets).descriptors().forEach(one -> shape.add(one.getClass().getSimpleName()));
            DescriptorParser.bos(octets);
            for (int type = 0; type < 0x32; type++) {
                DescriptorParser.single(octets, type);
            }
            shape.add("ntb " + Ntb.decode(octets).defects().stream().map(defect -> defect.kind().name()).distinct()
                    .sorted().toList());
            NotificationStream stream = new NotificationStream(16);
            for (int at = 0; at < octets.length() && at < 256; at += 16) {
                stream.push(octets.slice(at, Math.min(16, octets.length() - at))).notifications()
                        .forEach(one -> shape.add(one.getClass().getSimpleName()));
            }
            shape.add("parameters " + NtbParameters.decode(octets).defects(octets.length()).size());
            shape.add("dhcp " + DhcpMessage.decode(octets).defects().size());
            shape.add(UrbMessage.decode(octets.toArray(), 0).getClass().getSimpleName());
            shape.add(OperationRequest.decode(octets).getClass().getSimpleName());
            record(shape, () -> UsbmonPacket.decode(octets).encode());
            record(shape, () -> UsbPcapPacket.decode(octets, 0).encode());
            return shape.toString();
        }

        /** Records of captures: the documented way to say that octets are none is an exception. */
        private void record(TreeSet<String> shape, Runnable decode) {
            try {
                decode.run();
                shape.add("record");
            } catch (IllegalArgumentException none) {
                shape.add("no record");
            }
        }

        @Override
        List<Bytes> seeds() {
            NtbBuilder block = new NtbBuilder(NtbFormat.NTB16);
            block.add(Bytes.hex("ffffffffffff021122334461080600010800060400010211"));
            NtbBuilder wide = new NtbBuilder(NtbFormat.NTB32).crc(true);
            wide.add(Bytes.hex("ffffffffffff021122334461080600010800060400010211"));
            return List.of(GadgetConfigurations.F_ECM, GadgetConfigurations.F_NCM, block.build(), wide.build(),
                    Bytes.hex("a12a0000000008000000641900006419a100010000000000"),
                    Bytes.hex("1c000300004000000400000004000000004000000400000004000000"),
                    Bytes.hex("050f16000205" + "07100200000000" + "0a100300" + "0e00010a2000"),
                    Bytes.hex("0101060012345678").concat(Bytes.wrap(new byte[228])).concat(Bytes.hex(
                            "63825363350101370301032aff")),
                    Bytes.hex("0000000100000001000100020000000100000000").concat(Bytes.wrap(new byte[28])),
                    Bytes.hex("0111800300000000"));
        }
    };

    private static final SecurityEngines ENGINES_IN_WAIT = new SecurityEngines();

    private final int maxLength;

    Target(int maxLength) {
        this.maxLength = maxLength;
    }

    /** The longest input that is tried. */
    int maxLength() {
        return maxLength;
    }

    /** Parses; the result is short and differs where the parser went another way. Throws what is not promised. */
    abstract String examine(Bytes octets) throws IOException;

    abstract List<Bytes> seeds() throws IOException;

    private static void inside(FrameDefect defect, Bytes octets) {
        assertTrue(defect.offset() >= 0 && defect.offset() <= octets.length() + 255, defect::toString);
    }

    private static void collectKinds(Object view, Collection<String> kinds) {
        switch (view) {
            case Map<?, ?> map -> map.forEach((name, value) -> {
                if (name.equals("kind") || name.equals("frame") || name.equals("code")) {
                    kinds.add(value.toString());
                }
                if (value instanceof Map<?, ?> || value instanceof List<?>) {
                    kinds.add(name.toString());
                }
                collectKinds(value, kinds);
            });
            case List<?> list -> list.forEach(one -> collectKinds(one, kinds));
            default -> { }
        }
    }

    private static byte[] gzip(Bytes plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain.toArray());
        }
        return out.toByteArray();
    }
}
