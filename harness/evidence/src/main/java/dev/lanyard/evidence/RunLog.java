package dev.lanyard.evidence;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What happened in a run: {@code DIR/events.jsonl}, a header line and one JSON object per {@link RunEvent}, each
 * written through to the file before {@link #append} returns. Safe for use by many threads.
 */
public final class RunLog implements AutoCloseable {

    private static final String FORMAT = "lanyard-run";
    private static final int VERSION = 1;

    private final Path file;
    private final OutputStream out;

    private RunLog(Path file, OutputStream out) {
        this.file = file;
        this.out = out;
    }

    /** Begins the log of a new run. */
    public static RunLog create(RunDirectory directory) throws IOException {
        Path file = directory.events();
        RunLog log = new RunLog(file,
                Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        log.write("{\"format\":\"" + FORMAT + "\",\"version\":" + VERSION + "}");
        return log;
    }

    /** Adds {@code event}. */
    public void append(RunEvent event) throws IOException {
        write(json(event));
    }

    /** {@code event} as it stands in a log: a JSON object on one line. */
    public static String json(RunEvent event) {
        return RunEventJson.MAPPER.writerFor(RunEvent.class).writeValueAsString(event);
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }

    private synchronized void write(String line) throws IOException {
        try {
            out.write((line + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * A stored log.
     *
     * @param events in the order in which they were appended
     * @param cut    in what way the log is cut, as a sentence; nothing when it tells the end of its run
     */
    public record Contents(List<RunEvent> events, Optional<String> cut) {

        public Contents {
            events = List.copyOf(events);
        }
    }

    /**
     * Reads the log of the run in {@code directory}; one that was cut reads well.
     *
     * @throws EvidenceException when there is none, or it is damaged; names file, line and column
     */
    public static Contents read(RunDirectory directory) throws IOException {
        List<RunEvent> events = new ArrayList<>();
        try (JsonLines lines = new JsonLines(directory.events(), FORMAT, VERSION)) {
            for (JsonNode line = lines.next(); line != null; line = lines.next()) {
                try {
                    events.add(RunEventJson.MAPPER.treeToValue(line, RunEvent.class));
                } catch (JacksonException e) {
                    throw lines.error(e.getOriginalMessage(), e);
                }
            }
            if (lines.isCut()) {
                return new Contents(events, Optional.of("the log was cut in the middle of line " + (lines.line() + 1)));
            }
        }
        boolean finished = events.stream().anyMatch(RunEvent.RunFinished.class::isInstance);
        return new Contents(events, finished
                ? Optional.empty()
                : Optional.of("the log ends after " + events.size() + " events without the end of the run"));
    }
}
