package dev.lanyard.stubs.fault;

import dev.lanyard.stubs.net.NetworkSettings.Addressing;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A fault that an emulated accessory can be given.
 *
 * @param id         that of the rule which it breaks: {@code CDC-NOTIF-01}
 * @param sentence   what the accessory then does wrong
 * @param models     the functions that can have it
 * @param addressing how the accessories that can have it come by their IPv4 address
 * @param defect     makes what is wrong, anew for each accessory
 * @param collateral other rules that are broken with it, and why that cannot be otherwise
 */
public record Fault(String id, String sentence, Set<Model> models, Addressing addressing, Supplier<Defect> defect,
                    Map<String, Collateral> collateral) {

    /**
     * Another rule that a fault breaks.
     *
     * @param models the functions with which it does
     * @param reason why the fault cannot do without
     */
    public record Collateral(Set<Model> models, String reason) {

        public Collateral {
            models = Set.copyOf(models);
        }
    }

    public Fault {
        models = Set.copyOf(models);
        collateral = Map.copyOf(collateral);
    }

    /** Begins a fault of ECM and NCM functions; {@link Builder#does} completes it. */
    static Builder fault(String id, String sentence) {
        return new Builder(id, sentence);
    }

    /** Collects the parts of a fault. */
    static final class Builder {

        private final String id;
        private final String sentence;
        private Set<Model> models = EnumSet.allOf(Model.class);
        private Addressing addressing = Addressing.STATIC;
        private final Map<String, Collateral> collateral = new TreeMap<>();

        private Builder(String id, String sentence) {
            this.id = id;
            this.sentence = sentence;
        }

        Builder of(Model only) {
            models = EnumSet.of(only);
            return this;
        }

        Builder of(Addressing only) {
            addressing = only;
            return this;
        }

        /** {@code rule} is broken as well, with every function that can have the fault. */
        Builder breaks(String rule, String reason) {
            collateral.put(rule, new Collateral(models, reason));
            return this;
        }

        /** {@code rule} is broken as well, with {@code only}. */
        Builder breaks(String rule, Model only, String reason) {
            collateral.put(rule, new Collateral(EnumSet.of(only), reason));
            return this;
        }

        /** Of defects that remember nothing. */
        Fault does(Defect... defects) {
            Defect all = Defect.all(Arrays.asList(defects));
            return doing(() -> all);
        }

        /** Of a defect that remembers what has happened to its accessory. */
        Fault doing(Supplier<Defect> defect) {
            return new Fault(id, sentence, models, addressing, defect, collateral);
        }
    }
}
