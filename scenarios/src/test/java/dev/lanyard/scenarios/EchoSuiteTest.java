package dev.lanyard.scenarios;

import dev.lanyard.runner.engine.ScenarioSuite;

/** Echoes of all kinds on both emulated accessories. */
@ScenarioSuite(scenarios = "scenarios/echo", accessories = {"emulated:ecm", "emulated:ncm"})
final class EchoSuiteTest {}
