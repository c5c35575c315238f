package dev.lanyard.runner.scenario;

import dev.lanyard.runner.yaml.Position;
import dev.lanyard.runner.yaml.Defects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** The folder that a file's includes must not leave: the nearest one called {@code scenarios}, else the file's own. */
final class SuiteFolder {

    private static final String NAME = "scenarios";

    private final Path file;
    private final Path root;

    private SuiteFolder(Path file, Path root) {
        this.file = file;
        this.root = root;
    }

    static SuiteFolder of(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        for (Path root = folder; root != null; root = root.getParent()) {
            if (root.endsWith(NAME)) {
                return new SuiteFolder(file, root);
            }
        }
        return new SuiteFolder(file, folder);
    }

    /** The folders between it and the file, joined by {@code /}; without a folder called scenarios, the file's folder. */
    String suite() {
        Path folder = file.toAbsolutePath().normalize().getParent();
        if (root == null) {
            return "";
        }
        return root.endsWith(NAME) ? root.relativize(folder).toString().replace('\\', '/')
                : root.getFileName() == null ? "" : root.getFileName().toString();
    }

    /** The file that {@code path}, relative to the including file, names; empty after a defect was added. */
    Optional<Path> resolve(String path, Position at, Defects defects) {
        try {
            if (!path.endsWith(Group.SUFFIX)) {
                defects.add(at, "the name of a file of steps ends in " + Group.SUFFIX);
                return Optional.empty();
            }
            Path named = Path.of(path);
            Path target = file.resolveSibling(named).normalize();
            if (named.isAbsolute() || root == null || !target.toAbsolutePath().normalize().startsWith(root)) {
                defects.add(at, "an include stays inside the suite folder " + root);
                return Optional.empty();
            }
            if (!Files.isRegularFile(target)) {
                defects.add(at, "there is no file " + target);
                return Optional.empty();
            }
            if (!target.toRealPath().startsWith(root.toRealPath())) {
                defects.add(at, target + " is a link that leads out of the suite folder " + root);
                return Optional.empty();
            }
            return Optional.of(target);
        } catch (InvalidPathException e) {
            defects.add(at, "not a path: " + e.getReason());
        } catch (IOException e) {
            defects.add(at, path + " cannot be found: " + e.getMessage());
        }
        return Optional.empty();
    }
}
