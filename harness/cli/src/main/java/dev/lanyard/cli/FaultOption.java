package dev.lanyard.cli;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.stubs.EmulatedAccessoryProvider;
import dev.lanyard.stubs.fault.Fault;
import dev.lanyard.stubs.fault.Faults;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The option {@code --fault}, for commands that make emulated accessories. */
final class FaultOption {

    @Option(names = "--fault", paramLabel = "ID", split = ",",
            description = "A rule that the emulated accessories break on purpose, several times for several: the same as "
                    + "emulated:ncm+ID.")
    private List<String> faults = new ArrayList<>();

    /** The emulated ECM and the emulated NCM accessory, as far as they can have the faults. */
    List<AccessorySpec> onBothKinds() {
        List<Fault> wanted = faults.stream().map(Faults::require).toList();
        List<AccessorySpec> able = Stream.of(Model.values())
                .filter(model -> wanted.stream().allMatch(fault -> fault.models().contains(model)))
                .map(model -> new AccessorySpec(EmulatedAccessoryProvider.SCHEME, model.name().toLowerCase(Locale.ROOT)))
                .toList();
        if (able.isEmpty()) {
            throw new IllegalArgumentException("no accessory can have all of the faults " + String.join(", ", faults));
        }
        return on(able);
    }

    /**
     * {@code named} with the faults on all emulated ones.
     *
     * @throws IllegalArgumentException when there are faults and nothing that could have them
     */
    List<AccessorySpec> on(List<AccessorySpec> named) {
        if (faults.isEmpty()) {
            return named;
        }
        if (named.stream().noneMatch(FaultOption::isEmulated)) {
            throw new IllegalArgumentException("--fault is for emulated accessories, and none is named");
        }
        String variant = String.join(AccessorySpec.VARIANT, faults);
        return named.stream().map(spec -> isEmulated(spec) ? spec.with(variant) : spec).toList();
    }

    private static boolean isEmulated(AccessorySpec spec) {
        return spec.scheme().equals(EmulatedAccessoryProvider.SCHEME);
    }
}
