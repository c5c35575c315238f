package dev.lanyard.drivers.aware;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.BootstrappingMethod;

/** Something that another device brought about. {@code number} grows by one with each. */
public sealed interface AwareEvent {

    long number();

    /** A service was found that a subscribe looks for, or one found before has changed; or a publish was answered. */
    record Discovered(long number, int handle, AwareService.Found service) implements AwareEvent {}

    /** A message came. */
    record FollowUp(long number, int handle, AwareService.Found from, Bytes message) implements AwareEvent {}

    /** Another device bootstrapped a pairing; {@code own} is the role that this end has taken. */
    record Bootstrapped(long number, int handle, AwareService.Found with, BootstrappingMethod own)
            implements AwareEvent {}

    /** Pairing, or the verification of one, ended; also one that this end began. */
    record Paired(long number, int handle, AwareService.Found with, boolean verification, AwareOutcome outcome)
            implements AwareEvent {}

    /** Another device opened a data path. */
    record DataPathOpened(long number, int handle, AwareDataPath path) implements AwareEvent {}

    /** A data path is gone. */
    record DataPathClosed(long number, int pathId, String why) implements AwareEvent {}
}
