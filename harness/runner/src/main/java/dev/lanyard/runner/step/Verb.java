package dev.lanyard.runner.step;

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

    /** An item of {@code steps} in YAML, without the hyphen; tests read it. */
    String example();
}
