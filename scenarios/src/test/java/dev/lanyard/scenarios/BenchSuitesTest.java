package dev.lanyard.scenarios;

import dev.lanyard.runner.engine.ScenarioSuite;

/** What a bench has besides ports, on emulated accessories: their own console and power switch. */
@ScenarioSuite(scenarios = {"scenarios/power", "scenarios/console"}, accessories = {"emulated:ecm", "emulated:ncm"})
final class BenchSuitesTest {}
