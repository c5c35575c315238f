package dev.lanyard.wire.nan;

import dev.lanyard.wire.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files of fixtures/wifi-aware. */
public final class AwareFixtures {

    /** The folder. */
    public static final Path FOLDER = Path.of("..", "..", "fixtures", "wifi-aware");

    private AwareFixtures() {}

    /** The words of a file by their names: each line is a name, a space, hexadecimal digits; # begins a comment. */
    public static Map<String, Bytes> hex(String file) {
        Map<String, Bytes> words = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(FOLDER.resolve(file))) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    int space = line.indexOf(' ');
                    words.put(line.substring(0, space), Bytes.hex(line.substring(space + 1)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return words;
    }

    /** Every frame of hostap, by file and name. */
    public static Map<String, Bytes> hostapFrames() {
        Map<String, Bytes> frames = new LinkedHashMap<>();
        for (String file : new String[] {"hostap/ndp-csid1.frames", "hostap/ndp-open.frames"}) {
            hex(file).forEach((name, frame) -> frames.put(file + " " + name, frame));
        }
        return frames;
    }
}
