package dev.lanyard.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileRecorderTest {

    @TempDir
    Path folder;

    @Test
    void everyKindOfEventComesBackAsItWas() throws IOException {
        try (FileRecorder recorder = open()) {
            long at = 100;
            for (Event event : SampleEvents.all()) {
                recorder.record(at++, "source", event);
            }
        }
        Evidence evidence = Evidence.read(folder);
        assertEquals(SampleEvents.all(), evidence.events().stream().map(Recorded::event).toList());
        assertEquals(new Recorded(1, 100, "source", SampleEvents.STARTED), evidence.events().getFirst());
        assertEquals(LongStream.rangeClosed(1, evidence.size()).boxed().toList(),
                evidence.events().stream().map(Recorded::sequence).toList());
        assertEquals(SampleEvents.STARTED, evidence.started().orElseThrow());
        assertEquals(SampleEvents.ENDED, evidence.ended().orElseThrow());
        assertFalse(evidence.isCut());
    }

    @Test
    void linesOfAConsoleAreEscapedAndBounded() {
        assertEquals("a\\u{1b}[2Jb", Event.ConsoleLine.of("uart", true, "a\u001b[2Jb", true).text());
        assertEquals("x".repeat(Event.ConsoleLine.MAX_TEXT) + "… (5000 characters)",
                Event.ConsoleLine.of("uart", true, "x".repeat(5_000), true).text());
    }

    @Test
    void samplesHaveEveryKind() {
        List<Class<?>> kinds = List.of(Event.class.getPermittedSubclasses());
        assertEquals(kinds.stream().map(Class::getName).sorted().toList(),
                SampleEvents.all().stream().map(e -> e.getClass().getName()).distinct().sorted().toList());
    }

    @Test
    void eventsAreInTheFileSoonAfterTheyHappenWithoutClosing() throws IOException {
        try (FileRecorder recorder = open()) {
            recorder.record("runner", SampleEvents.STARTED);
            Awaitility.await().untilAsserted(() -> assertEquals(1, Evidence.read(folder).size()));
            recorder.record("runner", new Event.LinkState(true, "test"));
            Awaitility.await().untilAsserted(() -> assertEquals(2, Evidence.read(folder).size()));
            assertTrue(Evidence.read(folder).isCut());
        }
    }

    @Test
    void sequenceNumbersFollowTheOrderOfRecordingFromManyThreads() throws Exception {
        int threads = 4;
        int each = 20_000;
        List<Recorded> observed = new ArrayList<>();
        try (FileRecorder recorder = open()) {
            recorder.observe(observed::add);
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int t = 0; t < threads; t++) {
                    String source = "thread " + t;
                    executor.submit(() -> {
                        for (int i = 0; i < each; i++) {
                            recorder.record(i, source, new Event.Frame(true, Bytes.of(i, i >> 8, i >> 16)));
                        }
                    });
                }
            }
        }
        List<Recorded> stored = Evidence.read(folder).events();
        assertEquals(threads * each, stored.size());
        assertEquals(observed, stored);
        for (int t = 0; t < threads; t++) {
            String source = "thread " + t;
            assertEquals(LongStream.range(0, each).boxed().toList(),
                    stored.stream().filter(r -> r.source().equals(source)).map(Recorded::nanos).toList());
        }
    }

    @Test
    void aSecondTimelineInTheSameFolderIsRefused() throws IOException {
        open().close();
        assertThrows(FileAlreadyExistsException.class, this::open);
    }

    @Test
    void anObserverThatFailsDoesNotHurtWhoRecords() throws IOException {
        AtomicInteger seen = new AtomicInteger();
        try (FileRecorder recorder = open()) {
            recorder.observe(r -> {
                throw new IllegalStateException("observer");
            });
            Recorder.Subscription subscription = recorder.observe(r -> seen.incrementAndGet());
            assertEquals(1, recorder.record("runner", SampleEvents.STARTED));
            subscription.close();
            assertEquals(2, recorder.record("runner", SampleEvents.ENDED));
        }
        assertEquals(1, seen.get());
        assertEquals(2, Evidence.read(folder).size());
    }

    @Test
    void anObserverMayNotRecord() throws IOException {
        List<Throwable> thrown = new ArrayList<>();
        try (FileRecorder recorder = open()) {
            recorder.observe(r -> thrown.add(
                    assertThrows(IllegalStateException.class, () -> recorder.record("x", SampleEvents.ENDED))));
            recorder.record("runner", SampleEvents.STARTED);
        }
        assertEquals(1, thrown.size());
    }

    @Test
    void whatIsRecordedAfterTheEndIsNotKept() throws IOException {
        FileRecorder recorder = open();
        recorder.record("runner", SampleEvents.STARTED);
        recorder.close();
        assertEquals(0, recorder.record("usb", SampleEvents.ENDED));
        recorder.close();
        assertEquals(1, Evidence.read(folder).size());
    }

    @Test
    void aDiskThatFailsFailsTheAttemptAndCountsWhatIsLost() {
        FileRecorder recorder = FileRecorder.open(new FailingSink(), MonotonicClock.system(), Duration.ofSeconds(10));
        recorder.record("runner", SampleEvents.STARTED);
        Awaitility.await().until(() -> recorder.failure().isDone());
        assertEquals(2, recorder.record("runner", SampleEvents.ENDED));
        IOException error = assertThrows(IOException.class, recorder::close);
        assertTrue(error.getMessage().contains("No space left on device; 2 later events are lost"), error.getMessage());
    }

    @Test
    void aDiskThatHangsFailsTheAttemptInBoundedTime() {
        CountDownLatch release = new CountDownLatch(1);
        FileRecorder recorder = FileRecorder.open(new HangingSink(release), MonotonicClock.system(),
                Duration.ofMillis(200));
        try {
            for (int i = 0; i < 40_000; i++) {
                recorder.record(i, "usb", SampleEvents.ENDED);
            }
            assertTrue(recorder.failure().join().getMessage().contains("took nothing for 200 ms"));
            IOException error = assertThrows(IOException.class, recorder::close);
            assertTrue(error.getMessage().contains("events are lost"), error.getMessage());
        } finally {
            release.countDown();
        }
    }

    @Test
    void recordedFilesEndWithTheLastEvent() throws IOException {
        try (FileRecorder recorder = open()) {
            recorder.record("runner", SampleEvents.ENDED);
        }
        List<String> lines = Files.readAllLines(folder.resolve("events.jsonl"));
        assertEquals("{\"format\":\"lanyard-timeline\",\"version\":1}", lines.getFirst());
        assertEquals(2, lines.size());
    }

    private FileRecorder open() throws IOException {
        return FileRecorder.open(new AttemptDirectory(folder), MonotonicClock.system());
    }

    private record FailingSink() implements FileRecorder.Sink {
        @Override
        public void write(Recorded recorded) throws IOException {
            throw new IOException("No space left on device");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private record HangingSink(CountDownLatch release) implements FileRecorder.Sink {
        @Override
        public void write(Recorded recorded) throws IOException {
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
