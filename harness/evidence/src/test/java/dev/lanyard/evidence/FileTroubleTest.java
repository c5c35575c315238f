package dev.lanyard.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FileTroubleTest {

    @Test
    void namesTheReasonAndNotTheFileAgain() {
        assertEquals("no rights", FileTrouble.reason(new AccessDeniedException("/a/b")));
        assertEquals("no such file or folder", FileTrouble.reason(new NoSuchFileException("/a/b")));
        assertEquals("No space left on device",
                FileTrouble.reason(new FileSystemException("/a/b", null, "No space left on device")));
        assertEquals("EOFException", FileTrouble.reason(new java.io.EOFException()));
    }

    @Test
    void looksBehindWhatALibraryMadeOfIt() {
        assertEquals("No space left on device", FileTrouble.reason(
                new IOException("could not generate report", new IOException("No space left on device"))));
    }
}
