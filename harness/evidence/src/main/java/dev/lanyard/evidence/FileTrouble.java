package dev.lanyard.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file could not be read or written, in words: exceptions of the file system often say its name alone. */
public final class FileTrouble {

    private FileTrouble() {}

    /** The reason without the file's name, for the end of {@code cannot write FILE: …}; of the innermost cause. */
    public static String reason(IOException failure) {
        Throwable inner = failure;
        while (inner.getCause() instanceof IOException || inner.getCause() instanceof UncheckedIOException) {
            inner = inner.getCause();
        }
        return switch (inner) {
            case AccessDeniedException _ -> "no rights";
            case NoSuchFileException _ -> "no such file or folder";
            case NotDirectoryException _ -> "not a folder";
            case FileSystemException e when e.getReason() != null -> e.getReason();
            default -> inner.getMessage() == null ? inner.getClass().getSimpleName() : inner.getMessage();
        };
    }
}
