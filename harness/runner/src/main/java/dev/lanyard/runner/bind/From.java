package dev.lanyard.runner.bind;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Which form of YAML a record with a single component is written as, when it is not a mapping. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface From {

    Shape value();

    /** A form of YAML. */
    enum Shape {
        /** The component's own scalar. */
        SCALAR,
        /** A list: the component is one. */
        LIST
    }
}
