package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutputTest {

    @Test
    void whatAFullDiskTookIsKnownAfterwards() {
        assertEquals(Optional.of("No space left on device"), printed(failing("No space left on device")).failure());
    }

    @Test
    void aReaderThatHasSeenEnoughIsNoFailure() {
        assertEquals(Optional.empty(), printed(failing("Broken pipe")).failure());
    }

    @Test
    void whatIsWrittenComesThrough() {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        assertEquals(Optional.empty(), printed(kept).failure());
        assertEquals("one line\n", kept.toString(StandardCharsets.UTF_8));
    }

    private static Output printed(OutputStream target) {
        Output output = new Output(target);
        PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8);
        stream.print("one line\n");
        stream.flush();
        return output;
    }

    private static OutputStream failing(String reason) {
        return new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException(reason);
            }
        };
    }
}
