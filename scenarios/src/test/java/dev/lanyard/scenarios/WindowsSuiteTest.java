package dev.lanyard.scenarios;

import dev.lanyard.runner.engine.ScenarioSuite;

/** What accessories go through on Windows. */
@ScenarioSuite(scenarios = "scenarios/windows", accessories = "emulated:ncm")
final class WindowsSuiteTest {}
