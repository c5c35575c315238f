package dev.lanyard.evidence;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a file of JSON objects, one a line, whose writer may have been killed: a last line without its line end is
 * passed over and remembered.
 */
final class JsonLines implements Closeable {

    /** No writer of ours makes longer lines; a file that has them would only fill the memory. */
    private static final int MAX_LINE = 64 << 20;

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final Path file;
    private final String format;
    private final InputStream in;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private final byte[] buffer = new byte[1 << 16];
    private final Fields fields = new Fields();
    private int position;
    private int limit;
    private long line;
    private boolean cut;

    /** Opens {@code file}, which must begin with a header of {@code format} and {@code version}. */
    JsonLines(Path file, String format, int version) throws IOException {
        this.file = file;
        this.format = format;
        try {
            this.in = Files.newInputStream(file);
        } catch (NoSuchFileException e) {
            throw new EvidenceException("there is no " + file, e);
        }
        try {
            checkHeader(version);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** The next object; null at the end. */
    JsonNode next() throws IOException {
        byte[] text = nextLine();
        if (text == null) {
            return null;
        }
        try {
            JsonNode node = MAPPER.readTree(text);
            if (!node.isObject()) {
                throw error("not a JSON object", null);
            }
            return node;
        } catch (JacksonException e) {
            throw notJson(e);
        }
    }

    /** The fields of the next object, valid until the next call; null at the end. */
    Fields nextFields() throws IOException {
        byte[] text = nextLine();
        if (text == null) {
            return null;
        }
        try (JsonParser json = MAPPER.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw error("not a JSON object", null);
            }
            fields.read(json);
            if (json.nextToken() != null) {
                throw error("more than one JSON object", null);
            }
            return fields;
        } catch (JacksonException e) {
            throw notJson(e);
        }
    }

    private EvidenceException notJson(JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        String column = at == null || at.getColumnNr() < 1 ? "" : ":" + at.getColumnNr();
        return new EvidenceException(file + ":" + line + column + ": not JSON: " + e.getOriginalMessage(), e);
    }

    /** An error at the line that {@link #next} gave last. */
    EvidenceException error(String message, Throwable cause) {
        return new EvidenceException(file + ":" + line + ": " + message, cause);
    }

    /** Whether the last line was cut; known at the end. */
    boolean isCut() {
        return cut;
    }

    /** The number of the line that {@link #next} gave last, from 1. */
    long line() {
        return line;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void checkHeader(int version) throws IOException {
        JsonNode header = next();
        if (header == null) {
            if (cut || line == 0) {
                // Killed before the header was out: an empty timeline, which its reader reports as cut.
                cut = true;
                return;
            }
        } else if (format.equals(header.path("format").asString("")) && header.path("version").asInt(0) == version) {
            return;
        }
        throw error("not a file of format \"" + format + "\", version " + version, null);
    }

    private byte[] nextLine() throws IOException {
        pending.reset();
        while (fill()) {
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            pending.write(buffer, position, end - position);
            position = end + 1;
            if (pending.size() > MAX_LINE) {
                line++;
                throw error("a line of more than " + MAX_LINE + " octets", null);
            }
            if (end < limit) {
                line++;
                return pending.toByteArray();
            }
        }
        cut |= pending.size() > 0;
        return null;
    }

    /** Whether there is something in the buffer. */
    private boolean fill() throws IOException {
        if (position >= limit) {
            limit = in.read(buffer);
            position = 0;
        }
        return limit > 0;
    }
}
