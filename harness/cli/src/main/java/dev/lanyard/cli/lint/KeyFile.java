package dev.lanyard.cli.lint;

import dev.lanyard.cli.CommandFailed;
import dev.lanyard.cli.Printable;
import dev.lanyard.drivers.aware.KeySink;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.wire.nan.security.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A new file with the keys of a run, in the form that {@code lint --keys} reads; only its owner may read it (rights 0600
 * where the file system has such). It is there, and empty, from the beginning, and is written when it is closed.
 */
public final class KeyFile implements KeySink, AutoCloseable {

    private final Path file;
    private final SeekableByteChannel channel;
    private final Map<Kind, Set<String>> keys = new EnumMap<>(Kind.class);

    private KeyFile(Path file, SeekableByteChannel channel) {
        this.file = file;
        this.channel = channel;
        for (Kind kind : Kind.values()) {
            keys.put(kind, new LinkedHashSet<>());
        }
    }

    /**
     * Makes the file.
     *
     * @param run the folder of the run, which is handed around and must not hold it
     * @throws CommandFailed when the file is there already, would be in that folder, or cannot be made
     */
    public static KeyFile create(Path file, Path run) {
        try {
            if (settled(file).startsWith(settled(run))) {
                throw new CommandFailed(ExitCode.USAGE, Printable.line(file + " is in the folder of the run, " + run
                        + ", whose content is handed around; keep keys elsewhere"));
            }
            Path folder = file.toAbsolutePath().getParent();
            boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
            FileAttribute<?>[] rights = posix
                    ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))}
                    : new FileAttribute<?>[0];
            return new KeyFile(file, Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE), rights));
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailed(ExitCode.USAGE, Printable.line(file + " exists already, and keys are never "
                    + "overwritten; name another file, or remove this one"));
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.USAGE, Printable.line("the file of keys cannot be made: " + e));
        }
    }

    /** Where {@code path} leads, though the end of it may not be there yet. */
    private static Path settled(Path path) throws IOException {
        Path whole = path.toAbsolutePath().normalize();
        Path there = whole;
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        return there.toRealPath().resolve(there.relativize(whole)).normalize();
    }

    @Override
    public synchronized void keep(Kind kind, Secret key) {
        keys.get(kind).add(HexFormat.of().formatHex(key.expose()));
    }

    /** Writes the keys. */
    @Override
    public synchronized void close() {
        StringBuilder text = new StringBuilder("# Secrets of a test run, for ./lanyard lint --keys. Remove this file "
                + "when it has served.\n");
        list(text, "nik", Kind.NIK);
        list(text, "pmk", Kind.PMK);
        list(text, "nm-kek", Kind.NM_KEK);
        list(text, "tk", Kind.TK);
        list(text, "pasn-kck", Kind.PASN_KCK);
        // The NPK opens no frame: what is encrypted hangs on a fresh Diffie-Hellman secret too.
        keys.get(Kind.NPK).forEach(npk -> text.append("# npk: ").append(npk).append('\n'));
        ByteBuffer octets = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
        try (channel) {
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the keys cannot be written to " + file, e);
        }
    }

    private void list(StringBuilder text, String name, Kind kind) {
        text.append(name).append(keys.get(kind).isEmpty() ? ": []\n" : ":\n");
        keys.get(kind).forEach(key -> text.append("  - \"").append(key).append("\"\n"));
    }
}
