package dev.lanyard.stubs.aware;

import dev.lanyard.drivers.aware.AwareSeam;
import dev.lanyard.drivers.aware.AwareService;
import dev.lanyard.drivers.aware.NanSettings;
import java.util.List;
import java.util.Set;

/** What emulated Wi-Fi Aware devices can do wrong on purpose, by the rule that it breaks. */
public final class AwareFaults {

    private AwareFaults() {}

    /** The rules that have a fault. */
    public static Set<String> rules() {
        return Set.of();
    }

    static AwareSeam seam(List<String> faults) {
        return AwareSeam.HONEST;
    }

    static NanSettings settings(List<String> faults, NanSettings honest) {
        return honest;
    }

    static AwareService service(List<String> faults, AwareService honest) {
        return honest;
    }
}
