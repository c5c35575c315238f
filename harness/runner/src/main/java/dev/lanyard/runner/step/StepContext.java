package dev.lanyard.runner.step;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.runner.profile.Profile;
import dev.lanyard.runner.value.StepRef;

/** What a step has at hand. */
public interface StepContext {

    Profile profile();

    /** The device under test; opened or not. */
    Accessory accessory();

    /** What is attached, or {@link StepFailure} when nothing is. */
    Attachment attachment() throws StepFailure;

    /** Keeps what {@code usb.attach} opened, so that later steps have it and it is given back in the end. */
    void attached(Attachment attachment) throws StepFailure;

    /** Gives back what is attached, if anything; the accessory is then expected to be gone. */
    void detach();

    Recorder recorder();

    MonotonicClock clock();

    /** When a step that ended before began, as a place on the timeline: the sequence number of its first event. */
    long startOf(StepRef step) throws StepFailure;

    /** The sequence number of this step's first event. */
    long start();
}
