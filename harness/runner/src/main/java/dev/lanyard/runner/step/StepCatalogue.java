package dev.lanyard.runner.step;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/** The verbs there are. */
public final class StepCatalogue {

    private final SortedMap<String, Step<?, ?>> steps;

    private StepCatalogue(SortedMap<String, Step<?, ?>> steps) {
        this.steps = Collections.unmodifiableSortedMap(steps);
    }

    /** Every {@link Step} that {@code loader} finds. */
    public static StepCatalogue load(ClassLoader loader) {
        return of(ServiceLoader.load(Step.class, loader));
    }

    /** These; two of one name are a mistake of whoever built the class path. */
    public static StepCatalogue of(@SuppressWarnings("rawtypes") Iterable<? extends Step> steps) {
        SortedMap<String, Step<?, ?>> found = new TreeMap<>();
        for (Step<?, ?> step : steps) {
            Step<?, ?> other = found.put(step.verb().name(), step);
            if (other != null) {
                throw new IllegalStateException("the verb " + step.verb().name() + " is defined by "
                        + other.getClass().getName() + " and by " + step.getClass().getName());
            }
        }
        return new StepCatalogue(found);
    }

    /** Those on Lanyard's own class path. */
    public static StepCatalogue standard() {
        return load(StepCatalogue.class.getClassLoader());
    }

    public Optional<Step<?, ?>> find(String verb) {
        return Optional.ofNullable(steps.get(verb));
    }

    /** In alphabetical order. */
    public Collection<String> verbs() {
        return steps.keySet();
    }

    public Collection<Step<?, ?>> steps() {
        return steps.values();
    }
}
