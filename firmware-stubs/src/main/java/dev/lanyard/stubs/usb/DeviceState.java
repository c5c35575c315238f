package dev.lanyard.stubs.usb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Configuration, alternate settings and the endpoints that are in use (USB 2.0 §9.1, §9.4.7, §9.4.10). */
final class DeviceState {

    /** The one configuration's bConfigurationValue. */
    static final int CONFIGURATION = 1;

    private final List<UsbFunction> functions;
    private final Map<Integer, UsbFunction> functionOf = new HashMap<>();
    private final Map<Integer, List<UsbFunction.Setting>> settings = new HashMap<>();
    private final Map<Integer, Integer> alternates = new HashMap<>();
    private final Endpoint[] endpoints;
    private int configuration;

    DeviceState(List<UsbFunction> functions, int endpointCount) {
        this.functions = List.copyOf(functions);
        this.endpoints = new Endpoint[endpointCount];
        for (UsbFunction function : functions) {
            for (UsbFunction.Setting setting : function.settings()) {
                functionOf.put(setting.bInterfaceNumber(), function);
                settings.computeIfAbsent(setting.bInterfaceNumber(), number -> new ArrayList<>()).add(setting);
            }
        }
    }

    int configuration() {
        return configuration;
    }

    boolean isConfigured() {
        return configuration != 0;
    }

    UsbFunction functionOf(int bInterfaceNumber) {
        return functionOf.get(bInterfaceNumber);
    }

    /** The endpoint of this address in the selected alternates, or null. */
    Endpoint endpoint(int address) {
        return (address & 0x70) == 0 ? endpoints[slot(address)] : null;
    }

    /** The selected alternate, or -1 where there is no such interface. */
    int alternate(int bInterfaceNumber) {
        return alternates.getOrDefault(bInterfaceNumber, -1);
    }

    /** SET_CONFIGURATION: everything begins anew, also when the value is the present one. False: no such value. */
    boolean configure(int bConfigurationValue) {
        if (bConfigurationValue != 0 && bConfigurationValue != CONFIGURATION) {
            return false;
        }
        configuration = bConfigurationValue;
        alternates.clear();
        Arrays.fill(endpoints, null);
        settings.values().forEach(each -> each.forEach(setting -> setting.endpoints().forEach(Endpoint::reset)));
        if (configuration != 0) {
            settings.keySet().forEach(number -> use(number, 0));
        }
        functions.forEach(function -> function.reset(configuration != 0));
        return true;
    }

    /** SET_INTERFACE. False: no such alternate; nothing has changed then. */
    boolean select(int bInterfaceNumber, int bAlternateSetting) {
        if (!isConfigured() || !settings.containsKey(bInterfaceNumber)
                || settings.get(bInterfaceNumber).stream().noneMatch(s -> s.bAlternateSetting() == bAlternateSetting)) {
            return false;
        }
        for (UsbFunction.Setting setting : settings.get(bInterfaceNumber)) {
            for (Endpoint endpoint : setting.endpoints()) {
                endpoint.reset();
                endpoints[slot(endpoint.address())] = null;
            }
        }
        use(bInterfaceNumber, bAlternateSetting);
        return true;
    }

    private void use(int bInterfaceNumber, int bAlternateSetting) {
        alternates.put(bInterfaceNumber, bAlternateSetting);
        for (UsbFunction.Setting setting : settings.get(bInterfaceNumber)) {
            if (setting.bAlternateSetting() == bAlternateSetting) {
                setting.endpoints().forEach(endpoint -> endpoints[slot(endpoint.address())] = endpoint);
            }
        }
    }

    private static int slot(int address) {
        return address & 0xF | (address & 0x80) >> 3;
    }
}
