package dev.lanyard.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Takes the signatures off the jars of the program's folder, for the launcher after a build: the JVM checks a signed jar
 * at every start and keeps no class of it in its AOT cache. Maven verified the checksums of what it fetched.
 */
final class Unsigned {

    private Unsigned() {}

    /** {@code FOLDER} */
    public static void main(String[] arguments) throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of(arguments[0]), "*.jar")) {
            for (Path jar : jars) {
                strip(jar);
            }
        }
    }

    static void strip(Path jar) throws IOException {
        try (FileSystem entries = FileSystems.newFileSystem(jar)) {
            Path meta = entries.getPath("META-INF");
            if (!Files.isDirectory(meta)) {
                return;
            }
            try (DirectoryStream<Path> signatures = Files.newDirectoryStream(meta, "*.{SF,RSA,DSA,EC}")) {
                for (Path signature : signatures) {
                    Files.delete(signature);
                }
            }
        }
    }
}
