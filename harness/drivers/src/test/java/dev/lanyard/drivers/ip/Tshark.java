package dev.lanyard.drivers.ip;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.capture.CaptureInterface;
import dev.lanyard.wire.capture.CapturePacket;
import dev.lanyard.wire.capture.LinkType;
import dev.lanyard.wire.capture.PcapngWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** tshark's opinion of frames. */
final class Tshark {

    /** What the tests send datagrams to that are no protocol's. */
    private static final List<Integer> OPAQUE_PORTS = List.of(9, 4242, 7007);

    private Tshark() {}

    static boolean isInstalled() {
        return KernelPeer.has("tshark");
    }

    /** One line for each frame that tshark finds malformed or wrongly summed. */
    static String complaints(Path folder, List<byte[]> frames) throws IOException, InterruptedException {
        return run(folder, frames, "-Y", "_ws.malformed or ip.checksum.status == 0 or udp.checksum.status == 0"
                + " or icmp.checksum.status == 0 or icmpv6.checksum.status == 0 or igmp.checksum.status == 0"
                + " or _ws.expert.severity >= \"Error\"");
    }

    /** One line for each frame. */
    static String summary(Path folder, List<byte[]> frames) throws IOException, InterruptedException {
        return run(folder, frames);
    }

    private static String run(Path folder, List<byte[]> frames, String... filter)
            throws IOException, InterruptedException {
        Path capture = folder.resolve("frames.pcapng");
        try (OutputStream out = Files.newOutputStream(capture)) {
            PcapngWriter writer = new PcapngWriter(out, "test");
            writer.addInterface(new CaptureInterface(LinkType.ETHERNET, "link"));
            for (byte[] frame : frames) {
                writer.write(new CapturePacket(0, 0, Bytes.wrap(frame), CapturePacket.Direction.UNKNOWN));
            }
        }
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString(),
                "-o", "ip.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE"));
        // Echoes carry random octets, in which tshark now and then finds a protocol that it then calls malformed.
        OPAQUE_PORTS.forEach(port -> command.addAll(List.of("-d", "udp.port==" + port + ",data")));
        command.addAll(List.of(filter));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException("tshark ended with " + process.exitValue() + ": " + output);
        }
        return output;
    }
}
