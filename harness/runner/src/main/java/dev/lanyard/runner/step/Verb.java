package dev.lanyard.runner.step;

import dev.lanyard.runner.profile.Function;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How a {@link Step} is called in scenarios. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Verb {

    /** {@code usb.attach}: a group, a dot, a word. */
    String name();

    /** What it does, in a sentence or two for people who write scenarios. */
    String doc();

    /**
     * An item of {@code steps} in YAML, without the hyphen. A test runs it on emulated accessories, after the steps of
     * {@link #after} and {@link #before}, and it must pass.
     */
    String example();

    /** What must have been done before the step is of use. */
    Situation after() default Situation.ADDRESSED;

    /** Items of {@code steps} that the example needs besides, without hyphens. */
    String[] before() default {};

    /** The network functions that the step concerns; none for a step of Wi-Fi Aware. */
    Function[] functions() default {Function.ECM, Function.NCM};
}
