package dev.lanyard.runner.engine;

/** Selected by tests by name; its own name keeps build tools from finding it. */
@ScenarioSuite(scenarios = "scenarios/smoke", accessories = {"emulated:ecm", "emulated:ncm"})
final class SmokeOnEmulatedAccessories {}
