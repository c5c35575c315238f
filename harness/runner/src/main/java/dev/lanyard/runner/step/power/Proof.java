package dev.lanyard.runner.step.power;

/** What shows that power was cut. */
public enum Proof {
    /** Nothing: the switch takes orders and tells nothing, and the accessory was not seen to go. */
    NONE,
    /** The switch says so; the accessory was not seen to go. */
    REPORTED,
    /** The accessory left its bus, as one without power does. */
    OBSERVED
}
