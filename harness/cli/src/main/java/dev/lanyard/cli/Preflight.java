package dev.lanyard.cli;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.runner.bench.Benches;
import dev.lanyard.runner.run.Accessories;
import dev.lanyard.runner.run.ExitCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks before a run whether there is anything to run it on, so that what is missing is told once and at once. */
final class Preflight {

    private static final Duration WITHIN = Duration.ofSeconds(5);

    private Preflight() {}

    /**
     * Of several accessories one must be usable; what the others lack, their scenarios say. One that is not there may
     * come when a scenario gives it power, where the bench has a switch for it.
     *
     * @throws CommandFailed inconclusive, with what each lacks
     */
    static void check(List<AccessorySpec> accessories, Optional<Benches.Filed> bench) throws InterruptedException {
        List<String> lacks = new ArrayList<>();
        for (AccessorySpec spec : accessories) {
            Optional<String> lack = lack(spec, bench);
            if (lack.isEmpty()) {
                return;
            }
            lacks.add(lack.get());
        }
        if (!lacks.isEmpty()) {
            throw new CommandFailed(ExitCode.INCONCLUSIVE, Printable.line(String.join("; ",
                    lacks.stream().distinct().toList())));
        }
    }

    private static Optional<String> lack(AccessorySpec spec, Optional<Benches.Filed> bench)
            throws InterruptedException {
        try (Accessory accessory = Accessories.standard().create(spec)) {
            accessory.requireUsable(WITHIN);
            return Optional.empty();
        } catch (UsbException e) {
            boolean maybeOff = e.error() == UsbError.NOT_FOUND && bench.flatMap(filed -> filed.bench().portOf(spec))
                    .flatMap(entry -> entry.getValue().power()).isPresent();
            return maybeOff ? Optional.empty() : Optional.of(e.getMessage());
        } catch (IOException e) {
            return Optional.of(spec + " cannot be tested: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            // What is wrong with its name, whoever makes the plan says better.
            return Optional.empty();
        }
    }
}
