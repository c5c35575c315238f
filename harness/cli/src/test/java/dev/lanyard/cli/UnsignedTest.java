package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnsignedTest {

    @Test
    void signaturesGoAndNothingElse(@TempDir Path folder) throws Exception {
        Path signed = folder.resolve("signed.jar");
        write(signed, "META-INF/MANIFEST.MF", "META-INF/BC.SF", "META-INF/BC.DSA", "META-INF/services/X.SF", "A.class");
        Path plain = folder.resolve("plain.jar");
        write(plain, "A.class");
        byte[] before = Files.readAllBytes(plain);
        Unsigned.main(new String[] {folder.toString()});
        try (JarFile jar = new JarFile(signed.toFile())) {
            assertEquals(List.of("A.class", "META-INF/MANIFEST.MF", "META-INF/services/X.SF"),
                    jar.stream().map(JarEntry::getName).filter(name -> !name.endsWith("/")).sorted().toList());
        }
        assertArrayEquals(before, Files.readAllBytes(plain));
    }

    private static void write(Path file, String... entries) throws Exception {
        try (OutputStream out = Files.newOutputStream(file); JarOutputStream jar = new JarOutputStream(out)) {
            for (String entry : entries) {
                jar.putNextEntry(new JarEntry(entry));
                jar.write(1);
                jar.closeEntry();
            }
        }
    }
}
