package dev.lanyard.drivers.aware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanyard.drivers.radio.VirtualAir;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.capture.LinkType;
import dev.lanyard.wire.capture.PcapWriter;
import dev.lanyard.wire.ieee80211.Radiotap;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What two stacks say to each other, as tshark reads it: without a cluster, with strong suites, with a counter proposal,
 * under group keys.
 */
class DialoguesInTsharkTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String NAME = "_lanyard._udp";
    private static final Password SECRET = Password.of("012345");

    @TempDir
    Path folder;
    private final VirtualAir air = new VirtualAir(9);

    private NanStack stack(int number, Set<Oddity> oddities) {
        return new NanStack(air.radio("station " + number, Nan.CHANNEL_2_4GHZ), NanSettings.of("station " + number,
                MacAddress.parse("02:11:22:33:44:0" + number), MacAddress.parse("06:11:22:33:44:0" + number), number)
                .withPin(SECRET), oddities);
    }

    private static AwareService.Found found(NanStack by, int handle) throws InterruptedException {
        return ((AwareEvent.Discovered) by.await(0, event -> event instanceof AwareEvent.Discovered one
                && one.handle() == handle, SOON).orElseThrow()).service();
    }

    private void dialogues() throws Exception {
        NanStack accessory = stack(1, Set.of());
        NanStack phone = stack(2, Set.of(Oddity.FEW_SLOTS));
        accessory.publish(AwareService.of(NAME).unsynchronised(Usd.DEFAULT).withInfo(Bytes.of(1, 2)));
        int without = phone.subscribe(AwareService.of(NAME).unsynchronised(Usd.DEFAULT));
        phone.followUp(without, found(phone, without), Bytes.of(3));
        AwareService strong = AwareService.of(NAME).pairing(Set.of(BootstrappingMethod.PIN_DISPLAY), OptionalInt.of(7))
                .withSuites(List.of(CipherSuite.NCS_SK_256, CipherSuite.NCS_PK_PASN_256));
        int handle = accessory.publish(strong);
        int looking = phone.subscribe(strong);
        AwareService.Found found = found(phone, looking);
        assertTrue(phone.bootstrap(looking, found, BootstrappingMethod.PIN_KEYPAD, SOON).done());
        AwareOutcome paired = phone.pair(looking, found, Optional.of(SECRET), SOON);
        assertTrue(paired.done(), paired.text());
        AwareDataPath path = phone.openDataPath(looking, found, new DataPathSecurity.Paired(
                Optional.of(CipherSuite.NCS_SK_256)), SOON);
        assertTrue(path.countered());
        path.link().send(Bytes.hex("3333 00000001 061122334402 86dd 6000000000003b40").toArray());
        accessory.tellAll(handle, Bytes.of(9));
        air.await(() -> false, Duration.ofSeconds(2));
        path.close();
        air.await(() -> false, Duration.ofSeconds(1));
    }

    @Test
    void noFrameIsMalformed() throws Exception {
        assumeTrue(Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "tshark"))), "tshark is not installed");
        Path capture = folder.resolve("air.pcap");
        List<Bytes> frames = new ArrayList<>();
        air.watch((from, frame) -> frames.add(Radiotap.received(frame.began(), frame.frequency(), frame.signal()).encode()
                .concat(frame.octets())));
        dialogues();
        air.close();
        try (OutputStream out = Files.newOutputStream(capture)) {
            PcapWriter writer = new PcapWriter(out, LinkType.IEEE802_11_RADIOTAP);
            for (int i = 0; i < frames.size(); i++) {
                writer.write(i * 1_000_000L, frames.get(i));
            }
        }
        assertEquals(frames.size(), tshark(capture).lines().count());
        // tshark 4.0 takes the Management MIC element behind the attributes of a frame to a group for an attribute.
        assertEquals("", tshark(capture, "-Y", "_ws.malformed and not (wlan.ra == 51:6f:9a:01:00:00 and "
                + "wlan.fixed.category_code == 9)"));
        assertTrue(tshark(capture, "-Y", "wlan.fc.type_subtype == 13 and wlan.fc.protected == 1").lines().count() > 4);
    }

    private static String tshark(Path capture, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString()));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
