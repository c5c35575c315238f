package dev.lanyard.runner.run;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.accessory.AccessoryProvider;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.runner.yaml.Nearest;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes accessories of any scheme that this class path knows. */
public final class Accessories {

    private final SortedMap<String, AccessoryProvider> providers;

    /** With these providers. */
    public Accessories(Collection<AccessoryProvider> providers) {
        SortedMap<String, AccessoryProvider> byScheme = new TreeMap<>();
        providers.forEach(provider -> byScheme.put(provider.scheme(), provider));
        this.providers = Collections.unmodifiableSortedMap(byScheme);
    }

    /** With every provider that {@link ServiceLoader} finds. */
    public static Accessories standard() {
        return new Accessories(ServiceLoader.load(AccessoryProvider.class, Accessories.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get).toList());
    }

    /** The help lines of all schemes. */
    public List<String> usage() {
        return providers.values().stream().map(AccessoryProvider::usage).toList();
    }

    /** All schemes' providers, by scheme. */
    public Collection<AccessoryProvider> providers() {
        return providers.values();
    }

    /**
     * The provider of a scheme; {@code spec} is what the user wrote, for the message.
     *
     * @throws IllegalArgumentException when there is none
     */
    public AccessoryProvider provider(String scheme, String spec) {
        AccessoryProvider provider = providers.get(scheme);
        if (provider == null) {
            throw new IllegalArgumentException("no accessories of the kind \"" + scheme + "\" (in \"" + spec
                    + "\")" + Nearest.hint(scheme, providers.keySet()));
        }
        return provider;
    }

    /**
     * Makes the accessory; opens nothing yet.
     *
     * @throws IllegalArgumentException when the spec is of no known scheme or not of its scheme's form
     */
    public Accessory create(AccessorySpec spec) throws UsbException {
        return provider(spec.scheme(), spec.toString()).create(spec);
    }
}
