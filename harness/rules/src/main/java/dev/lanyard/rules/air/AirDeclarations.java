package dev.lanyard.rules.air;

import dev.lanyard.wire.nan.ServiceId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What is declared about the devices on the air, and changes what rules ask of their frames.
 *
 * @param names         what services are called, where that is known
 * @param services      what is declared of services; whoever publishes one of them is the accessory
 * @param oldestAndroid the oldest release of Android whose phones are to find them; empty where nobody says
 */
public record AirDeclarations(Map<ServiceId, String> names, Map<ServiceId, Declared> services,
                              OptionalInt oldestAndroid) {

    /** Nothing is declared. */
    public static final AirDeclarations NONE = ofNames(Map.of());

    /**
     * A service that the accessory publishes.
     *
     * @param pairing  for paired devices
     * @param dataPath with a data path
     */
    public record Declared(boolean pairing, boolean dataPath) {}

    public AirDeclarations {
        names = Map.copyOf(names);
        services = Map.copyOf(services);
    }

    /** Only names are known. */
    public static AirDeclarations ofNames(Map<ServiceId, String> names) {
        return new AirDeclarations(names, Map.of(), OptionalInt.empty());
    }

    /** The same with more names. */
    public AirDeclarations withNames(Map<ServiceId, String> more) {
        Map<ServiceId, String> all = new LinkedHashMap<>(names);
        all.putAll(more);
        return new AirDeclarations(all, services, oldestAndroid);
    }

    /** Whether a service is declared to be for paired devices, whatever its frames show. */
    public boolean isForPairing(ServiceId service) {
        Declared declared = services.get(service);
        return declared != null && declared.pairing();
    }

    /** Whether a service is declared to have a data path, whatever its frames show. */
    public boolean hasDataPath(ServiceId service) {
        Declared declared = services.get(service);
        return declared != null && declared.dataPath();
    }
}
