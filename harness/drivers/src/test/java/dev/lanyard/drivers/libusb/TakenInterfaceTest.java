package dev.lanyard.drivers.libusb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TakenInterfaceTest {

    @TempDir
    private Path folder;

    @Test
    void whatALivingProcessHoldsIsNotLeftOver() throws IOException {
        TakenInterface note = TakenInterface.note(folder, "1-2.3", 0);

        assertTrue(Files.exists(note.note().file()));
        assertEquals(List.of(), TakenInterface.leftOver(folder));

        note.settled();
        assertFalse(Files.exists(note.note().file()));
    }

    @Test
    void whatADeadProcessTookIsLeftOver() throws IOException, InterruptedException {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        leave("a.taken", dead.pid(), "2026-01-01T00:00:00Z");

        List<TakenInterface> left = TakenInterface.leftOver(folder);

        assertEquals(1, left.size());
        assertEquals("1-2.3", left.getFirst().device());
        assertEquals(1, left.getFirst().number());
    }

    @Test
    void aLaterProcessOfTheSameNumberIsAnother() throws IOException {
        leave("a.taken", ProcessHandle.current().pid(), "1999-01-01T00:00:00Z");

        assertEquals(1, TakenInterface.leftOver(folder).size());
    }

    @Test
    void whatIsNoNoteIsLeftAlone() throws IOException {
        Files.writeString(folder.resolve("b.taken"), "interface=many\n");
        Files.write(folder.resolve("c.taken"), new byte[] {(byte) 0xff, 0, (byte) 0xc3});
        Files.writeString(folder.resolve("notes.txt"), "interface=1\nprocess=1\n");

        assertEquals(List.of(), TakenInterface.leftOver(folder));
    }

    @Test
    void withoutAFolderNothingIsLeftOver() throws IOException {
        assertEquals(List.of(), TakenInterface.leftOver(folder.resolve("none")));
    }

    private void leave(String name, long process, String started) throws IOException {
        Files.writeString(folder.resolve(name), "device=1-2.3\ninterface=1\nprocess=" + process + "\nstarted="
                + started.replace(":", "\\:") + "\n");
    }
}
