package dev.lanyard.cli;

import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON for standard output, which may be a terminal: in ASCII alone, so that no string of a device steers it or turns
 * the direction of writing. Whoever parses it gets the strings as they were.
 */
public final class TerminalJson {

    /** Each value on one line. */
    static final JsonMapper LINE = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** Each value on lines of its own, indented. */
    public static final JsonMapper PRETTY = LINE.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

    private TerminalJson() {}
}
