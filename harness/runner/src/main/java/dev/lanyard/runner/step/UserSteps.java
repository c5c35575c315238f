package dev.lanyard.runner.step;

import dev.lanyard.runner.yaml.Defect;
import dev.lanyard.runner.yaml.Defects;
import dev.lanyard.runner.yaml.InvalidInputException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The verbs that users bring, beside Lanyard's own. Each path is a jar, or a folder of classes, or a folder of jars
 * that belong together, and names its steps in {@code META-INF/services/dev.lanyard.runner.step.Step}. What one path
 * holds does not see what another holds. Closing it closes the jars, so it stays open as long as its steps are used.
 */
public final class UserSteps implements AutoCloseable {

    private static final String SERVICE = "META-INF/services/" + Step.class.getName();

    private final List<URLClassLoader> loaders = new ArrayList<>();
    private final List<Step<?, ?>> steps = new ArrayList<>(StepCatalogue.standard().steps());
    private final Defects defects = new Defects();

    private UserSteps() {}

    /**
     * Finds the steps in {@code paths}, which run with all rights of the harness.
     *
     * @throws InvalidInputException with what is wrong in each path: unreadable, without steps, a class that is no
     *                               step, a verb that exists already
     */
    public static UserSteps load(List<Path> paths) throws InvalidInputException {
        UserSteps found = new UserSteps();
        boolean good = false;
        try {
            paths.forEach(found::add);
            found.defects.throwIfAny();
            good = true;
            return found;
        } finally {
            if (!good) {
                found.close();
            }
        }
    }

    /** Lanyard's verbs and the users'. */
    public StepCatalogue catalogue() {
        return StepCatalogue.of(steps);
    }

    private void add(Path path) {
        int before = defects.size();
        try {
            List<URL> urls = urls(path);
            if (urls.isEmpty()) {
                defect(path, "holds neither " + SERVICE + " nor jars; a step is found by its class name in that file");
                return;
            }
            URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), UserSteps.class.getClassLoader());
            loaders.add(loader);
            if (!add(path, loader) && defects.size() == before) {
                defect(path, "holds no step: " + SERVICE + " names the classes that are steps, one on each line");
            }
        } catch (IOException e) {
            defect(path, "cannot be read as a jar or a folder of classes: " + e.getMessage());
        }
    }

    /** The folder or jar itself, and the jars right below a folder. */
    private static List<URL> urls(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new IOException("no such file or folder");
        }
        List<URL> urls = new ArrayList<>();
        if (!Files.isDirectory(path)) {
            try (JarFile jar = new JarFile(path.toFile())) {
                return jar.getEntry(SERVICE) == null ? urls : List.of(path.toUri().toURL());
            }
        }
        if (Files.exists(path.resolve(SERVICE))) {
            urls.add(path.toUri().toURL());
        }
        try (Stream<Path> files = Files.list(path)) {
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
                new JarFile(jar.toFile()).close();
                urls.add(jar.toUri().toURL());
            }
        }
        return urls;
    }

    /** Whether there was a step, good or bad. */
    @SuppressWarnings("rawtypes")
    private boolean add(Path path, URLClassLoader loader) {
        boolean any = false;
        try {
            Iterator<ServiceLoader.Provider<Step>> providers =
                    ServiceLoader.load(Step.class, loader).stream().iterator();
            while (providers.hasNext()) {
                ServiceLoader.Provider<Step> provider = providers.next();
                if (provider.type().getClassLoader() == loader) {
                    any = true;
                    add(path, provider.get());
                }
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            // Its message begins with the name of the service, which the user has just read.
            String message = String.valueOf(e.getMessage()).replace(Step.class.getName() + ": ", "");
            defect(path, "holds a step that cannot be loaded: " + message + (e.getCause() == null ? ""
                    : " (" + e.getCause() + ")"));
        }
        return any;
    }

    private void add(Path path, Step<?, ?> step) {
        Optional<String> mistake = StepShape.mistake(step);
        if (mistake.isPresent()) {
            defect(path, step.getClass().getName() + ": " + mistake.get());
            return;
        }
        String verb = step.verb().name();
        Optional<Step<?, ?>> other = steps.stream().filter(known -> known.verb().name().equals(verb)).findFirst();
        if (other.isPresent()) {
            defect(path, step.getClass().getName() + ": the verb " + verb + " exists already ("
                    + other.get().getClass().getName() + "); give it another name");
            return;
        }
        steps.add(step);
    }

    private void defect(Path path, String message) {
        defects.add(Defect.general(path + ": " + message));
    }

    @Override
    public void close() {
        for (URLClassLoader loader : loaders) {
            try {
                loader.close();
            } catch (IOException e) {
                // Nothing more will be read from it either way.
            }
        }
    }
}
