package dev.lanyard.runner.engine;

import dev.lanyard.runner.scenario.Scenario;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.ClasspathRootSelector;
import org.junit.platform.engine.discovery.DirectorySelector;
import org.junit.platform.engine.discovery.FileSelector;
import org.junit.platform.engine.discovery.PackageSelector;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;

/**
 * Lets everything that speaks the JUnit Platform run scenarios: classes marked {@link ScenarioSuite}, scenario files
 * and folders, and those that the configuration parameter {@code lanyard.scenarios} names.
 */
public final class LanyardTestEngine implements TestEngine {

    /** Its id. */
    public static final String ID = "lanyard";

    private static final String FILES = "files";

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId uniqueId) {
        EngineDescriptor engine = new EngineDescriptor(uniqueId, "Lanyard");
        ConfigurationParameters parameters = request.getConfigurationParameters();
        Set<Class<?>> suites = new LinkedHashSet<>(suites(request));
        Set<Path> files = new LinkedHashSet<>(SuiteRequest.configured(parameters));
        request.getSelectorsByType(FileSelector.class).stream().map(FileSelector::getPath)
                .filter(path -> path.toString().endsWith(Scenario.SUFFIX))
                .forEach(files::add);
        request.getSelectorsByType(DirectorySelector.class).stream().map(DirectorySelector::getPath)
                .forEach(files::add);
        Set<UniqueId> wanted = new LinkedHashSet<>();
        for (UniqueIdSelector selector : request.getSelectorsByType(UniqueIdSelector.class)) {
            if (selector.getUniqueId().hasPrefix(uniqueId)) {
                wanted.add(selector.getUniqueId());
                suiteClass(selector.getUniqueId()).ifPresent(suites::add);
            }
        }
        suites.forEach(suite -> engine.addChild(SuiteDescriptor.of(uniqueId, suite.getName(), ClassSource.from(suite),
                SuiteRequest.of(suite, parameters))));
        if (!files.isEmpty()) {
            // A source of some class is needed even here: build tools count no tests without one.
            engine.addChild(SuiteDescriptor.of(uniqueId, FILES, ClassSource.from(LanyardTestEngine.class),
                    SuiteRequest.of(List.copyOf(files), parameters)));
        }
        if (!wanted.isEmpty()) {
            prune(engine, wanted);
        }
        return engine;
    }

    @Override
    public void execute(ExecutionRequest request) {
        new SuiteExecution(request.getEngineExecutionListener()).run(request.getRootTestDescriptor());
    }

    private static List<Class<?>> suites(EngineDiscoveryRequest request) {
        List<Class<?>> found = new ArrayList<>();
        request.getSelectorsByType(ClassSelector.class).stream().map(ClassSelector::getJavaClass)
                .filter(LanyardTestEngine::isSuite).forEach(found::add);
        List<ClassNameFilter> names = request.getFiltersByType(ClassNameFilter.class);
        for (PackageSelector selector : request.getSelectorsByType(PackageSelector.class)) {
            found.addAll(ReflectionSupport.findAllClassesInPackage(selector.getPackageName(),
                    LanyardTestEngine::isSuite, name -> passes(names, name)));
        }
        for (ClasspathRootSelector selector : request.getSelectorsByType(ClasspathRootSelector.class)) {
            found.addAll(ReflectionSupport.findAllClassesInClasspathRoot(selector.getClasspathRoot(),
                    LanyardTestEngine::isSuite, name -> passes(names, name)));
        }
        return found;
    }

    private static boolean isSuite(Class<?> type) {
        return type.isAnnotationPresent(ScenarioSuite.class);
    }

    private static boolean passes(List<ClassNameFilter> filters, String name) {
        return filters.stream().allMatch(filter -> filter.apply(name).included());
    }

    private static Optional<Class<?>> suiteClass(UniqueId id) {
        return id.getSegments().stream().filter(segment -> segment.getType().equals(SuiteDescriptor.SEGMENT))
                .findFirst().flatMap(segment -> ReflectionSupport.tryToLoadClass(segment.getValue()).toOptional())
                .filter(LanyardTestEngine::isSuite).map(type -> (Class<?>) type);
    }

    /** Keeps what was asked for by its id, and what was asked for as a whole. */
    private static void prune(TestDescriptor engine, Set<UniqueId> wanted) {
        for (TestDescriptor suite : Set.copyOf(engine.getChildren())) {
            boolean some = wanted.stream().anyMatch(id -> id.hasPrefix(suite.getUniqueId()));
            boolean whole = wanted.stream().anyMatch(suite.getUniqueId()::hasPrefix);
            if (some && !whole) {
                Set.copyOf(suite.getChildren()).stream().filter(child -> !wanted.contains(child.getUniqueId()))
                        .forEach(suite::removeChild);
            }
        }
    }
}
