package dev.lanyard.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What happened in a run, one level above the attempts: the lines of {@code DIR/events.jsonl}. Reports are made from
 * these and from the attempts' own timelines, never from memory, so a stored run can be reported again.
 *
 * <p>{@code scenario} in all of them is the unique id of one scenario on one accessory within the run.
 */
public sealed interface RunEvent {

    /** The run began. {@code environment} holds facts such as operating system, JDK and host name policy allows. */
    record RunStarted(Instant wallTime, String harnessVersion, List<String> commandLine,
                      Map<String, String> environment) implements RunEvent {}

    /**
     * What is declared about an accessory of this run.
     *
     * @param file     the profile's file as the user named it; empty where there is none
     * @param sha256   of that file's octets, in lower-case hexadecimal; empty where it cannot be read or holds a secret
     * @param declared the profile's values under their names in the file, those of nested objects after a dot
     */
    record AccessoryDeclared(String accessory, String profile, String file, String sha256,
                             Map<String, String> declared) implements RunEvent {}

    /**
     * A scenario is about to run on an accessory.
     *
     * @param name    the scenario's own name: {@code ncm.attach-to-echo}
     * @param file    the scenario file as the user named it
     * @param suite   the folder path below the suite root, elements joined by {@code /}
     * @param title   one sentence for people
     * @param rules   ids of the rules it makes evidence for
     * @param repeat  how many attempts are planned, and {@code require} how many must pass
     */
    record ScenarioStarted(Instant wallTime, String scenario, String name, String file, String suite, String title,
                           String accessory, String profile, List<String> tags, List<String> rules,
                           int repeat, int require, Map<String, String> parameters) implements RunEvent {}

    /** An attempt began; {@code evidence} is its folder relative to the run directory. */
    record AttemptStarted(Instant wallTime, String scenario, int attempt, String evidence) implements RunEvent {}

    /** A step of the running attempt ended; {@code depth} 0 for steps of the scenario itself, {@code phase} setup, steps or teardown. */
    record StepFinished(Instant started, Instant ended, String scenario, int attempt, String phase, int depth, String step, String verb,
                        Map<String, String> arguments, Outcome outcome, String message,
                        Map<String, String> values, long firstEvent, long lastEvent) implements RunEvent {}

    /** An attempt ended. */
    record AttemptFinished(Instant wallTime, String scenario, int attempt, Outcome outcome, String message)
            implements RunEvent {}

    /** A rule was judged on an attempt; {@code verdict} is a name of rules' verdict kinds, {@code proof} its proving event sequence numbers. */
    record RuleJudged(String scenario, int attempt, String rule, String verdict, String reason, List<Long> proof)
            implements RunEvent {}

    /** A scenario ended: with how many of its attempts passed. */
    record ScenarioFinished(Instant wallTime, String scenario, Outcome outcome, String message, int passed,
                            int attempts) implements RunEvent {}

    /** The run ended with this exit code; absent when the run was cut. */
    record RunFinished(Instant wallTime, int exitCode) implements RunEvent {}
}
