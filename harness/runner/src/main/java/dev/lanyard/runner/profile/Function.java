package dev.lanyard.runner.profile;

/** The network function that the accessory offers over its transport. */
public enum Function {
    /** CDC Ethernet Control Model. */
    ECM,
    /** CDC Network Control Model. */
    NCM
}
