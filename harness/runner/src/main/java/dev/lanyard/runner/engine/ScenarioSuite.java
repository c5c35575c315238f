package dev.lanyard.runner.engine;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.platform.commons.annotation.Testable;

/**
 * Marks an empty class whose tests are scenarios: each scenario on each accessory is one test. Build tools and
 * development environments find tests by class, so a suite of files needs one to stand for it.
 */
@Testable
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ScenarioSuite {

    /** Files and folders, from the project's folder. */
    String[] scenarios();

    /** Accessories, as the command line names them. */
    String[] accessories();

    /** The profile of all accessories, from the project's folder; without it the one that names the accessory. */
    String profile() default "";

    /** When not empty, only scenarios with one of these tags. */
    String[] tags() default {};
}
