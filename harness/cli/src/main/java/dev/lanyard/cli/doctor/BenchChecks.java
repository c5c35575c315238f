package dev.lanyard.cli.doctor;

import dev.lanyard.cli.bench.BenchCheck;
import dev.lanyard.cli.bench.Finding;
import dev.lanyard.cli.bench.PortHolders;
import dev.lanyard.runner.bench.Bench;
import dev.lanyard.runner.bench.Benches;
import dev.lanyard.runner.yaml.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What stands on the bench, and who else has it. */
final class BenchChecks {

    private BenchChecks() {}

    /** Serial ports that another program has open. */
    static Diagnosis portsInUse(Machine machine) {
        String area = "ports in use";
        if (!machine.isLinux()) {
            return Diagnosis.notApplicable(area, "only Linux shows who has a port open");
        }
        PortHolders holders = new PortHolders(machine.root());
        List<String> taken = new ArrayList<>();
        for (Path port : MachineChecks.usbSerialPorts(machine)) {
            holders.of(port).ifPresent(holder -> taken.add(port + " by " + holder));
        }
        return taken.isEmpty() ? Diagnosis.fine(area, "no other program that this user sees has a USB serial port open")
                : Diagnosis.warning(area, String.join(", ", taken), "close that program, or take the port out of the "
                        + "bench file");
    }

    /** The bench file against what is there: one finding for it, and one for its power switches. */
    static List<Diagnosis> bench(Machine machine, Optional<Path> file) throws InterruptedException {
        Optional<Benches.Filed> filed;
        try {
            filed = Benches.find(file);
        } catch (InvalidInputException e) {
            return List.of(Diagnosis.problem("bench", "the bench file is wrong: " + e.defects().getFirst(),
                    "./lanyard validate " + file.map(Path::toString).orElse(Benches.FILE)));
        }
        if (filed.isEmpty()) {
            return List.of(Diagnosis.notApplicable("bench", "there is no bench file; fixtures/bench/bench.yaml is an "
                    + "example"));
        }
        Bench bench = filed.get().bench();
        List<Finding> found = new BenchCheck(machine.root()).of(bench);
        return List.of(summary("bench", found.stream().filter(one -> !one.kind().equals("power")).toList(), filed.get()),
                summary("power switches", found.stream().filter(one -> one.kind().equals("power")).toList(),
                        filed.get()));
    }

    private static Diagnosis summary(String area, List<Finding> found, Benches.Filed filed) {
        List<Finding> lacking = found.stream().filter(one -> one.state() != Finding.State.PRESENT
                && one.state() != Finding.State.NOT_LOOKED_AT).toList();
        String all = found.size() + " that " + filed.file() + " names";
        if (found.isEmpty()) {
            return Diagnosis.notApplicable(area, filed.file() + " names none");
        }
        return lacking.isEmpty() ? Diagnosis.fine(area, "of " + all + ", none is missing")
                : Diagnosis.warning(area, "of " + all + ", these cannot be used: " + lacking.stream()
                        .map(one -> one.kind() + " " + one.name()).collect(Collectors.joining(", ")),
                        "./lanyard bench");
    }
}
