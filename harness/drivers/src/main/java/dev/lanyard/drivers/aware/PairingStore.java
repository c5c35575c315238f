package dev.lanyard.drivers.aware;

import dev.lanyard.wire.nan.pairing.PairingCache;
import dev.lanyard.wire.nan.security.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** A file with the pairings of a device; only its owner may read it (rights 0600 where the file system has such). */
final class PairingStore {

    private final Path file;

    PairingStore(Path file) {
        this.file = file;
    }

    /** No pairings where there is no file yet. */
    PairingCache read() {
        if (!Files.exists(file)) {
            return PairingCache.EMPTY;
        }
        try {
            return PairingCache.decode(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the pairings in " + file + " cannot be read", e);
        } catch (PairingCache.FormatException e) {
            throw new IllegalStateException(file + ": " + e.getMessage()
                    + ". Remove the file, and devices have to be paired again", e);
        }
    }

    void write(PairingCache pairings) {
        Secret text = pairings.encode();
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
            FileAttribute<?>[] rights = posix
                    ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))}
                    : new FileAttribute<?>[0];
            Path next = Files.createTempFile(folder, ".pairings", "", rights);
            Files.write(next, text.expose());
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("the pairings cannot be kept in " + file, e);
        } finally {
            text.destroy();
        }
    }
}
