package dev.lanyard.cli;

import java.nio.charset.StandardCharsets;

/** Text for a file that the user redirects output into. */
final class GeneratedFile {

    private GeneratedFile() {}

    /** In UTF-8 and with line feeds, whatever the terminal and the system prefer. */
    static void print(String text) {
        System.out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }
}
