package dev.lanyard.scenarios;

import dev.lanyard.runner.engine.ScenarioSuite;

/** Discovery on both emulated accessories. */
@ScenarioSuite(scenarios = "scenarios/discovery", accessories = {"emulated:ecm", "emulated:ncm"})
final class DiscoverySuiteTest {}
