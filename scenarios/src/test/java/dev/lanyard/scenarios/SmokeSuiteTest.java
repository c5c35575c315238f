package dev.lanyard.scenarios;

import dev.lanyard.runner.engine.ScenarioSuite;

/** Runs the suite that {@code ./lanyard run} runs by default, in the build and in development environments. */
@ScenarioSuite(scenarios = "scenarios/smoke", accessories = {"emulated:ecm", "emulated:ncm"})
final class SmokeSuiteTest {}
