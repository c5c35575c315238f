package dev.lanyard.rules.air;

/** Kinds of frames that rules of Wi-Fi Aware ask for. */
public enum FrameKind {
    /** A NAN synchronisation or discovery beacon. */
    BEACON,
    /** A service discovery frame. */
    SDF,
    /** A NAN action frame of whatever subtype. */
    NAF,
    /** An authentication frame of PASN that carries NAN attributes or passes between known devices. */
    PASN,
    /** A data frame between the data interfaces of a known data path. */
    DATA,
    /** A public action frame that is addressed as NAN frames are, and is neither SDF nor NAF. */
    OTHER
}
