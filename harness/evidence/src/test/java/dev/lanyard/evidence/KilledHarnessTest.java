package dev.lanyard.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.TransferType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class KilledHarnessTest {

    @TempDir
    Path folder;

    @Test
    void evidenceOfAKilledHarnessIsReadable() throws Exception {
        Path events = new AttemptDirectory(folder).events();
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                Child.class.getName(), folder.toString())
                .redirectErrorStream(true).redirectOutput(folder.resolve("child.log").toFile()).start();
        try {
            Awaitility.await().atMost(Duration.ofSeconds(120)).until(() -> {
                assertTrue(child.isAlive(), () -> log());
                return Files.exists(events) && Files.size(events) > 1_000_000;
            });
        } finally {
            child.destroyForcibly();
        }
        assertTrue(child.waitFor(60, TimeUnit.SECONDS));

        Evidence evidence = Evidence.read(folder);
        assertTrue(evidence.isCut());
        assertTrue(evidence.size() > 1_000, () -> "only " + evidence.size());
        List<Recorded> stored = evidence.events();
        assertEquals(SampleEvents.STARTED, stored.getFirst().event());
        for (Recorded recorded : stored.subList(1, stored.size())) {
            Bytes expected = Child.data(recorded.nanos());
            switch (recorded.event()) {
                case Event.Transfer transfer -> assertEquals(expected, transfer.data());
                case Event.Frame frame -> assertEquals(expected, frame.data());
                default -> throw new AssertionError(recorded);
            }
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("child.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Records until it is killed. */
    static final class Child {

        private Child() {}

        static Bytes data(long n) {
            byte[] data = new byte[(int) (n % 700)];
            java.util.Arrays.fill(data, (byte) n);
            return Bytes.wrap(data);
        }

        public static void main(String[] arguments) throws IOException {
            AttemptDirectory directory = new AttemptDirectory(Path.of(arguments[0]));
            try (FileRecorder recorder = FileRecorder.open(directory, MonotonicClock.system())) {
                recorder.record("runner", SampleEvents.STARTED);
                for (long n = 0; n < 5_000_000; n++) {
                    recorder.record(n, "usb", n % 2 == 0
                            ? new Event.Frame(true, data(n))
                            : new Event.Transfer(n, TransferType.BULK, n % 4 == 1 ? 0x81 : 0x01, null, 2048, "OK", n,
                                    false, data(n)));
                }
            }
        }
    }
}
