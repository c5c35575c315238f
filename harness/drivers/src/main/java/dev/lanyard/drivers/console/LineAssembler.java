package dev.lanyard.drivers.console;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/**
 * Cuts octets into lines. A line ends with LF; CRs beside it are no part of it. Octets that are not UTF-8 become U+FFFD.
 * What is longer than {@value #LONGEST} octets is cut into several, so that a device cannot fill the memory.
 */
public final class LineAssembler {

    /** Octets. */
    static final int LONGEST = 4_096;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final BiConsumer<String, Boolean> lines;

    /** {@code lines} takes each line, and whether its end was seen. */
    public LineAssembler(BiConsumer<String, Boolean> lines) {
        this.lines = lines;
    }

    /** Takes the first {@code count} octets. */
    public void add(byte[] octets, int count) {
        for (int i = 0; i < count; i++) {
            if (octets[i] == '\n') {
                end(true);
            } else if (line.size() >= LONGEST) {
                end(false);
                line.write(octets[i]);
            } else {
                line.write(octets[i]);
            }
        }
    }

    /** Hands over what came of a line whose end has not come. */
    public void flush() {
        if (hasPart()) {
            end(false);
        }
    }

    boolean hasPart() {
        return line.size() > 0;
    }

    private void end(boolean seen) {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        int from = 0;
        int to = text.length();
        while (from < to && text.charAt(from) == '\r') {
            from++;
        }
        while (to > from && text.charAt(to - 1) == '\r') {
            to--;
        }
        lines.accept(text.substring(from, to), seen);
    }
}
