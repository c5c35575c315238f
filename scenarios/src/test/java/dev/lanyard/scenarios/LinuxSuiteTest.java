package dev.lanyard.scenarios;

import dev.lanyard.runner.engine.ScenarioSuite;

/** What accessories go through on Linux. */
@ScenarioSuite(scenarios = "scenarios/linux", accessories = {"emulated:ecm", "emulated:ncm"})
final class LinuxSuiteTest {}
