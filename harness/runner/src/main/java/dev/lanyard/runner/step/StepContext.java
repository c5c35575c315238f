package dev.lanyard.runner.step;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.cdc.CdcOptions;
import dev.lanyard.drivers.console.SerialConsole;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.evidence.Timeline;
import dev.lanyard.runner.profile.Profile;
import dev.lanyard.runner.step.aware.AwareSession;
import dev.lanyard.runner.value.Secret;
import dev.lanyard.runner.value.StepRef;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** What a step has at hand. */
public interface StepContext {

    Profile profile();

    /** The device under test; opened or not. */
    Accessory accessory();

    /** What is attached, or {@link StepFailure} when nothing is. */
    Attachment attachment() throws StepFailure;

    /** What is attached, if anything. */
    Optional<Attachment> attached();

    /** Keeps what {@code usb.attach} opened, so that later steps have it and it is given back in the end. */
    void attached(Attachment attachment) throws StepFailure;

    /** From now on it is expected that what is attached vanishes, and no failure of the step that is under way. */
    void expectVanishing();

    /** Gives back what is attached, if anything; the accessory is then expected to be gone. */
    void detach();

    /** The harness' end of Wi-Fi Aware; {@link StepFailure} when the accessory is of another kind. */
    AwareSession aware() throws StepFailure;

    /** How this scenario wants its accessory driven. */
    CdcOptions driverOptions();

    /** The person at the bench, if there is one. */
    Optional<Operator> operator();

    /** The accessory's console, captured since the attempt began; not applicable when none is known. */
    SerialConsole console() throws StepFailure;

    /** The switch of the accessory's power; not applicable when none is known. */
    PowerControl power() throws StepFailure;

    /** What steps began and later steps go on with until the attempt ends. */
    Services services();

    /** Hides {@code secret} from now on in everything that the run says of itself. */
    void conceal(Secret secret);

    /** Has {@code check} made when all steps are done; a step that did not pass comes before it. */
    void atEnd(Check check);

    /** What must hold in the end. */
    @FunctionalInterface
    interface Check {
        void make() throws StepFailure;
    }

    Recorder recorder();

    /** What happened so far in this attempt, without transfers and frames. */
    Timeline timeline();

    MonotonicClock clock();

    /** Numbers the transfers of the attempt. */
    AtomicLong transferIds();

    /** When this step began. */
    Mark start();

    /** When an earlier step began; {@link StepFailure} when it did not run. */
    Mark startOf(StepRef step) throws StepFailure;
}
