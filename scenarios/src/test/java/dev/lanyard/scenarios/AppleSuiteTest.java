package dev.lanyard.scenarios;

import dev.lanyard.runner.engine.ScenarioSuite;

/** What accessories go through on Apple's systems. */
@ScenarioSuite(scenarios = "scenarios/apple", accessories = {"emulated:ecm", "emulated:ncm"})
final class AppleSuiteTest {}
