package dev.lanyard.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** The standard output, which remembers why it could not be written: printing to it says nothing of that. */
final class Output extends FilterOutputStream {

    private volatile IOException failure;

    Output(OutputStream out) {
        super(out);
    }

    /** The first reason why something was not written. A reader that has seen enough, such as head, is none. */
    Optional<String> failure() {
        return Optional.ofNullable(failure).map(IOException::getMessage).filter(reason -> !reason.contains("Broken pipe"));
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        try {
            out.write(octets, offset, length);
        } catch (IOException e) {
            if (failure == null) {
                failure = e;
            }
            throw e;
        }
    }
}
