package dev.lanyard.runner.bind;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Between which values, both included, a key's value lies, written as the value itself is: {@code min = "1B"}. For
 * values that have an order, {@link java.util.Optional}s and lists of them. Prefer it to a check in the record's
 * constructor: that one runs only when every value of the record is known, this one even beside variables; and editors
 * and the pages about verbs know it too.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Range {

    /** The least value; empty for no bound. */
    String min() default "";

    /** The greatest value; empty for no bound. */
    String max() default "";
}
