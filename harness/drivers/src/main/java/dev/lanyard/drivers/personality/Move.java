package dev.lanyard.drivers.personality;

import dev.lanyard.wire.cdc.CdcRequest;
import java.time.Duration;

/** One move of a host's start sequence. */
public sealed interface Move {

    /** SET_INTERFACE on the data interface, with what the driver's options have it negotiate before alternate 1. */
    record Select(int alternate) implements Move {}

    /** Does nothing for so long. */
    record Pause(Duration time) implements Move {}

    /**
     * A class request of an NCM function that has this capability ({@code NcmDescriptor}); left out elsewhere. Hosts go
     * on when it is refused.
     *
     * @param value of a set request
     */
    record Request(CdcRequest request, int capability, int value) implements Move {}

    /** Reads the Microsoft OS descriptors, version 2.0 where the BOS announces it, else 1.0. Refusals end it. */
    record MicrosoftOsDescriptors() implements Move {}
}
