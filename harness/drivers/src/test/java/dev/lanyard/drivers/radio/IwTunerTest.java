package dev.lanyard.drivers.radio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The channel by a program that writes down what it was asked. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class IwTunerTest {

    @TempDir
    private Path folder;

    private String program(String body) throws IOException {
        Path program = Files.writeString(folder.resolve("iw"), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return program.toString();
    }

    @Test
    void asksForEachFrequencyOnce() throws Exception {
        Path asked = folder.resolve("asked");
        try (IwTuner tuner = new IwTuner(program("echo \"$@\" >>" + asked), "mon0")) {
            tuner.tune(2437);
            tuner.tune(5745);
        }
        assertEquals(List.of("dev mon0 set freq 2437", "dev mon0 set freq 5745"), Files.readAllLines(asked));
    }

    @Test
    void saysWhatTheProgramSaid() throws Exception {
        try (IwTuner tuner = new IwTuner(program("echo 'command failed:\nDevice or resource busy (-16)' >&2; exit 240"),
                "mon0")) {
            IOException refused = assertThrows(IOException.class, () -> tuner.tune(5745));
            assertEquals("iw does not set mon0 to 5745 MHz: command failed: Device or resource busy (-16)",
                    refused.getMessage());
        }
    }

    @Test
    void saysHowToGetTheProgram() {
        try (IwTuner tuner = new IwTuner(folder.resolve("nothing").toString(), "mon0")) {
            IOException missing = assertThrows(IOException.class, () -> tuner.tune(5745));
            assertEquals(folder.resolve("nothing") + " cannot be run: sudo apt-get install iw", missing.getMessage());
        }
    }
}
