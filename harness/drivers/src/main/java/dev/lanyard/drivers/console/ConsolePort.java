package dev.lanyard.drivers.console;

import java.io.IOException;

/** An open serial line. One thread reads; others may write, and close it. */
public interface ConsolePort extends AutoCloseable {

    /** What people call it: {@code /dev/ttyACM0 at 115200 baud}. */
    String name();

    /**
     * Waits a tenth of a second at most for octets.
     *
     * @return how many came; 0 when none did
     * @throws IOException when the line is no more, with what was seen
     */
    int read(byte[] buffer) throws IOException, InterruptedException;

    /** Hands {@code octets} to the line; may wait for as long as the line does not take them. */
    void write(byte[] octets) throws IOException;

    @Override
    void close();

    /** Where a line is to be found; asked anew each time that it was lost, since it may come back under another name. */
    interface Source {

        /** What is looked for, as the rest of the sentence "no serial console: …". */
        String describe();

        /**
         * Opens it.
         *
         * @throws IOException when it is not there, in use, or not allowed; the message says which, and what to do
         */
        ConsolePort open() throws IOException;
    }
}
