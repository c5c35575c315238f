package dev.lanyard.runner.step.aware;

import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.drivers.aware.Password;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Secret;
import java.time.Duration;
import java.util.Optional;

/** Pairs with the device found. */
@Verb(name = "aware.pair",
        doc = "Pairs after aware.bootstrap: PASN, with a PIN or passphrase by SAE, then the exchange of identity keys. "
                + "The pairing is kept. The PIN is a secret of the profile, which may be asked for at the terminal.",
        example = "aware.pair: {pin: \"012345\"}",
        after = Situation.BEGINNING,
        before = {"aware.subscribe: {service: _lanyard._udp, methods: [pin-keypad]}", "aware.discover: {}",
            "aware.bootstrap: {method: pin-keypad}"},
        functions = {})
public final class AwarePair implements Step<AwarePair.Arguments, Outcomes.Result> {

    /** What becomes of the leading zeros of a PIN. */
    public enum Zeros { KEPT, STRIPPED }

    /** Keys of the step. */
    public record Arguments(
            @Doc("the PIN or passphrase, such as ${secret.pin}; without it, opportunistic pairing")
            Optional<Secret> pin,
            @Doc("the leading zeros of the PIN: kept, or stripped as of a device that takes it for a number")
            @Default("kept") Zeros zeros,
            @Doc("how soon") @Default("20s") Duration within,
            @Doc("what must come of it") @Default("{}") Outcomes.Expect expect) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().plusMinutes(1);
    }

    @Override
    public Outcomes.Result run(Arguments arguments, StepContext context)
            throws StepFailure, AwareException, InterruptedException {
        Optional<Password> password = password(arguments);
        return Outcomes.of("pairing", arguments.expect(), context, (peer, handle, found) ->
                peer.pair(handle, found, password, arguments.within()));
    }

    private static Optional<Password> password(Arguments arguments) throws StepFailure {
        if (arguments.zeros() == Zeros.KEPT || arguments.pin().isEmpty()) {
            return arguments.pin().map(pin -> Password.of(pin.text()));
        }
        String pin = arguments.pin().get().text();
        if (!pin.matches("0+[1-9][0-9]*")) {
            throw StepFailure.bench("zeros: stripped needs a PIN of digits with a zero before them; set another one on "
                    + "the device, or take the claim aware-pin-with-zero out of the profile");
        }
        return Optional.of(Password.of(pin.replaceFirst("^0+", "")));
    }
}
